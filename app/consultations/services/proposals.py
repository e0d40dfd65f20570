"""What is proposed: its words have versions, and every comment keeps which it read."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.consultations.models import (
    Consultation,
    Notice,
    Proposal,
    ProposalVersion,
)
from app.consultations.queries import (
    get_current_version,
    list_proposals,
    list_questions,
    list_versions,
)
from app.consultations.rules import require_not_closed, require_room_for_proposals
from app.consultations.schemas import ProposalForm
from app.errors import N_, Conflict, Invalid
from app.register.models import System

_WORDS: Final = (
    "what_is_proposed",
    "what_the_ai_does",
    "data_used",
    "what_could_go_wrong",
    "safeguards",
)
_FACTS: Final = ("title", "already_decides", "how_to_contest")


def add_proposal(
    session: Session, consultation: Consultation, form: ProposalForm, *, now: datetime
) -> Proposal:
    """Add a proposal with the first version of its words.

    Raises:
        Conflict: The consultation is public; people answered what was proposed then.
        Invalid: The system is not one of the same public body.
    """
    require_room_for_proposals(consultation)
    _require_own_system(session, consultation, form)
    proposal = Proposal(
        consultation_id=consultation.id,
        system_id=form.system_id,
        position=len(list_proposals(session, consultation.id)),
        **form.model_dump(include=set(_FACTS)),
    )
    session.add(proposal)
    session.flush()
    session.add(_version(proposal, form, now))
    session.flush()
    return proposal


def update_proposal(
    session: Session,
    consultation: Consultation,
    proposal: Proposal,
    form: ProposalForm,
    *,
    now: datetime,
) -> None:
    """Change a proposal; once it is public, as a new version with a public note.

    Raises:
        Invalid: The note is missing.
        PhaseClosed: The consultation has closed.
    """
    require_not_closed(consultation, now)
    _require_own_system(session, consultation, form)
    current = get_current_version(session, proposal)
    if not _differs(proposal, current, form):
        return
    if consultation.published_at is None:
        for name in _WORDS:
            setattr(current, name, getattr(form, name))
        proposal.system_id = form.system_id
    else:
        _publish_change(session, consultation, proposal, form, now)
    for name in _FACTS:
        setattr(proposal, name, getattr(form, name))
    consultation.updated_at = now
    session.flush()


def remove_proposal(
    session: Session, consultation: Consultation, proposal: Proposal
) -> None:
    """Take a proposal out of a draft; questions about it stay, about the whole."""
    if consultation.published_at is not None:
        raise Conflict(N_("This consultation is public; its proposals stay."))
    for question in list_questions(session, consultation.id):
        if question.proposal_id == proposal.id:
            question.proposal_id = None
    session.flush()
    for version in list_versions(session, proposal):
        session.delete(version)
    session.flush()
    session.delete(proposal)
    session.flush()


def _publish_change(
    session: Session,
    consultation: Consultation,
    proposal: Proposal,
    form: ProposalForm,
    now: datetime,
) -> None:
    if not form.change_note:
        raise Invalid(
            {"change_note": N_("Say in a sentence what changes and why; it is public.")}
        )
    if form.system_id != proposal.system_id:
        raise Conflict(N_("A public proposal stays with its system."))
    proposal.version += 1
    session.add(_version(proposal, form, now))
    session.add(Notice(consultation_id=consultation.id, at=now, text=form.change_note))


def _version(proposal: Proposal, form: ProposalForm, now: datetime) -> ProposalVersion:
    return ProposalVersion(
        proposal_id=proposal.id,
        version=proposal.version,
        change_note=form.change_note,
        created_at=now,
        **form.model_dump(include=set(_WORDS)),
    )


def _differs(proposal: Proposal, current: ProposalVersion, form: ProposalForm) -> bool:
    return (
        any(getattr(current, name) != getattr(form, name) for name in _WORDS)
        or any(getattr(proposal, name) != getattr(form, name) for name in _FACTS)
        or proposal.system_id != form.system_id
    )


def _require_own_system(
    session: Session, consultation: Consultation, form: ProposalForm
) -> None:
    system = session.get(System, form.system_id)
    if system is None or system.organisation_id != consultation.organisation_id:
        raise Invalid({"system_id": N_("Please choose one of your own systems.")})
