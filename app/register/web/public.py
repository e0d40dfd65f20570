"""The register for everyone: finding systems, and telling what is wrong or missing."""

import csv
import io
import json
from datetime import date, datetime

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.queries import list_invented_bodies
from app.register.models import ReportKind
from app.register.pages import (
    BrowsePage,
    ListPage,
    MissingPage,
    ReportMissingPage,
    ReportPage,
)
from app.register.pages.reports import told_reports
from app.register.queries.history import (
    count_missing_reports,
    get_report,
    list_reports,
)
from app.register.queries.in_use import QUESTIONS, count_in_use, in_use_rows
from app.register.queries.index import get_version
from app.register.queries.search import (
    browse,
    count_systems,
    search_systems,
)
from app.register.rules.reports import ANSWER_DAYS
from app.register.schemas.forms import MissingForm
from app.register.schemas.search import (
    QUERY_NAMES,
    SORT_LABELS,
    RegisterQuery,
    Sort,
    read_query,
)
from app.register.services.reports import report_missing
from app.register.web.negotiation import MEDIA_TYPES, data_response
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import (
    Now,
    PageNumber,
    ReadSession,
    WriteSession,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form
from app.web.limits import network_key, require_within
from app.web.pages import render, see_other
from app.web.requests import Request

REPORTS_A_DAY = 20
_DAY = 24 * 60 * 60
_ON_A_PAGE = 20


class RegisterController(Controller):
    """Everything under `/register` that is not about one system."""

    path = "/register"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def list_all(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        today = now.date()
        found = search_systems(session, query_in(request), today)
        page = ListPage(
            found=found,
            counts=count_in_use(session, today),
            questions=QUESTIONS,
            register_total=count_systems(session),
            today=today,
            sorts=_sorts(found.query),
            invented=list_invented_bodies(session),
        )
        return public(request, page, keep=Keep(query=QUERY_NAMES))

    @get("/data/in-use.csv", sync_to_thread=True)
    def in_use_as_csv(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        out = io.StringIO(newline="")
        rows = in_use_rows(session, now.date(), app_settings(request).base_url)
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return data_response(request, out.getvalue().encode(), "text/csv")

    @get("/data/in-use.json", sync_to_thread=True)
    def in_use_as_json(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        rows = in_use_rows(session, now.date(), app_settings(request).base_url)
        content = json.dumps({"counts": rows}, indent=2).encode()
        return data_response(request, content, MEDIA_TYPES["json"])

    @get("/effects", sync_to_thread=True)
    def by_effect(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "effect", now)

    @get("/topics", sync_to_thread=True)
    def by_topic(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "topic", now)

    @get("/bodies", sync_to_thread=True)
    def by_body(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "body", now)

    @get("/report-missing", sync_to_thread=True)
    def missing_form(self, request: Request) -> Response[str]:
        return render(request, ReportMissingPage(SubmittedForm(), FormErrors()))

    @post("/report-missing", sync_to_thread=True)
    def tell_missing(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        entered, errors = read_form(MissingForm, form)
        if entered is None:
            return render(request, ReportMissingPage(form, errors), status_code=422)
        require_few_reports(request, session, now)
        region = app_settings(request).region
        report = report_missing(session, entered, region=region, now=now)
        session.commit()
        flash(request, translate("Thank you. Your report has been received."))
        return see_other(request, f"/register/reports/{report.number}")

    @get("/missing", sync_to_thread=True)
    def missing(
        self, request: Request, session: ReadSession, now: Now, number: PageNumber = 1
    ) -> Response[str]:
        reports = list_reports(
            session,
            kind=ReportKind.MISSING,
            most=_ON_A_PAGE,
            skipped=(number - 1) * _ON_A_PAGE,
        )
        page = MissingPage(
            told_reports(session, reports, now),
            ANSWER_DAYS,
            number,
            pages=max(1, -(-count_missing_reports(session) // _ON_A_PAGE)),
        )
        return public(request, page, keep=Keep(query=("page",)))

    @get("/reports/{number:int}", sync_to_thread=True)
    def report(
        self, request: Request, session: ReadSession, now: Now, number: FromPath[int]
    ) -> Response[str]:
        report = get_report(session, number)
        (told,) = told_reports(session, [report], now)
        page = ReportPage(told, ANSWER_DAYS)
        return public(request, page, keep=Keep())


def _browse(
    request: Request, session: Session, facet: str, now: datetime
) -> Response[str]:
    page = BrowsePage(browse(session, facet, now.date()), count_systems(session))
    return public(request, page, keep=Keep())


def query_in(request: Request) -> RegisterQuery:
    """Return what the address asks for."""
    form = query_of(request)
    return read_query({name: form.getlist(name) for name in form.names()})


def page_version(session: Session, today: date) -> str:
    """Return what changes whenever a public record does, or its being overdue."""
    return f"{get_version(session)}-{today.isoformat()}"


def require_few_reports(request: Request, session: Session, now: datetime) -> None:
    """Refuse a network that reports too much; nothing about it is kept for long."""
    key = network_key(session, request, now=now)
    require_within(
        session, "register-report", key, limit=REPORTS_A_DAY, seconds=_DAY, now=now
    )


def _sorts(query: RegisterQuery) -> list[tuple[Sort, str]]:
    return [
        (key, label)
        for key, label in SORT_LABELS.items()
        if key is not Sort.RELEVANCE or query.words
    ]
