"""Builds the application from its settings; the only file that knows every room.

`uvicorn app.asgi:serve --factory` serves it; `folkmoot serve` does that for you.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from app.accounts.models import Organisation
from app.accounts.web import ACCOUNT_DEPENDENCIES
from app.accounts.web.account import AccountController
from app.accounts.web.factor import SecondFactorController
from app.accounts.web.officials import OfficialsController
from app.accounts.web.sign_in import SignInController
from app.comments.api import CommentsApi
from app.comments.web.entering import EnteringController
from app.comments.web.form import CommentFormController
from app.comments.web.imports import ImportController
from app.comments.web.office import ModerationController, PolicyController
from app.comments.web.office_preview import FormPreviewController
from app.comments.web.on_record import OnRecordController
from app.comments.web.published import PublishedCommentsController
from app.comments.web.questions import QuestionController
from app.consultations.api import ConsultationsApi
from app.consultations.web.editing import EditingController
from app.consultations.web.office import ConsultationOfficeController
from app.consultations.web.preview import ConsultationPreviewController
from app.consultations.web.public import ConsultationController
from app.db import Database, open_database
from app.errors import DomainError
from app.official_responses.web.causes import CAUSE_DEPENDENCIES
from app.official_responses.web.decision import DecisionController
from app.official_responses.web.responses import ResponsesController
from app.publishing.api import PublishedTopicsApi
from app.publishing.web.audit import AuditController
from app.publishing.web.hiding import HidingController
from app.publishing.web.home import HomeController
from app.publishing.web.method import MethodController
from app.publishing.web.office import DashboardController
from app.publishing.web.outbox import OutboxController
from app.publishing.web.results import ResultsController
from app.publishing.web.sitemap import SitemapController
from app.publishing.web.system import SystemController
from app.publishing.web.trace import ReceiptController
from app.register.api import RegisterApi
from app.register.web.feeds import FeedController
from app.register.web.follow import FollowController, OneClickController
from app.register.web.office import OfficeController
from app.register.web.office_confirming import ConfirmingController
from app.register.web.office_drafts import DraftController
from app.register.web.office_import import ImportController as RegisterImportController
from app.register.web.office_leaving import LeavingController
from app.register.web.office_reports import OfficeReportController
from app.register.web.office_system import OfficeSystemController
from app.register.web.office_taking_back import TakingBackController
from app.register.web.open_data import OpenDataController
from app.register.web.public import RegisterController
from app.register.web.reports import ReportController
from app.settings import ROOT, Settings, read_settings
from app.topics.web.apart import ApartController
from app.topics.web.comment import ReadCommentController
from app.topics.web.issue_list import IssueListController
from app.topics.web.issues import IssuesController
from app.topics.web.letters import LettersController
from app.topics.web.office import TopicsController
from app.topics.web.publishing import PublishController
from app.topics.web.rare import MustReadController
from app.topics.web.runs import AnalysisController
from app.topics.web.topic import TopicController
from app.web.about import AboutController, MachineController
from app.web.assets import load_assets
from app.web.bodies import FormMiddleware
from app.web.catalogues import PSEUDO_LANGUAGES, Catalogues
from app.web.dependencies import DEPENDENCIES
from app.web.editions import Watch, watch_over
from app.web.kept_pages import KeptPages
from app.web.locale import LocaleMiddleware
from app.web.page_cache import PageCache, stop_sweeping, sweep_for_ever
from app.web.problems import answer
from app.web.requests import Request, Site, networks
from app.web.security import SecurityMiddleware, set_up_logs
from app.web.templates import build_environment, templates_version

# Every room adds its controllers here, in the order of the rooms.
CONTROLLERS: list[ControllerRouterHandler] = [
    AboutController,
    MachineController,
    HomeController,
    DashboardController,
    ConsultationOfficeController,
    EditingController,
    ConsultationPreviewController,
    QuestionController,
    FormPreviewController,
    ModerationController,
    ImportController,
    EnteringController,
    OnRecordController,
    PolicyController,
    MethodController,
    RegisterController,
    ReportController,
    FeedController,
    FollowController,
    OneClickController,
    OpenDataController,
    RegisterApi,
    OfficeController,
    OfficeReportController,
    RegisterImportController,
    TakingBackController,
    OfficeSystemController,
    LeavingController,
    HidingController,
    DraftController,
    ConfirmingController,
    SystemController,
    SignInController,
    AccountController,
    SecondFactorController,
    OfficialsController,
    AuditController,
    SitemapController,
    OutboxController,
    AnalysisController,
    TopicsController,
    TopicController,
    ReadCommentController,
    ApartController,
    IssueListController,
    IssuesController,
    LettersController,
    MustReadController,
    PublishController,
    ResponsesController,
    DecisionController,
    ResultsController,
    ConsultationController,
    CommentFormController,
    PublishedCommentsController,
    ReceiptController,
    ConsultationsApi,
    CommentsApi,
    PublishedTopicsApi,
]

_API_BODY_LIMIT = 256 * 1024
_DEMONSTRATION_SECONDS = 60.0


def create_app(settings: Settings | None = None) -> Litestar:
    """Build a site; without settings they are read from the environment."""
    settings = settings or read_settings()
    set_up_logs(settings)
    app = Litestar(
        CONTROLLERS,
        dependencies={
            **DEPENDENCIES,
            **ACCOUNT_DEPENDENCIES,
            **CAUSE_DEPENDENCIES,
        },
        middleware=[FormMiddleware()],
        exception_handlers={
            DomainError: answer,
            HTTPException: answer,
            Exception: answer,
        },
        lifespan=[_running],
        openapi_config=_openapi(settings),
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=4, exclude=["^/static/"]
        ),
        request_max_body_size=_API_BODY_LIMIT,
        logging_config=None,
    )
    app.state["routes"] = app.asgi_handler
    open_site(app, settings)
    return app


def open_site(app: Litestar, settings: Settings) -> None:
    """Have an application that is not running serve the site of these settings.

    Looking through all routes takes far longer than this: who needs many sites, one
    after the other, needs one application.
    """
    site = build_site(settings)
    pages, watch = _kept_pages(settings), watch_over(site.database)
    app.state.update({"site": site, "pages": pages, "watch": watch})
    _wrap(app, site, pages, watch)


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    site, pages, watch = app.state.site, app.state.pages, app.state.watch
    sweeping = asyncio.create_task(sweep_for_ever(pages, watch))
    yield
    await stop_sweeping(sweeping)
    await watch.close()
    site.database.engine.dispose()


def serve() -> Litestar:
    """Build the site for a process that does nothing else.

    What is loaded by now stays to the end. The collector is told so: else it looks at
    all of it again every few minutes, and everybody waits for a tenth of a second.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def _kept_pages(settings: Settings) -> KeptPages:
    # Whoever writes a template wants to see it at once.
    if settings.log_level == "DEBUG":
        return KeptPages(plain_room=0, asked_room=0)
    return KeptPages()


