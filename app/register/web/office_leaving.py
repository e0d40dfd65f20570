"""Taking an entry out of the lists, and hiding or showing a whole record."""

from litestar import Controller, Response, post

from app.accounts.models import Role
from app.accounts.rules import require_role
from app.errors import N_, Conflict
from app.register.rules.life import is_listed
from app.register.schemas.forms import RemovalForm
from app.register.services import remove_system, show_again, withhold_system
from app.register.web.desk import DESK_DEPENDENCIES, OFFICE, AtDesk
from app.register.web.office_system import system_page
from app.web.catalogues import translate
from app.web.dependencies import WriteSession
from app.web.flash import flash
from app.web.forms import FormData, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


class LeavingController(Controller):
    """What takes a record from the public, with its reason in the audit trail."""

    path = f"{OFFICE}/{{slug:str}}"
    include_in_schema = False
    dependencies = DESK_DEPENDENCIES

    @post("/remove", sync_to_thread=True)
    def remove(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(RemovalForm, form)
        if entered is None:
            page = system_page(session, desk, form, errors)
            return render(request, page, status_code=422)
        if not is_listed(desk.system):
            raise Conflict(N_("This system has no public entry."))
        remove_system(session, desk.system, entered.removal_reason, now=desk.now)
        desk.note(session, "removed_entry", reason=entered.removal_reason)
        session.commit()
        flash(request, translate("The entry is off the lists. Its address says why."))
        return see_other(request, desk.address)

    @post("/withhold", sync_to_thread=True)
    def withhold(
        self, request: Request, session: WriteSession, desk: AtDesk
    ) -> Response[str]:
        require_role(desk.official, Role.ADMINISTRATOR)
        desk.require_own()
        withhold_system(session, desk.system, now=desk.now)
        desk.note(session, "withheld_system")
        session.commit()
        flash(request, translate("Nobody outside can see this system now."))
        return see_other(request, desk.address)

    @post("/show", sync_to_thread=True)
    def show(
        self, request: Request, session: WriteSession, desk: AtDesk
    ) -> Response[str]:
        require_role(desk.official, Role.ADMINISTRATOR)
        desk.require_own()
        show_again(session, desk.system, now=desk.now)
        desk.note(session, "showed_system")
        session.commit()
        flash(request, translate("The record is public again."))
        return see_other(request, desk.address)
