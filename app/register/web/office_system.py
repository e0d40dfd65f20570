"""One of the body's systems: its life, incidents and figures."""

from collections.abc import Callable, Sequence
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Role
from app.accounts.queries import find_last_act
from app.accounts.rules import require_role
from app.errors import Conflict, Invalid
from app.register.models import Incident, RegisterRecord, Sidecar, System
from app.register.pages.office import IncidentPage, OfficeSystemPage, ReadingPage
from app.register.pages.tongue import OF_THE_PAGE
from app.register.queries import (
    find_last_reason,
    find_record,
    is_consulted_on,
)
from app.register.queries.history import get_incident, list_incidents, list_series
from app.register.queries.imports import list_sources
from app.register.rules.completeness import blank_fields, completeness
from app.register.rules.life import IN_USE, is_public
from app.register.rules.wording import answer_text
from app.register.schemas.answers import stored_answers
from app.register.schemas.change import Change
from app.register.schemas.fields import FIELD_BY_KEY
from app.register.schemas.forms import (
    IncidentChangeForm,
    IncidentForm,
    ReadingForm,
    StatusForm,
)
from app.register.schemas.kinds import Layer, RecordField
from app.register.services import change_status
from app.register.services.drafts import draft_mark
from app.register.services.incidents import (
    hide_earlier_wordings,
    record_incident,
    record_reading,
    require_seen,
    update_incident,
)
from app.register.services.merging import beside_at_source, otherwise_at_source
from app.register.web.causes import cause_options
from app.register.web.desk import (
    DESK_DEPENDENCIES,
    OFFICE,
    AtDesk,
    Desk,
    find_seen_draft,
    has_unseen_draft,
    statuses,
)
from app.web.catalogues import sentence, translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


