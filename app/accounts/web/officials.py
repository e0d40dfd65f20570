"""Colleagues, for administrators: inviting them, what they may do, helping them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Organisation, Role
from app.accounts.queries import get_official, list_officials
from app.accounts.rules import ROLE_LABELS, require_role
from app.accounts.schemas import InvitationForm
from app.accounts.services import (
    change_official,
    invite_again,
    invite_official,
    record_act,
    require_factor_of_all,
    reset_factor,
    sign_out_everywhere,
)
from app.accounts.web.signed_in import SignedIn
from app.errors import N_, Conflict, Invalid, NotFound
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession, app_settings
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form, told
from app.web.pages import render, see_other
from app.web.requests import Request
from app.web.templates import url


@dataclass(frozen=True, slots=True)
class OfficialsPage:
    """The officials of a body, for its administrators."""

    template: ClassVar[str] = "accounts/officials.html"
    fragment: ClassVar[str | None] = None

    official: Official
    officials: Sequence[Official]
    requires_factor: bool
    roles: Sequence[tuple[str, str]]
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """The link to hand over, shown once."""

    template: ClassVar[str] = "accounts/invited.html"
    fragment: ClassVar[str | None] = None

    official: Official
    name: str
    address: str


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
    def invite(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        body = session.get_one(Organisation, official.organisation_id)
        entered, errors = read_form(InvitationForm, form)
        token = ""
        if entered is not None:
            try:
                _, token = invite_official(session, body, entered, by=official, now=now)
            except Invalid as error:
                errors = told(error)
        if entered is None or errors:
            page = _officials(session, official, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        return render(request, _invited(request, official, entered.name, token))

    @post("/second-factor", sync_to_thread=True)
    def factor_rule(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        body = session.get_one(Organisation, official.organisation_id)
        is_required = form.get("required") == "yes"
        if is_required and not official.factor_secret:
            raise Conflict(N_("Turn on your own second factor first."))
        require_factor_of_all(
            session, body, is_required=is_required, by=official, now=now
        )
        session.commit()
        flash(request, translate(N_("The rule is changed.")))
        return see_other(request, "/office/officials")

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

    @post("/{official_id:uuid}/invite", sync_to_thread=True)
    def invite_again(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        official_id: FromPath[UUID],
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        colleague = _colleague(session, official_id, official)
        token = invite_again(session, colleague, by=official, now=now)
        session.commit()
        return render(request, _invited(request, official, colleague.name, token))

    @post("/{official_id:uuid}/{act:str}", sync_to_thread=True)
    def help(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        official_id: FromPath[UUID],
        act: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        colleague = _colleague(session, official_id, official)
        match act:
            case "sign-out":
                sign_out_everywhere(session, colleague)
                record_act(
                    session,
                    official,
                    "signed_out_colleague",
                    "official",
                    str(colleague.id),
                    now=now,
                )
                said = N_("%(name)s is signed out everywhere.")
            case "reset-factor":
                reset_factor(session, colleague, by=official, now=now)
                said = N_("The second factor of %(name)s is turned off.")
            case _:
                raise NotFound("act", act)
        session.commit()
        flash(request, translate(said, name=colleague.name))
        return see_other(request, "/office/officials")


def _colleague(session: Session, official_id: UUID, official: Official) -> Official:
    """Return somebody else: one's own account asks for the password first."""
    if official_id == official.id:
        raise Conflict(N_("Use the page of your own account for this."))
    return get_official(session, official_id, official)


def _invited(
    request: Request, official: Official, name: str, token: str
) -> InvitedPage:
    base = app_settings(request).base_url.rstrip("/")
    return InvitedPage(official, name, f"{base}{url(f'/invitation/{token}')}")


def _officials(
    session: Session, official: Official, form: SubmittedForm, errors: FormErrors
) -> OfficialsPage:
    body = session.get_one(Organisation, official.organisation_id)
    return OfficialsPage(
        official,
        list_officials(session, official.organisation_id),
        body.requires_second_factor,
        [(role.value, translate(label)) for role, label in ROLE_LABELS.items()],
        form,
        errors,
    )