def build_site(settings: Settings) -> Site:
    codes = settings.languages + (PSEUDO_LANGUAGES if settings.pseudo_language else ())
    catalogues = Catalogues(ROOT / "locale", codes)
    database = open_database(settings.url_of_database)
    assets = load_assets()
    is_demonstration = demonstration_of(database)
    return Site(
        settings=settings,
        database=database,
        templates=build_environment(settings, catalogues, assets, is_demonstration),
        catalogues=catalogues,
        assets=assets,
        is_demonstration=is_demonstration,
        version=assets.version + templates_version(),
        proxies=networks(settings.trusted_proxies),
    )


def demonstration_of(database: Database) -> Callable[[], bool]:
    """Return a question, asked of the database once a minute at most."""
    known = {"until": 0.0, "answer": False}

    def is_demonstration() -> bool:
        if known["until"] < time.monotonic():
            # A page that says the database is away must not ask it.
            with suppress(SQLAlchemyError), database.read_session() as session:
                marked = select(Organisation.id).where(Organisation.is_demonstration)
                known["answer"] = session.exec(marked.limit(1)).first() is not None
            known["until"] = time.monotonic() + _DEMONSTRATION_SECONDS
        return bool(known["answer"])

    return is_demonstration


def _openapi(settings: Settings) -> OpenAPIConfig:
    return OpenAPIConfig(
        title=settings.organisation_name,
        version="1",
        description="Consultations on government AI, what people said, and answers.",
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
    )


def _wrap(app: Litestar, site: Site, pages: KeptPages, watch: Watch) -> None:
    """Put around the application what every request passes first."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        scope["litestar_app"] = app
        scope.setdefault("state", {})
        request: Request = Request(scope, receive, send)
        response = answer(request, HTTPException(status_code=400))
        await response.to_asgi_response(None, request)(scope, receive, send)

    localised = LocaleMiddleware(app.state["routes"], site.catalogues)
    kept = PageCache(localised, pages, watch, site.catalogues.codes)
    app.asgi_handler = SecurityMiddleware(kept, site.settings, refuse)
