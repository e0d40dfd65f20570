"""Reads of consultations, one question each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select

from app.consultations.models import (
    Consultation,
    Decision,
    Notice,
    Proposal,
    ProposalVersion,
    Question,
)
from app.errors import NotFound


def find_consultation(session: Session, slug: str) -> Consultation | None:
    """Return a consultation whether public or not; for officials and commands."""
    return session.exec(select(Consultation).where(Consultation.slug == slug)).first()


def get_consultation(session: Session, slug: str) -> Consultation:
    """Return a consultation whether public or not, or raise NotFound."""
    found = find_consultation(session, slug)
    if found is None:
        raise NotFound("consultation", slug)
    return found


def get_own_consultation(
    session: Session, organisation_id: UUID, slug: str
) -> Consultation:
    """Return a consultation of an official's body; others do not exist for them."""
    consultation = get_consultation(session, slug)
    if consultation.organisation_id != organisation_id:
        raise NotFound("consultation", slug)
    return consultation


def get_public_consultation(session: Session, slug: str) -> Consultation:
    """Return a published consultation; a draft answers as if it did not exist."""
    found = find_consultation(session, slug)
    if found is None or found.published_at is None:
        raise NotFound("consultation", slug)
    return found


def list_public_consultations(session: Session) -> Sequence[Consultation]:
    """Return all published consultations, those that opened last first."""
    query = (
        select(Consultation)
        .where(col(Consultation.published_at).is_not(None))
        .order_by(col(Consultation.opens_at).desc(), col(Consultation.id))
    )
    return session.exec(query).all()


def list_open_consultations(session: Session, now: datetime) -> Sequence[Consultation]:
    """Return those that take comments now; the one that closes first comes first."""
    query = (
        select(Consultation)
        .where(_is_open(now))
        .order_by(
            col(Consultation.closes_at).is_(None),
            col(Consultation.closes_at),
            col(Consultation.id),
        )
    )
    return session.exec(query).all()


def find_next_turn(session: Session, now: datetime) -> datetime | None:
    """Return when the next published consultation opens or closes."""
    is_public = col(Consultation.published_at).is_not(None)
    moments = [
        session.exec(select(func.min(moment)).where(is_public, moment > now)).one()
        for moment in (col(Consultation.opens_at), col(Consultation.closes_at))
    ]
    return min((one for one in moments if one is not None), default=None)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Consultation.published_at).is_not(None),
        col(Consultation.opens_at) <= now,
        or_(
            col(Consultation.closes_at).is_(None),
            col(Consultation.closes_at) > now,
        ),
    )


def list_organisation_consultations(
    session: Session, organisation_id: UUID
) -> Sequence[Consultation]:
    """Return a body's consultations with its drafts, newest first."""
    query = (
        select(Consultation)
        .where(Consultation.organisation_id == organisation_id)
        .order_by(col(Consultation.created_at).desc(), col(Consultation.id))
    )
    return session.exec(query).all()


def list_system_consultations(
    session: Session, system_id: UUID
) -> Sequence[Consultation]:
    """Return the public consultations on a system, newest first."""
    about = select(Proposal.consultation_id).where(Proposal.system_id == system_id)
    query = (
        select(Consultation)
        .where(
            col(Consultation.id).in_(about), col(Consultation.published_at).is_not(None)
        )
        .order_by(col(Consultation.opens_at).desc(), col(Consultation.id))
    )
    return session.exec(query).all()


def list_proposals(session: Session, consultation_id: UUID) -> Sequence[Proposal]:
    query = (
        select(Proposal)
        .where(Proposal.consultation_id == consultation_id)
        .order_by(col(Proposal.position), col(Proposal.id))
    )
    return session.exec(query).all()


def get_proposal(
    session: Session, consultation_id: UUID, proposal_id: UUID
) -> Proposal:
    """Return a proposal of this consultation, or raise NotFound."""
    found = session.get(Proposal, proposal_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("proposal", proposal_id)
    return found


def get_current_version(session: Session, proposal: Proposal) -> ProposalVersion:
    """Return the words of a proposal as they stand."""
    return get_version(session, proposal, proposal.version)


def get_version(session: Session, proposal: Proposal, version: int) -> ProposalVersion:
    """Return the words that a proposal had in one version."""
    query = select(ProposalVersion).where(
        ProposalVersion.proposal_id == proposal.id, ProposalVersion.version == version
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("proposal version", version)
    return found


def list_versions(session: Session, proposal: Proposal) -> Sequence[ProposalVersion]:
    """Return all versions of a proposal's words, newest first."""
    query = (
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal.id)
        .order_by(col(ProposalVersion.version).desc())
    )
    return session.exec(query).all()


def list_questions(session: Session, consultation_id: UUID) -> Sequence[Question]:
    query = (
        select(Question)
        .where(Question.consultation_id == consultation_id)
        .order_by(col(Question.position), col(Question.id))
    )
    return session.exec(query).all()


def get_question(
    session: Session, consultation_id: UUID, question_id: UUID
) -> Question:
    """Return a question of this consultation, or raise NotFound."""
    found = session.get(Question, question_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("question", question_id)
    return found


def list_notices(session: Session, consultation_id: UUID) -> Sequence[Notice]:
    """Return what changed while a consultation was open, newest first."""
    query = (
        select(Notice)
        .where(Notice.consultation_id == consultation_id)
        .order_by(col(Notice.at).desc(), col(Notice.id).desc())
    )
    return session.exec(query).all()


def find_decision(session: Session, proposal_id: UUID) -> Decision | None:
    """Return a proposal's decision, published or not; for officials."""
    query = select(Decision).where(Decision.proposal_id == proposal_id)
    return session.exec(query).first()


def list_published_decisions(
    session: Session, consultation_id: UUID
) -> Sequence[Decision]:
    query = (
        select(Decision)
        .where(
            Decision.consultation_id == consultation_id,
            col(Decision.published_at).is_not(None),
        )
        .order_by(col(Decision.decided_on), col(Decision.id))
    )
    return session.exec(query).all()


def list_settled_ids(session: Session) -> frozenset[UUID]:
    """Return the consultations whose every proposal has a published decision."""
    is_public = col(Decision.published_at).is_not(None)
    is_its_own = col(Decision.proposal_id) == col(Proposal.id)
    undecided = (
        select(Proposal.consultation_id)
        .outerjoin(Decision, is_its_own & is_public)
        .where(col(Decision.id).is_(None))
    )
    rows = session.exec(undecided)
    return list_decided_ids(session) - frozenset(rows)


def list_decided_ids(session: Session) -> frozenset[UUID]:
    """Return the consultations that have a published decision."""
    query = select(Decision.consultation_id).where(
        col(Decision.published_at).is_not(None)
    )
    return frozenset(session.exec(query))
