"""Hiding a whole record, where a law forbids to publish that the system exists.

A published consultation cannot be taken back, and tells of its systems everywhere. So
while there is one, hiding the record would promise more than is true, and is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.consultations.models import Consultation
from app.consultations.queries import list_system_consultations
from app.consultations.rules import is_open
from app.errors import N_, Conflict
from app.register.models import System
from app.register.rules.life import is_public
from app.register.schemas.forms import WithholdForm
from app.register.services import withhold_system
from app.register.web.desk import DESK_DEPENDENCIES, OFFICE, AtDesk, Desk
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class HidingPage:
    """What hiding a record means; the public consultations that stand against it."""

    template: ClassVar[str] = "publishing/hiding.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    # Each with whether it takes comments now.
    consultations: Sequence[tuple[Consultation, bool]]
    form: SubmittedForm
    errors: Mapping[str, str]


class HidingController(Controller):
    """The whole record, hidden by an administrator of its own body."""

    path = f"{OFFICE}/{{slug:str}}/withhold"
    include_in_schema = False
    dependencies = DESK_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def ask(
        self, request: Request, session: ReadSession, desk: AtDesk
    ) -> Response[str]:
        _require_hideable(desk)
        return render(request, _page(session, desk, SubmittedForm(), FormErrors()))

    @post("/", sync_to_thread=True)
    def withhold(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        _require_hideable(desk)
        # Held, so that on PostgreSQL no consultation on it is published meanwhile.
        session.refresh(desk.system, with_for_update=True)
        if list_system_consultations(session, desk.system.id):
            # The page says why not; what was typed comes back where it still helps.
            page = _page(session, desk, form, FormErrors())
            return render(request, page, status_code=409)
        entered, errors = read_form(WithholdForm, form)
        if entered is None or not entered.sure_to_hide:
            unsure = {"sure_to_hide": translate("Tick that you are sure.")}
            page = _page(session, desk, form, errors or FormErrors(unsure))
            return render(request, page, status_code=422)
        withhold_system(session, desk.system, now=desk.now)
        desk.note(session, "withheld_system", law=entered.law)
        session.commit()
        flash(request, translate("Nobody outside can see this system now."))
        return see_other(request, desk.address)


def _require_hideable(desk: Desk) -> None:
    require_role(desk.official, Role.ADMINISTRATOR)
    desk.require_own()
    if desk.system.is_withheld:
        raise Conflict(N_("This record is hidden already."))
    if not is_public(desk.system):
        raise Conflict(N_("This system has no public record."))


def _page(
    session: Session, desk: Desk, form: SubmittedForm, errors: FormErrors
) -> HidingPage:
    about = list_system_consultations(session, desk.system.id)
    consultations = [(one, is_open(one, desk.now)) for one in about]
    return HidingPage(desk.official, desk.system, consultations, form, errors)
