"""What the home page shows, read from several rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.consultations.models import Consultation, Decision
from app.consultations.queries import list_open_consultations

_SHOWN: Final = 6
_DECISIONS: Final = 3


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """One that takes comments now; `days_left` is None when it stays open."""

    consultation: Consultation
    organisation: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision with the consultation it answers."""

    decision: Decision
    consultation: Consultation


def list_open_for_home(session: Session, now: datetime) -> list[OpenConsultation]:
    """Return the first few open consultations, the one that closes first on top."""
    found = list_open_consultations(session, now)[:_SHOWN]
    names = _organisation_names(session, [one.organisation_id for one in found])
    return [
        OpenConsultation(
            one,
            names[one.organisation_id],
            None if one.closes_at is None else (one.closes_at.date() - now.date()).days,
        )
        for one in found
    ]


def list_latest_decisions(session: Session) -> list[MadeDecision]:
    """Return the newest published decisions."""
    query = (
        select(Decision, Consultation)
        .join(Consultation, col(Consultation.id) == Decision.consultation_id)
        .where(
            col(Decision.published_at).is_not(None),
            col(Consultation.published_at).is_not(None),
        )
        .order_by(col(Decision.decided_on).desc(), col(Decision.id).desc())
        .limit(_DECISIONS)
    )
    return [MadeDecision(*row) for row in session.exec(query)]


def _organisation_names(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    query = select(Organisation).where(col(Organisation.id).in_(ids))
    return {one.id: one.name for one in session.exec(query)}
