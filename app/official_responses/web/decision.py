"""Officials record and publish the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.consultations.models import Consultation, Decision, Outcome, Proposal
from app.consultations.queries import (
    find_decision,
    get_own_consultation,
    get_proposal,
    list_proposals,
)
from app.consultations.rules import is_sealed
from app.consultations.schemas import DecisionForm
from app.consultations.services import publish_decision, record_decision
from app.errors import N_, Conflict, Invalid
from app.official_responses.queries import cause_of
from app.register.models import STATUS_LABELS, Status, System
from app.register.queries import get_system
from app.register.rules.life import require_may_become
from app.register.schemas.change import Change
from app.register.services import change_status
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form, told
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class ProposalDecision:
    """A proposal, its system, and what was decided."""

    proposal: Proposal
    system: System
    decision: Decision | None
    next_statuses: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What was decided on each proposal."""

    template: ClassVar[str] = "official_responses/decision.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    rows: Sequence[ProposalDecision]
    outcomes: Sequence[tuple[str, str]]
    is_sealed: bool
    editing: str
    form: SubmittedForm
    errors: FormErrors


OUTCOME_LABELS: Mapping[Outcome, str] = {
    Outcome.PROCEED: N_("Go ahead as proposed"),
    Outcome.CHANGE: N_("Go ahead with changes"),
    Outcome.STOP: N_("Do not go ahead"),
}


class DecisionController(Controller):
    """Decisions, proposal by proposal."""

    path = "/office/consultations/{slug:str}/decision"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        return render(request, _decision(session, official, consultation, now))

    @post("/{proposal_id:uuid}", sync_to_thread=True)
    def record(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        proposal_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        proposal = get_proposal(session, consultation.id, proposal_id)
        entered, errors = read_form(DecisionForm, form)
        if entered is not None:
            try:
                record_decision(
                    session, consultation, proposal, entered, official=official, now=now
                )
            except Invalid as error:
                errors = told(error)
        if errors:
            page = _decision(
                session, official, consultation, now, (str(proposal.id), form, errors)
            )
            return render(request, page, status_code=422)
        record_act(
            session,
            official,
            "recorded_decision",
            "proposal",
            str(proposal.id),
            now=now,
        )
        session.commit()
        flash(request, translate(N_("The decision is saved. It is not public yet.")))
        return see_other(request, f"/office/consultations/{slug}/decision")

    @post("/{proposal_id:uuid}/publish", sync_to_thread=True)
    def publish(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        proposal_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        proposal = get_proposal(session, consultation.id, proposal_id)
        decision = find_decision(session, proposal.id)
        if decision is None:
            raise Invalid({"outcome": N_("Record the decision first.")})
        publish_decision(session, decision, now=now)
        status = form.get("status")
        _move_system(session, consultation, decision, status, official, now)
        record_act(
            session,
            official,
            "published_decision",
            "proposal",
            str(proposal.id),
            now=now,
        )
        session.commit()
        flash(request, translate(N_("The decision is public now.")))
        return see_other(request, f"/office/consultations/{slug}/decision")


def _move_system(
    session: Session,
    consultation: Consultation,
    decision: Decision,
    status: str,
    official: Official,
    now: Now,
) -> None:
    wanted = next((one for one in Status if one == status), None)
    proposal = get_proposal(session, consultation.id, decision.proposal_id)
    system = get_system(session, proposal.system_id)
    if wanted is None or wanted is system.status:
        return
    change = Change(
        note=decision.summary or "Decided.",
        reason=decision.reasons,
        caused_by=cause_of(session, consultation).stored(),
        is_decided=True,
    )
    change_status(session, system, wanted, official, change, now=now)


def _decision(
    session: Session,
    official: Official,
    consultation: Consultation,
    now: Now,
    entered: tuple[str, SubmittedForm, FormErrors] | None = None,
) -> DecisionPage:
    editing, form, errors = entered or ("", SubmittedForm(), FormErrors())
    return DecisionPage(
        official,
        consultation,
        [_row(session, one) for one in list_proposals(session, consultation.id)],
        [(one.value, translate(label)) for one, label in OUTCOME_LABELS.items()],
        is_sealed=is_sealed(consultation, now),
        editing=editing,
        form=form,
        errors=errors,
    )


def _row(session: Session, proposal: Proposal) -> ProposalDecision:
    system = get_system(session, proposal.system_id)
    allowed = [
        (status.value, translate(label))
        for status, label in STATUS_LABELS.items()
        if status is not Status.NOT_STATED and _may_become(system, status)
    ]
    return ProposalDecision(
        proposal, system, find_decision(session, proposal.id), allowed
    )


def _may_become(system: System, status: Status) -> bool:
    try:
        require_may_become(system, status)
    except Conflict:
        return False
    return True
