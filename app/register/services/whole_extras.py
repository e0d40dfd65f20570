"""What a file in our own format holds beside versions.

That is what sources said, incidents, figures, and that people were asked.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from app.register.rules.incidents import is_told_on
from app.register.standards.folkmoot import ToldSystem

# What tells one from the others of its system; where nothing is alike, the next.
# Only the moment when an incident was published is never put right.
_KEYS: Final[dict[Any, tuple[tuple[str, ...], ...]]] = {
    Sidecar: (("format", "source_key"),),
    Incident: (
        ("published_at", "happened_on", "title"),
        ("published_at",),
        ("happened_on", "title"),
    ),
    MonitoringReading: (("measure", "measured_on"),),
}
# Which official of ours wrote it is nothing that a file knows.
_OURS: Final = {"id", "recorded_by"}


def take_extras(session: Session, told: Sequence[tuple[ToldSystem, System]]) -> None:
    """Add what files say beside the versions of systems that are here, or change ours.

    What we hold and a file does not stays: it may have been entered here, or corrected.
    """
    for extra, ours in _taken(session, told):
        if ours is None:
            session.add(extra)
        else:
            session.add(ours.sqlmodel_update(_said(extra)))


def brings_extras(session: Session, told: ToldSystem, system: System) -> bool:
    """Tell whether a file says anything beside the versions that we do not."""
    return any(
        ours is None or _said(ours) != _said(extra)
        for extra, ours in _taken(session, [(told, system)])
    )


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


def _taken(
    session: Session, told: Sequence[tuple[ToldSystem, System]]
) -> Iterator[tuple[Any, Any | None]]:
    """Yield each row of files that is to be taken, with ours that it changes."""
    ids = [system.id for _, system in told]
    theirs = []
    for one, system in told:
        for extra in one.extras:
            extra.system_id = system.id
            theirs.append(extra)
    for kind in _KEYS:
        here = session.exec(select(kind).where(col(kind.system_id).in_(ids))).all()
        some = (one for one in theirs if isinstance(one, kind))
        for extra, ours in _pairs(some, here, _KEYS[kind]):
            if ours is None or isinstance(ours, Sidecar) or is_told_on(ours, extra):
                yield extra, ours


def _said(row: Any) -> dict[str, Any]:
    return dict(row.model_dump(exclude=_OURS))


def _pairs(
    theirs: Iterable[Any], here: Iterable[Any], keys: Sequence[tuple[str, ...]]
) -> Iterator[tuple[Any, Any | None]]:
    """Yield each row of a file with ours, as long as some of ours are left."""
    left, free = list(theirs), list(here)
    for names in keys:
        found = {_key_of(row, names): row for row in free}
        pairs = [(one, found.get(_key_of(one, names))) for one in left]
        yield from ((one, ours) for one, ours in pairs if ours is not None)
        left = [one for one, ours in pairs if ours is None]
        used = {ours.id for _, ours in pairs if ours is not None}
        free = [row for row in free if row.id not in used]
    yield from ((one, None) for one in left)


def _key_of(row: Any, names: Sequence[str]) -> tuple[object, ...]:
    return (row.system_id, *(getattr(row, name) for name in names))
