"""What a file in our own format holds beside versions.

That is what sources said, incidents, figures, and that people were asked.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.register.models import (
    Incident,
    MonitoringReading,
    Sidecar,
    System,
    SystemFeedback,
)
from app.register.standards.folkmoot import ToldSystem

# What tells one from the others of its system.
_KEYS: Final[dict[Any, tuple[str, ...]]] = {
    Sidecar: ("format", "source_key"),
    Incident: ("happened_on", "title"),
    MonitoringReading: ("measure", "measured_on"),
}
# Which official of ours wrote it is nothing that a file knows.
_OURS: Final = {"id", "recorded_by"}


def take_extras(session: Session, told: Sequence[tuple[ToldSystem, System]]) -> None:
    """Add what files say beside the versions of systems that are here, or change ours.

    What we hold and a file does not stays: it may have been entered here.
    """
    ids = [system.id for _, system in told]
    here = {
        _key_of(row): row
        for kind in _KEYS
        for row in session.exec(select(kind).where(col(kind.system_id).in_(ids)))
    }
    for one, system in told:
        for extra in one.extras:
            extra.system_id = system.id
            ours = here.get(_key_of(extra))
            if ours is None:
                session.add(extra)
            else:
                session.add(ours.sqlmodel_update(extra.model_dump(exclude=_OURS)))


def take_asking(
    session: Session, told: Sequence[tuple[ToldSystem, System]]
) -> dict[UUID, SystemFeedback]:
    """Keep that people were asked about systems; what they said stays where it is."""
    asked = {
        system.id: system for one, system in told if one.data.get("is_consulted_on")
    }
    rows = session.exec(
        select(SystemFeedback).where(col(SystemFeedback.system_id).in_(asked))
    )
    found = {one.system_id: one for one in rows}
    for id_, system in asked.items():
        feedback = found.setdefault(
            id_, SystemFeedback(system_id=id_, updated_at=system.updated_at)
        )
        feedback.is_consulted_on = True
        session.add(feedback)
    return found


def _key_of(row: Any) -> tuple[object, ...]:
    kind = type(row)
    return (kind, row.system_id, *(getattr(row, name) for name in _KEYS[kind]))
