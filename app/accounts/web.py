"""Signing in and out, an official's own account, colleagues, and the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from app.accounts.models import (
    AuditEntry,
    Official,
    OfficialSession,
    Organisation,
    Role,
)
from app.accounts.queries import (
    find_live_session,
    get_official,
    list_audit_entries,
    list_officials,
    list_sessions,
)
from app.accounts.rules import ROLE_LABELS, SEEN_EVERY, require_role
from app.accounts.schemas import OfficialForm, PasswordForm, SignInForm
from app.accounts.services import (
    change_official,
    change_password,
    create_official,
    note_seen,
    record_act,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.errors import N_, Invalid, SignInRequired
from app.web.catalogues import translate
from app.web.cookies import delete_cookie, session_cookie_name, set_cookie
from app.web.dependencies import (
    Now,
    PageNumber,
    ReadSession,
    WriteSession,
    app_database,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form, told
from app.web.limits import forget, network_key, require_within
from app.web.pages import render, safe_next, see_other
from app.web.requests import Request

SignedIn: TypeAlias = NamedDependency[Official]

_QUARTER: Final = 15 * 60
_ATTEMPTS_ON_ACCOUNT: Final = 10
_ATTEMPTS_FROM_NETWORK: Final = 60
_ENTRIES: Final = 50


def provide_official(request: Request, session: ReadSession, now: Now) -> Official:
    """Give the official who is signed in.

    Raises:
        SignInRequired: Nobody is, or the session is over.
    """
    token = request.cookies.get(session_cookie_name(app_settings(request)), "")
    found = find_live_session(session, token, now) if token else None
    official = session.get(Official, found.official_id) if found else None
    if found is None or official is None or not official.is_active:
        raise SignInRequired
    if request.method == "GET" and now - found.last_seen_at >= SEEN_EVERY:
        with app_database(request).writing() as writing:
            seen = writing.get(OfficialSession, found.token_digest)
            if seen is not None and note_seen(writing, seen, now):
                writing.commit()
    return official


ACCOUNT_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "official": Provide(provide_official, sync_to_thread=True)
}


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where officials come in."""

    template: ClassVar[str] = "accounts/sign_in.html"
    fragment: ClassVar[str | None] = None

    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An official's own account."""

    template: ClassVar[str] = "accounts/account.html"
    fragment: ClassVar[str | None] = None

    official: Official
    sessions: Sequence[OfficialSession]
    form: SubmittedForm
    errors: FormErrors
    role_label: str


@dataclass(frozen=True, slots=True)
class OfficialsPage:
    """The officials of a body, for its administrators."""

    template: ClassVar[str] = "accounts/officials.html"
    fragment: ClassVar[str | None] = None

    official: Official
    officials: Sequence[Official]
    roles: Sequence[tuple[str, str]]
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the officials of a body did."""

    template: ClassVar[str] = "accounts/audit.html"
    fragment: ClassVar[str | None] = None

    official: Official
    entries: Sequence[AuditEntry]
    act: str
    number: int
    has_more: bool


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
        name = session_cookie_name(app_settings(request))
        token = sign_in(
            session,
            entered.email,
            entered.password,
            previous_token=request.cookies.get(name, ""),
            now=now,
        )
        if token is None:
            session.commit()
            wrong = translate(N_("E-mail and password do not match."))
            page = SignInPage(form, FormErrors({"email": wrong}))
            return render(request, page, status_code=422)
        forget(session, "sign-in", account)
        session.commit()
        target = safe_next(entered.next)
        response = see_other(request, target if target != "/" else "/office")
        set_cookie(response, app_settings(request), name, token)
        return response

    @post("/sign-out", sync_to_thread=True)
    def leave(self, request: Request, session: WriteSession) -> Response[str]:
        settings = app_settings(request)
        name = session_cookie_name(settings)
        sign_out(session, request.cookies.get(name, ""))
        session.commit()
        flash(request, translate(N_("You are signed out.")))
        response = see_other(request, "/sign-in")
        delete_cookie(response, settings, name)
        return response


def _count(session: WriteSession, bucket: str, key: str, limit: int, now: Now) -> None:
    try:
        require_within(session, bucket, key, limit=limit, seconds=_QUARTER, now=now)
    finally:
        session.commit()


class AccountController(Controller):
    """An official's own account."""

    path = "/office/account"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        return render(request, _account(session, official, now))

    @post("/password", sync_to_thread=True)
    def password(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        entered, errors = read_form(PasswordForm, form)
        if entered is not None:
            try:
                change_password(
                    session, official, entered.current, entered.password, now=now
                )
            except Invalid as error:
                errors = told(error)
        if errors:
            page = _account(session, official, now, errors)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(N_("Your password is changed. Please sign in again.")))
        return see_other(request, "/sign-in")

    @post("/sign-out-everywhere", sync_to_thread=True)
    def everywhere(
        self, request: Request, session: WriteSession, now: Now, official: SignedIn
    ) -> Response[str]:
        sign_out_everywhere(session, official)
        record_act(
            session,
            official,
            "signed_out_everywhere",
            "official",
            str(official.id),
            now=now,
        )
        session.commit()
        flash(request, translate(N_("You are signed out everywhere.")))
        return see_other(request, "/sign-in")


