"""An official's own account: password, e-mail, and where they are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post

from app.accounts.models import Official, OfficialSession
from app.accounts.queries import list_sessions
from app.accounts.rules import ROLE_LABELS
from app.accounts.schemas import AddressForm, PasswordForm
from app.accounts.services import (
    change_address,
    change_password,
    record_act,
    sign_out_everywhere,
)
from app.accounts.web.signed_in import SignedIn, count_guess
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession, app_database
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form, told
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An official's own account."""

    template: ClassVar[str] = "accounts/account.html"
    fragment: ClassVar[str | None] = None

    official: Official
    sessions: Sequence[OfficialSession]
    part: str
    form: SubmittedForm
    errors: FormErrors
    role_label: str


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
            count_guess(session, official, now)
            try:
                change_password(
                    session, official, entered.current, entered.password, now=now
                )
            except Invalid as error:
                errors = told(error)
        if errors:
            session.close()  # nothing is stored; what was read stays
            with app_database(request).read_session() as reading:
                page = _account(reading, official, now, ("password", form, errors))
                return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(N_("Your password is changed. Please sign in again.")))
        return see_other(request, "/sign-in")

    @post("/email", sync_to_thread=True)
    def email(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        entered, errors = read_form(AddressForm, form)
        if entered is not None:
            count_guess(session, official, now)
            try:
                change_address(
                    session, official, entered.email, entered.current, now=now
                )
            except Invalid as error:
                errors = told(error)
        if errors:
            session.close()  # nothing is stored; what was read stays
            with app_database(request).read_session() as reading:
                page = _account(reading, official, now, ("email", form, errors))
                return render(request, page, status_code=422)
        session.commit()
        flash(
            request,
            translate(N_("Your e-mail is changed. Sign in with it from now on.")),
        )
        return see_other(request, "/office/account")

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
    session: ReadSession,
    official: Official,
    now: Now,
    entered: tuple[str, SubmittedForm, FormErrors] | None = None,
) -> AccountPage:
    part, form, errors = entered or ("", SubmittedForm(), FormErrors())
    return AccountPage(
        official,
        list_sessions(session, official, now),
        part,
        form,
        errors,
        translate(ROLE_LABELS[official.role]),
    )
