"""An official's second factor: turning it on, its recovery codes, turning it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.accounts.queries import count_recovery_codes
from app.accounts.rules.totp import address_for, grouped
from app.accounts.services import (
    begin_factor,
    confirm_factor,
    end_factor,
    renew_recovery_codes,
)
from app.accounts.web.signed_in import SignedIn, count_guess
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.dependencies import (
    Now,
    ReadSession,
    WriteSession,
    app_database,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, told
from app.web.pages import render, see_other
from app.web.requests import Request

_HERE = "/office/account/second-factor"


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """Whether there is one, and how to change that."""

    template: ClassVar[str] = "accounts/second_factor.html"
    fragment: ClassVar[str | None] = None

    official: Official
    is_required: bool
    is_on: bool
    key: str
    address: str
    codes_left: int
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class RecoveryCodesPage:
    """Recovery codes, shown once."""

    template: ClassVar[str] = "accounts/recovery_codes.html"
    fragment: ClassVar[str | None] = None

    official: Official
    codes: Sequence[str]


class SecondFactorController(Controller):
    """A code besides the password."""

    path = _HERE
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        return render(request, _page(request, session, official, FormErrors()))

    @post("/begin", sync_to_thread=True)
    def begin(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        count_guess(session, official, now)
        try:
            begin_factor(session, official, form.get("current"))
        except Invalid as error:
            return _again(request, session, official, error)
        session.commit()
        return see_other(request, _HERE)

    @post("/confirm", sync_to_thread=True)
    def confirm(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        count_guess(session, official, now)
        try:
            codes = confirm_factor(session, official, form.get("code"), now=now)
        except Invalid as error:
            return _again(request, session, official, error)
        session.commit()
        return render(request, RecoveryCodesPage(official, codes))

    @post("/codes", sync_to_thread=True)
    def renew(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        count_guess(session, official, now)
        try:
            password = form.get("current")
            codes = renew_recovery_codes(session, official, password, now=now)
        except Invalid as error:
            return _again(request, session, official, error)
        session.commit()
        return render(request, RecoveryCodesPage(official, codes))

    @post("/end", sync_to_thread=True)
    def end(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        count_guess(session, official, now)
        try:
            end_factor(session, official, form.get("current"), now=now)
        except Invalid as error:
            return _again(request, session, official, error)
        session.commit()
        flash(request, translate(N_("Your second factor is turned off.")))
        return see_other(request, "/office/account")


def _again(
    request: Request, session: Session, official: Official, error: Invalid
) -> Response[str]:
    session.close()  # nothing is stored; what was read stays
    with app_database(request).read_session() as reading:
        page = _page(request, reading, official, told(error))
        return render(request, page, status_code=422)


def _page(
    request: Request, session: Session, official: Official, errors: FormErrors
) -> SecondFactorPage:
    body = session.get_one(Organisation, official.organisation_id)
    issuer = app_settings(request).organisation_name
    pending = official.factor_pending
    return SecondFactorPage(
        official,
        is_required=body.requires_second_factor,
        is_on=bool(official.factor_secret),
        key=grouped(pending),
        address=address_for(pending, official.email, issuer) if pending else "",
        codes_left=count_recovery_codes(session, official),
        errors=errors,
    )