class OfficeSystemController(Controller):
    """Where a record stands, and what can be done about the system."""

    path = f"{OFFICE}/{{slug:str}}"
    include_in_schema = False
    dependencies = DESK_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, desk: AtDesk
    ) -> Response[str]:
        return render(
            request, system_page(session, desk, SubmittedForm(), FormErrors())
        )

    @post("/status", sync_to_thread=True)
    def move_on(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        entered, errors = read_form(StatusForm, form)
        if entered is not None:
            errors = _change_status(session, desk, entered)
        if errors:
            session.rollback()
            page = system_page(session, desk, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, _status_changed(desk.system))
        return see_other(request, desk.address)

    @get("/incidents/new", sync_to_thread=True)
    def new_incident(self, request: Request, desk: AtDesk) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        page = IncidentPage(
            desk.official, desk.system, None, SubmittedForm(), FormErrors()
        )
        return render(request, page)

    @post("/incidents/new", sync_to_thread=True)
    def add_incident(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(IncidentForm, form)
        if entered is not None:
            errors = _try(lambda: _record_incident(session, desk, entered))
        if errors:
            page = IncidentPage(desk.official, desk.system, None, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate("The incident is public now."))
        return see_other(request, desk.address)

    @get("/incidents/{incident_id:uuid}", sync_to_thread=True)
    def incident(
        self,
        request: Request,
        session: ReadSession,
        desk: AtDesk,
        incident_id: FromPath[UUID],
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        incident = get_incident(session, desk.system, incident_id)
        kept = {
            key: str(getattr(incident, key))
            for key in IncidentForm.model_fields
            if key != "is_resolved"
        }
        form = SubmittedForm.of(
            {**kept, "is_resolved": "yes" if incident.is_resolved else ""}
        )
        seen = incident.latest_wording
        page = IncidentPage(
            desk.official, desk.system, incident, form, FormErrors(), seen
        )
        return render(request, page)

    @post("/incidents/{incident_id:uuid}", sync_to_thread=True)
    def change_incident(
        self,
        request: Request,
        session: WriteSession,
        desk: AtDesk,
        incident_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        incident = get_incident(session, desk.system, incident_id)
        entered, errors = read_form(IncidentChangeForm, form)
        if entered is not None:
            try:
                require_seen(session, incident, entered.seen)
            except Conflict as error:
                page = _newer_incident(desk, incident, form, error)
                return render(request, page, status_code=409)
            errors = _try(lambda: _change_incident(session, desk, incident, entered))
        if errors:
            seen = form.get("seen")
            page = IncidentPage(
                desk.official, desk.system, incident, form, errors, seen
            )
            return render(request, page, status_code=422)
        session.commit()
        flash(request, _incident_changed(desk.system))
        return see_other(request, desk.address)

    @get("/figures/new", sync_to_thread=True)
    def new_reading(
        self, request: Request, session: ReadSession, desk: AtDesk
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        series = list_series(session, desk.system)
        page = ReadingPage(
            desk.official, desk.system, series, SubmittedForm(), FormErrors()
        )
        return render(request, page)

    @post("/figures/new", sync_to_thread=True)
    def add_reading(
        self, request: Request, session: WriteSession, desk: AtDesk, form: FormData
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        desk.require_own()
        entered, errors = read_form(ReadingForm, form)
        if entered is not None:
            errors = _try(lambda: _record_reading(session, desk, entered))
        if errors:
            series = list_series(session, desk.system)
            page = ReadingPage(desk.official, desk.system, series, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate("The figure is public now."))
        return see_other(request, desk.address)


def _incident_changed(system: System) -> str:
    if is_public(system):
        return translate("The incident is public as you left it.")
    return translate("The incident is changed. Nobody outside can see it yet.")


def _newer_incident(
    desk: Desk, incident: Incident, form: SubmittedForm, error: Conflict
) -> IncidentPage:
    """Return what was typed, with what somebody else wrote since the form was opened."""
    return IncidentPage(
        desk.official,
        desk.system,
        incident,
        form,
        FormErrors({"": sentence(error)}),
        incident.latest_wording,
        is_newer=True,
    )


def _record_incident(session: Session, desk: Desk, entered: IncidentForm) -> None:
    incident = record_incident(
        session, desk.system, entered, desk.official, now=desk.now
    )
    if incident.published_at == desk.now:  # else it was sent twice, and noted already
        desk.note(session, "recorded_incident")


def _change_incident(
    session: Session, desk: Desk, incident: Incident, entered: IncidentChangeForm
) -> None:
    """Change it, and hide what it said before; the trail keeps no hidden words."""
    detail = {"incident": str(incident.id)}
    if entered.hide_earlier:
        require_role(desk.official, Role.ADMINISTRATOR)
    if update_incident(session, desk.system, incident, entered, now=desk.now):
        desk.note(session, "changed_incident", **detail)
    if entered.hide_earlier:
        hide_earlier_wordings(session, incident, now=desk.now)
        desk.note(session, "hid_earlier_wordings", **detail)


def _record_reading(session: Session, desk: Desk, entered: ReadingForm) -> None:
    if entered.hide_earlier:
        require_role(desk.official, Role.ADMINISTRATOR)
    record_reading(session, desk.system, entered, desk.official, now=desk.now)
    desk.note(session, "recorded_figure")
    if entered.hide_earlier:
        desk.note(session, "hid_earlier_notes")


def _status_changed(system: System) -> str:
    if is_public(system):
        return translate("The status is changed. A new version is public.")
    return translate("The status is changed. Nobody outside can see it yet.")


def _change_status(session: Session, desk: Desk, entered: StatusForm) -> FormErrors:
    def move() -> None:
        change = Change(
            entered.change_note,
            no_consultation_reason=entered.no_consultation_reason,
            caused_by=desk.find_cause(session, entered.caused_by),
        )
        change_status(
            session, desk.system, entered.status, desk.official, change, now=desk.now
        )

    errors = _try(move)
    desk.note(session, "changed_status", status=entered.status.value)
    return errors


def _try(act: Callable[[], object]) -> FormErrors:
    """Do something that may be refused, and return why in the page's language."""
    try:
        act()
    except Invalid as error:
        return FormErrors(
            {key: translate(text) for key, text in error.field_errors.items()}
        )
    except Conflict as error:
        return FormErrors({"": sentence(error)})
    return FormErrors()


def system_page(
    session: Session, desk: Desk, form: SubmittedForm, errors: FormErrors
) -> OfficeSystemPage:
    """Return the page of a system, with what was typed into one of its forms."""
    draft = find_seen_draft(session, desk)
    record = find_record(session, desk.system)
    sources = list_sources(session, desk.system)
    shown = draft or record
    answers = stored_answers(shown.fields) if shown else {}
    today = desk.now.date()
    return OfficeSystemPage(
        official=desk.official,
        system=desk.system,
        draft=draft,
        has_unseen_draft=has_unseen_draft(session, desk),
        record=record,
        layers={one: completeness(answers, today, one) for one in Layer},
        blanks=blank_fields(answers, today),
        incidents=list_incidents(session, desk.system),
        series=list_series(session, desk.system),
        sources=sources,
        at_source=_at_source(sources, record),
        is_public=is_public(desk.system),
        hidden=find_last_act(session, "withheld_system", str(desk.system.id))
        if desk.system.is_withheld
        else None,
        is_used_unseen=record is None and desk.system.status in IN_USE,
        is_consulted_on=is_consulted_on(session, desk.system),
        last_reason=find_last_reason(session, desk.system),
        statuses=[one for one in statuses() if one[0] != desk.system.status.value],
        revision=draft_mark(desk.system, draft),
        causes=cause_options(desk.list_causes(session)),
        form=form,
        errors=errors,
        today=today,
    )


def _at_source(
    sources: Sequence[Sidecar], record: RegisterRecord | None
) -> list[tuple[RecordField, str]]:
    """Return what sources say otherwise, in the page's words."""
    if record is None:
        return []
    beside = [beside_at_source(one, record) for one in sources]
    found = [otherwise_at_source(one, record) for one in sources]
    kept_elsewhere = [
        (FIELD_BY_KEY[key], OF_THE_PAGE.say(text) if key == "status" else text)
        for said in beside
        for key, text in said.items()
    ]
    return kept_elsewhere + [
        (FIELD_BY_KEY[key], answer_text(FIELD_BY_KEY[key], answer, OF_THE_PAGE))
        for said in found
        for key, answer in said.items()
    ]
