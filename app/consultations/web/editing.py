"""Officials change what a consultation says of itself and what is proposed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.consultations.models import Consultation, Proposal
from app.consultations.queries import get_current_version, get_proposal
from app.consultations.rules import require_room_for_proposals
from app.consultations.services import (
    add_proposal,
    remove_proposal,
    update_consultation,
    update_proposal,
)
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.consultations.web.edit_forms import (
    filled_details,
    filled_proposal,
    read_details,
    read_proposal,
    told_of_days,
)
from app.errors import N_, Invalid
from app.register.models import System
from app.register.queries import list_systems_of
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """Everything a consultation says of itself, to be changed."""

    template: ClassVar[str] = "consultations/office_details.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    has_opened: bool
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The words of one proposal, to be changed or written first."""

    template: ClassVar[str] = "consultations/office_proposal.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    proposal: Proposal | None
    systems: Sequence[System]
    is_public: bool
    form: SubmittedForm
    errors: FormErrors


class EditingController(Controller):
    """The details and the proposals of a consultation."""

    path = "/office/consultations/{slug:str}"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/details", sync_to_thread=True)
    def details(self, request: Request, desk: AtConsultation) -> Response[str]:
        desk.require(Role.PUBLISHER)
        form = filled_details(desk.consultation)
        return render(request, _details(desk, form, FormErrors()))

    @post("/details", sync_to_thread=True)
    def change_details(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        entered, errors = read_details(desk.consultation, form)
        if entered is not None:
            try:
                note = form.get("change_note")
                update_consultation(
                    session, desk.consultation, entered, change_note=note, now=desk.now
                )
            except Invalid as error:
                errors = told_of_days(error)
        if errors:
            session.rollback()
            page = _details(desk, form, errors)
            return render(request, page, status_code=422)
        desk.note(session, "edited_consultation")
        return _saved(request, session, desk)

    @get("/proposals/new", sync_to_thread=True)
    def new_proposal(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        require_room_for_proposals(desk.consultation)
        page = _proposal(session, desk, None, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/proposals/new", sync_to_thread=True)
    def create_proposal(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        require_room_for_proposals(desk.consultation)
        entered, errors = read_proposal(form)
        if entered is not None:
            try:
                add_proposal(session, desk.consultation, entered, now=desk.now)
            except Invalid as error:
                errors = told(error)
        if errors:
            session.rollback()
            page = _proposal(session, desk, None, form, errors)
            return render(request, page, status_code=422)
        desk.note(session, "added_proposal")
        return _saved(request, session, desk)

    @get("/proposals/{proposal_id:uuid}", sync_to_thread=True)
    def proposal(
        self,
        request: Request,
        session: ReadSession,
        desk: AtConsultation,
        proposal_id: FromPath[UUID],
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        proposal = get_proposal(session, desk.consultation.id, proposal_id)
        form = filled_proposal(proposal, get_current_version(session, proposal))
        return render(request, _proposal(session, desk, proposal, form, FormErrors()))

    @post("/proposals/{proposal_id:uuid}", sync_to_thread=True)
    def change_proposal(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        proposal_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        consultation = desk.consultation
        proposal = get_proposal(session, consultation.id, proposal_id)
        is_public = consultation.published_at is not None
        entered, errors = read_proposal(form, proposal if is_public else None)
        if entered is not None:
            try:
                update_proposal(session, consultation, proposal, entered, now=desk.now)
            except Invalid as error:
                errors = told(error)
        if errors:
            session.rollback()
            page = _proposal(session, desk, proposal, form, errors)
            return render(request, page, status_code=422)
        desk.note(
            session,
            "edited_proposal",
            proposal=str(proposal.id),
            version=proposal.version,
        )
        return _saved(request, session, desk)

    @post("/proposals/{proposal_id:uuid}/remove", sync_to_thread=True)
    def remove(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        proposal_id: FromPath[UUID],
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        proposal = get_proposal(session, desk.consultation.id, proposal_id)
        remove_proposal(session, desk.consultation, proposal)
        desk.note(session, "removed_proposal", proposal=str(proposal_id))
        return _saved(request, session, desk)


def _saved(request: Request, session: Session, desk: ConsultationDesk) -> Response[str]:
    session.commit()
    flash(request, translate(N_("Your changes are saved.")))
    return see_other(request, desk.address)


def _details(
    desk: ConsultationDesk, form: SubmittedForm, errors: FormErrors
) -> DetailsPage:
    consultation = desk.consultation
    is_public = consultation.published_at is not None
    return DetailsPage(
        desk.official,
        consultation,
        has_opened=is_public and consultation.opens_at <= desk.now,
        form=form,
        errors=errors,
    )


def _proposal(
    session: Session,
    desk: ConsultationDesk,
    proposal: Proposal | None,
    form: SubmittedForm,
    errors: FormErrors,
) -> ProposalPage:
    return ProposalPage(
        desk.official,
        desk.consultation,
        proposal,
        list_systems_of(session, desk.official.organisation_id),
        is_public=desk.consultation.published_at is not None,
        form=form,
        errors=errors,
    )
