"""Taking an entry out of the lists and back, showing a hidden record, leaving a draft.

A record is hidden in `app.publishing.web.hiding`, which knows of its consultations.
"""

from litestar import Controller, Response, post
from sqlmodel import Session

from app.accounts.models import Role
from app.accounts.rules import require_role
from app.errors import N_, Conflict
from app.register.rules.life import is_listed
from app.register.schemas.forms import (
    DeleteForm,
    DiscardForm,
    RemovalForm,
    RestoreForm,
)
from app.register.services import (
    delete_unpublished,
    remove_system,
    restore_system,
    show_again,
)
from app.register.services.drafts import require_unchanged
from app.register.web.desk import (
    DESK_DEPENDENCIES,
    OFFICE,
    AtDesk,
    Desk,
    find_seen_draft,
)
from app.register.web.office_system import system_page
from app.web.catalogues import translate
from app.web.dependencies import WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


class LeavingController(Controller):
    """What takes a record from the lists and back, with its reason in the trail."""

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
            return _again(request, session, desk, form, errors)
        if not is_listed(desk.system):
            raise Conflict(N_("This system has no public entry."))
        remove_system(session, desk.system, entered.removal_reason, now=desk.now)
        desk.note(session, "removed_entry", reason=entered.removal_reason)
        session.commit()
        flash(request, translate("The entry is off the lists. Its address says why."))
        return see_other(request, desk.address)

    @post("/restore", sync_to_thread=True)
    def restore(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(RestoreForm, form)
        if entered is None:
            return _again(request, session, desk, form, errors)
        if desk.system.removed_at is None:
            raise Conflict(N_("This entry was not removed."))
        earlier = desk.system.removal_reason
        restore_system(session, desk.system, entered.restore_reason, now=desk.now)
        desk.note(
            session,
            "restored_entry",
            reason=entered.restore_reason,
            removed_for=earlier,
        )
        session.commit()
        flash(request, translate("The entry is back. Its history tells of both."))
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

    @post("/discard", sync_to_thread=True)
    def discard(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        draft = find_seen_draft(session, desk)
        if draft is None or desk.system.current_version is None:
            raise Conflict(N_("There is no draft beside a published record."))
        if draft.updated_by != desk.official.id:
            desk.require_own()
        entered, errors = read_form(DiscardForm, form)
        if entered is None or not entered.sure_to_discard:
            return _again(
                request, session, desk, form, errors or _unsure("sure_to_discard")
            )
        require_unchanged(session, desk.system, form.get("revision"))
        session.delete(draft)
        desk.note(session, "discarded_draft")
        session.commit()
        flash(request, translate("The draft is gone. The public record is as it was."))
        return see_other(request, desk.address)

    @post("/delete", sync_to_thread=True)
    def delete(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(DeleteForm, form)
        if entered is None or not entered.sure_to_delete:
            return _again(
                request, session, desk, form, errors or _unsure("sure_to_delete")
            )
        delete_unpublished(session, desk.system)
        desk.note(session, "deleted_system", name=desk.system.name)
        session.commit()
        flash(request, translate("The system is deleted. Nobody outside ever saw it."))
        return see_other(request, OFFICE)


def _again(
    request: Request,
    session: Session,
    desk: Desk,
    form: SubmittedForm,
    errors: FormErrors,
) -> Response[str]:
    page = system_page(session, desk, form, errors)
    return render(request, page, status_code=422)


def _unsure(name: str) -> FormErrors:
    return FormErrors({name: translate("Tick that you are sure.")})
