"""What a file in our own format holds beside versions: sources, incidents and figures."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from app.register.models import Incident, MonitoringReading, Sidecar, System
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


def _key_of(row: Any) -> tuple[object, ...]:
    kind = type(row)
    return (kind, row.system_id, *(getattr(row, name) for name in _KEYS[kind]))