def _account(
    session: ReadSession, official: Official, now: Now, errors: FormErrors | None = None
) -> AccountPage:
    return AccountPage(
        official,
        list_sessions(session, official, now),
        SubmittedForm(),
        errors or FormErrors(),
        translate(ROLE_LABELS[official.role]),
    )


class OfficialsController(Controller):
    """Colleagues, for administrators."""

    path = "/office/officials"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        page = _officials(session, official, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/", sync_to_thread=True)
    def add(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        entered, errors = read_form(OfficialForm, form)
        if entered is not None:
            errors = self._add(session, official, entered, now)
        if entered is None or errors:
            page = _officials(session, official, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        told = translate(N_("%(name)s can sign in now."), name=entered.name)
        flash(request, told)
        return see_other(request, "/office/officials")

    def _add(
        self, session: WriteSession, official: Official, form: OfficialForm, now: Now
    ) -> FormErrors:
        body = session.get_one(Organisation, official.organisation_id)
        try:
            added = create_official(session, body, form, now=now)
        except Invalid as error:
            return told(error)
        record_act(
            session, official, "added_official", "official", str(added.id), now=now
        )
        return FormErrors()

    @post("/{official_id:uuid}", sync_to_thread=True)
    def change(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        official_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        colleague = get_official(session, official_id, official)
        role = next((one for one in Role if one == form.get("role")), colleague.role)
        change_official(
            session,
            colleague,
            role=role,
            is_active={"given": True, "ended": False}.get(
                form.get("access"), colleague.is_active
            ),
            by=official,
            now=now,
        )
        session.commit()
        flash(
            request,
            translate(N_("The access of %(name)s is changed."), name=colleague.name),
        )
        return see_other(request, "/office/officials")


def _officials(
    session: ReadSession, official: Official, form: SubmittedForm, errors: FormErrors
) -> OfficialsPage:
    return OfficialsPage(
        official,
        list_officials(session, official.organisation_id),
        [(role.value, translate(label)) for role, label in ROLE_LABELS.items()],
        form,
        errors,
    )


class AuditController(Controller):
    """The trail, for administrators."""

    path = "/office/audit"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        number: PageNumber = 1,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        act = query_of(request).get("act")
        found = list_audit_entries(
            session,
            official.organisation_id,
            act=act,
            limit=_ENTRIES + 1,
            offset=(number - 1) * _ENTRIES,
        )
        page = AuditPage(
            official, found[:_ENTRIES], act, number, has_more=len(found) > _ENTRIES
        )
        return render(request, page)
