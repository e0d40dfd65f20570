"""The door: password, second factor, the link of an invitation, and the way out."""

from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.models import Official
from app.accounts.queries import find_invitation, find_official_by_email
from app.accounts.schemas import NewPasswordForm, SignInForm
from app.accounts.services import (
    accept_invitation,
    choose_password,
    pass_factor,
    prove,
    sign_in,
    sign_out,
)
from app.accounts.web.signed_in import session_of
from app.errors import N_, Invalid, SignInRequired
from app.web.catalogues import translate
from app.web.cookies import delete_cookie, session_cookie_name, set_cookie
from app.web.dependencies import (
    Now,
    ReadSession,
    WriteSession,
    app_database,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import (
    FormData,
    FormErrors,
    SubmittedForm,
    query_of,
    read_form,
    told,
)
from app.web.limits import forget, network_key, require_within
from app.web.pages import render, safe_next, see_other
from app.web.requests import Request

_QUARTER: Final = 15 * 60
_ATTEMPTS_ON_ACCOUNT: Final = 10
_ATTEMPTS_FROM_NETWORK: Final = 60
_ATTEMPTS_AT_FACTOR: Final = 6


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where officials come in."""

    template: ClassVar[str] = "accounts/sign_in.html"
    fragment: ClassVar[str | None] = None

    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class FactorPage:
    """The second step of coming in."""

    template: ClassVar[str] = "accounts/sign_in_code.html"
    fragment: ClassVar[str | None] = None

    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """Where somebody who was invited chooses a password."""

    template: ClassVar[str] = "accounts/invitation.html"
    fragment: ClassVar[str | None] = None

    token: str
    name: str
    email: str
    errors: FormErrors


class SignInController(Controller):
    """The door."""

    path = "/"
    include_in_schema = False

    @get("/sign-in", sync_to_thread=True)
    def show(self, request: Request) -> Response[str]:
        return render(request, SignInPage(query_of(request), FormErrors()))

    @post("/sign-in", sync_to_thread=True)
    def submit(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        entered, errors = read_form(SignInForm, form)
        if entered is None:
            return render(request, SignInPage(form, errors), status_code=422)
        network = network_key(session, request, now=now)
        account = f"{entered.email}|{network}"
        _count(session, "sign-in-network", network, _ATTEMPTS_FROM_NETWORK, now)
        _count(session, "sign-in", account, _ATTEMPTS_ON_ACCOUNT, now)
        # Read apart, so that nobody waits while the password is checked.
        with app_database(request).read_session() as reading:
            official = find_official_by_email(reading, entered.email)
        proof = prove(official, entered.password)
        previous = _token(request)
        found = None
        if proof is not None:
            found = sign_in(session, proof, previous_token=previous, now=now)
        if found is None:
            session.close()  # nothing is stored
            wrong = translate(N_("E-mail and password do not match."))
            page = SignInPage(form, FormErrors({"email": wrong}))
            return render(request, page, status_code=422)
        forget(session, "sign-in", account)
        session.commit()
        if found.needs_factor:
            after = quote(safe_next(entered.next), safe="")
            response = see_other(request, f"/sign-in/code?next={after}")
            _give(request, response, found.token)
            return response
        return _into(request, found.token, entered.next)

    @get("/sign-in/code", sync_to_thread=True)
    def ask_code(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        waiting = session_of(request, session, now)
        if waiting is None or not waiting.needs_factor:
            raise SignInRequired
        return render(request, FactorPage(query_of(request), FormErrors()))

    @post("/sign-in/code", sync_to_thread=True)
    def submit_code(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        waiting = session_of(request, session, now)
        if waiting is None or not waiting.needs_factor:
            raise SignInRequired
        whose = str(waiting.official_id)
        _count(session, "factor", whose, _ATTEMPTS_AT_FACTOR, now)
        try:
            token = pass_factor(session, waiting, form.get("code"), now=now)
        except Invalid as error:
            session.close()  # nothing is stored
            page = FactorPage(form, told(error))
            return render(request, page, status_code=422)
        forget(session, "factor", whose)
        session.commit()
        return _into(request, token, form.get("next"))

    @get("/invitation/{token:str}", sync_to_thread=True)
    def invitation(
        self, request: Request, session: ReadSession, now: Now, token: FromPath[str]
    ) -> Response[str]:
        found = find_invitation(session, token, now)
        official = session.get(Official, found.official_id) if found else None
        name, email = (official.name, official.email) if official else ("", "")
        return render(request, InvitationPage(token, name, email, FormErrors()))

    @post("/invitation/{token:str}", sync_to_thread=True)
    def accept(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        token: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        network = network_key(session, request, now=now)
        _count(session, "invitation", network, _ATTEMPTS_FROM_NETWORK, now)
        # Read apart, so that nobody waits while the password is hashed.
        with app_database(request).read_session() as reading:
            found = find_invitation(reading, token, now)
            official = reading.get(Official, found.official_id) if found else None
        if official is None:
            return _gone(request, token)
        entered, errors = read_form(NewPasswordForm, form)
        chosen = ""
        if entered is not None:
            try:
                chosen = choose_password(official, entered.password)
            except Invalid as error:
                errors = told(error)
        if errors:
            page = InvitationPage(token, official.name, official.email, errors)
            return render(request, page, status_code=422)
        if accept_invitation(session, token, chosen, now=now) is None:
            session.close()  # nothing is stored
            return _gone(request, token)
        session.commit()
        flash(request, translate(N_("Your password is set. Please sign in with it.")))
        return see_other(request, "/sign-in")

    @post("/sign-out", sync_to_thread=True)
    def leave(self, request: Request, session: WriteSession) -> Response[str]:
        settings = app_settings(request)
        sign_out(session, _token(request))
        session.commit()
        flash(request, translate(N_("You are signed out.")))
        response = see_other(request, "/sign-in")
        delete_cookie(response, settings, session_cookie_name(settings))
        return response


def _gone(request: Request, token: str) -> Response[str]:
    page = InvitationPage(token, "", "", FormErrors())
    return render(request, page, status_code=422)


def _into(request: Request, token: str, after: str) -> Response[str]:
    """Go on to where somebody wanted to be, or to the workspace."""
    target = safe_next(after)
    response = see_other(request, target if target != "/" else "/office")
    _give(request, response, token)
    return response


def _token(request: Request) -> str:
    return request.cookies.get(session_cookie_name(app_settings(request)), "")


def _give(request: Request, response: Response[str], token: str) -> None:
    settings = app_settings(request)
    set_cookie(response, settings, session_cookie_name(settings), token)


def _count(session: WriteSession, bucket: str, key: str, limit: int, now: Now) -> None:
    try:
        require_within(session, bucket, key, limit=limit, seconds=_QUARTER, now=now)
    finally:
        session.commit()
