"""What was decided, by whom and why."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Official
from app.consultations.models import (
    Consultation,
    ConsultationKind,
    Decision,
    Proposal,
)
from app.consultations.queries import find_decision
from app.consultations.rules import is_sealed
from app.consultations.schemas import DecisionForm
from app.errors import N_, Conflict, Invalid, PhaseClosed
from app.register.services.entries import mark_consulted_on


def record_decision(
    session: Session,
    consultation: Consultation,
    proposal: Proposal,
    form: DecisionForm,
    *,
    official: Official | None,
    now: datetime,
) -> Decision:
    """Write down a decision, not public yet; writing again replaces the draft.

    Raises:
        Conflict: It is published.
        PhaseClosed: People can still comment.
        Invalid: The day is still to come.
    """
    if form.decided_on > now.date():
        raise Invalid({"decided_on": N_("Give the day on which it was decided.")})
    if is_sealed(consultation, now):
        raise PhaseClosed(
            N_("People can still comment. Decide after the consultation has closed.")
        )
    decision = find_decision(session, proposal.id)
    if decision is not None and decision.published_at is not None:
        raise Conflict(N_("This decision is public; it stays as it was published."))
    if decision is None:
        decision = Decision(
            consultation_id=consultation.id,
            proposal_id=proposal.id,
            **form.model_dump(),
        )
        session.add(decision)
    for name, value in form.model_dump().items():
        setattr(decision, name, value)
    decision.recorded_by = official.id if official else None
    session.flush()
    return decision


def publish_decision(session: Session, decision: Decision, *, now: datetime) -> None:
    """Make a decision public for good; its system counts as consulted on from now.

    Raises:
        Conflict: It is public already.
    """
    if decision.published_at is not None:
        raise Conflict(N_("This decision is public already."))
    decision.published_at = now
    session.flush()
    consultation = session.get_one(Consultation, decision.consultation_id)
    if consultation.kind is ConsultationKind.PROPOSAL:
        proposal = session.get_one(Proposal, decision.proposal_id)
        mark_consulted_on(session, proposal.system_id, now=now)
