"""Saying of a public record that it still holds, without writing anything."""

from litestar import Controller, Response, post

from app.accounts.models import Role
from app.accounts.rules import require_role
from app.errors import Conflict, Invalid
from app.register.schemas.forms import ConfirmForm
from app.register.services.drafts import require_looked_at
from app.register.services.records import confirm_record
from app.register.web.desk import DRAFTING_DEPENDENCIES, OFFICE, AtDesk
from app.register.web.office_drafts import STILL_HOLDS, preview_page
from app.web.catalogues import sentence, translate
from app.web.dependencies import WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, read_form, told
from app.web.pages import render, see_other
from app.web.requests import Request


class ConfirmingController(Controller):
    """A review that finds nothing to change."""

    path = f"{OFFICE}/{{slug:str}}/confirm"
    include_in_schema = False
    dependencies = DRAFTING_DEPENDENCIES

    @post("/", sync_to_thread=True)
    def confirm(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(ConfirmForm, form)
        status = 422
        if entered is not None:
            try:
                require_looked_at(session, desk.system, form.get("revision"))
                record = confirm_record(
                    session,
                    desk.system,
                    desk.official,
                    entered.next_review,
                    note=translate(STILL_HOLDS),
                    now=desk.now,
                )
                desk.note(session, "confirmed_record", version=record.version)
            except Conflict as error:
                errors, status = FormErrors({"": sentence(error)}), 409
            except Invalid as error:
                errors = told(error)
        if errors:
            session.rollback()
            page = preview_page(session, desk, form, errors)
            return render(request, page, status_code=status)
        session.commit()
        flash(request, translate("The record is confirmed. Its page says so."))
        return see_other(request, desk.address)
