"""Following by e-mail: ask, confirm, stop. Nobody is shown who follows what."""

from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.errors import NotFound, TooManyAttempts
from app.mail import post as post_letter
from app.register.models import Follow
from app.register.pages.follow import (
    FollowAskPage,
    FollowEndPage,
    FollowPage,
    FollowSentPage,
    FollowUsedPage,
)
from app.register.pages.letters import letter_to_confirm, links_of
from app.register.pages.names import name_of_follow, page_of_follow
from app.register.queries import get_public_system
from app.register.rules.following import Followed
from app.register.schemas.forms import FollowForm
from app.register.schemas.search import read_query
from app.register.services.following import (
    ask_to_follow,
    confirm_follow,
    get_asked,
    require_stop_token,
    stop_following,
)
from app.register.web.public import query_in
from app.web.catalogues import current_language
from app.web.dependencies import Now, ReadSession, WriteSession, app_settings
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form
from app.web.limits import network_key, require_within
from app.web.pages import render, see_other
from app.web.requests import Request

FOLLOW: Final = "/register/follow"
_DAY: Final = 24 * 60 * 60
_ASKED_A_DAY: Final = 30
_LETTERS_A_DAY: Final = 3


class FollowController(Controller):
    """What anyone may follow: one system, or what a search finds."""

    path = FOLLOW
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def form(self, request: Request, session: ReadSession) -> Response[str]:
        followed = _followed_in(request, session)
        page = _page(session, followed, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/", sync_to_thread=True)
    def ask(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        followed = _followed_in(request, session)
        entered, errors = read_form(FollowForm, form)
        if entered is None:
            page = _page(session, followed, form, errors)
            return render(request, page, status_code=422)
        key = network_key(session, request, now=now)
        require_within(
            session, "register-follow", key, limit=_ASKED_A_DAY, seconds=_DAY, now=now
        )
        if _may_write_to(session, entered.email, now):
            _ask(request, session, entered.email, followed, now)
        session.commit()
        return see_other(request, f"{FOLLOW}/sent")

    @get("/sent", sync_to_thread=True)
    def sent(self, request: Request) -> Response[str]:
        return render(request, FollowSentPage())

    @get("/confirm/{token:str}", sync_to_thread=True)
    def show_confirm(
        self, request: Request, session: ReadSession, now: Now, token: FromPath[str]
    ) -> Response[str]:
        try:
            follow = get_asked(session, token, now=now)
        except NotFound:
            return render(request, FollowUsedPage(), status_code=404)
        address = f"{FOLLOW}/confirm/{token}"
        name = name_of_follow(session, follow)
        return render(request, FollowAskPage(name, address, is_stop=False))

    @post("/confirm/{token:str}", sync_to_thread=True)
    def confirm(
        self, request: Request, session: WriteSession, now: Now, token: FromPath[str]
    ) -> Response[str]:
        try:
            confirm_follow(session, token, now=now)
        except NotFound:
            return render(request, FollowUsedPage(), status_code=404)
        session.commit()
        return see_other(request, f"{FOLLOW}/confirmed")

    @get("/confirmed", sync_to_thread=True)
    def confirmed(self, request: Request) -> Response[str]:
        return render(request, FollowEndPage(is_stop=False))

    @get("/stop/{follow_id:uuid}/{token:str}", sync_to_thread=True)
    def show_stop(
        self,
        request: Request,
        session: ReadSession,
        follow_id: FromPath[UUID],
        token: FromPath[str],
    ) -> Response[str]:
        require_stop_token(app_settings(request).signing_key(), follow_id, token)
        follow = session.get(Follow, follow_id)
        if follow is None:
            return render(request, FollowEndPage(is_stop=True))
        address = f"{FOLLOW}/stop/{follow_id}/{token}"
        name = name_of_follow(session, follow)
        return render(request, FollowAskPage(name, address, is_stop=True))

    @post("/stop/{follow_id:uuid}/{token:str}", sync_to_thread=True)
    def stop(
        self,
        request: Request,
        session: WriteSession,
        follow_id: FromPath[UUID],
        token: FromPath[str],
    ) -> Response[str]:
        _stop(request, session, follow_id, token)
        return see_other(request, f"{FOLLOW}/stopped")

    @get("/stopped", sync_to_thread=True)
    def stopped(self, request: Request) -> Response[str]:
        return render(request, FollowEndPage(is_stop=True))


class OneClickController(Controller):
    """Where mail programs stop letters by themselves (RFC 8058): no cookie, no page.

    A parameter that something on the way has added keeps nobody from stopping.
    """

    path = "/api/v1/follow/stop/{follow_id:uuid}/{token:str}"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def lead_to_page(
        self, request: Request, follow_id: FromPath[UUID], token: FromPath[str]
    ) -> Response[str]:
        return see_other(request, f"{FOLLOW}/stop/{follow_id}/{token}")

    @post("/", sync_to_thread=True, status_code=200)
    def stop(
        self,
        request: Request,
        session: WriteSession,
        follow_id: FromPath[UUID],
        token: FromPath[str],
    ) -> Response[str]:
        _stop(request, session, follow_id, token)
        return Response("", headers={"Cache-Control": "no-store"})


def _stop(request: Request, session: Session, follow_id: UUID, token: str) -> None:
    require_stop_token(app_settings(request).signing_key(), follow_id, token)
    stop_following(session, follow_id)
    session.commit()


def _followed_in(request: Request, session: Session) -> Followed:
    """Read what an address asks to follow.

    Raises:
        NotFound: The system is not public.
    """
    slug = query_of(request).get("system")
    if slug:
        return Followed(system_id=get_public_system(session, slug).id)
    asked = query_in(request)
    return Followed(query=read_query({"q": [asked.words], **asked.filters}).address)


def _may_write_to(session: Session, email: str, now: datetime) -> bool:
    """Tell whether an address may get one more letter; who asked is not told."""
    try:
        require_within(
            session,
            "register-follow-letter",
            email.lower(),
            limit=_LETTERS_A_DAY,
            seconds=_DAY,
            now=now,
        )
    except TooManyAttempts:
        return False
    return True


def _ask(
    request: Request, session: Session, email: str, followed: Followed, now: datetime
) -> None:
    settings = app_settings(request)
    follow, token = ask_to_follow(session, email, followed, current_language(), now=now)
    links = links_of(follow, page_of_follow(session, follow), settings)
    name = name_of_follow(session, follow)
    post_letter(
        session, letter_to_confirm(follow, name, token, links, settings), now=now
    )


def _page(
    session: Session, followed: Followed, form: SubmittedForm, errors: FormErrors
) -> FollowPage:
    wish = Follow.model_construct(system_id=followed.system_id, query=followed.query)
    page = page_of_follow(session, wish)
    if followed.system_id is None:
        address, feed = (
            f"{FOLLOW}{followed.query}",
            f"/register/feed.atom{followed.query}",
        )
    else:
        slug = page.rpartition("/")[2]
        address, feed = f"{FOLLOW}?system={slug}", f"{page}.atom"
    return FollowPage(name_of_follow(session, wish), page, feed, address, form, errors)
