"""What was said before of an incident or a figure, as it is kept and as it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from app.register.models import Incident, MonitoringReading

_WORDS: Final = ("title", "what_happened", "who_was_affected", "what_was_done")
# All that an incident says.
SAID: Final = ("happened_on", *_WORDS, "is_resolved")


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """What an incident said before; without words where these are not to be shown."""

    happened_on: date
    title: str
    what_happened: str
    who_was_affected: str
    what_was_done: str
    is_resolved: bool
    by: str
    since: datetime
    until: datetime

    @property
    def is_hidden(self) -> bool:
        return not self.what_happened


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was put right: what it was, what took its place, and when."""

    measured_on: date
    before: float
    before_unit: str
    after: float
    after_unit: str
    at: datetime


def as_wording(incident: Incident, by: str, now: datetime) -> dict[str, Any]:
    """Return what an incident says until now, as it is kept."""
    return {
        **{key: getattr(incident, key) for key in SAID},
        "happened_on": incident.happened_on.isoformat(),
        "by": by,
        "from": incident.updated_at.isoformat(),
        "until": now.isoformat(),
    }


def without_words(wording: Mapping[str, Any]) -> dict[str, Any]:
    """Return an earlier wording of which only its days may be read."""
    return {**wording, **dict.fromkeys(_WORDS, "")}


def without_note(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return an earlier figure whose note is not to be read."""
    return {**value, "note": ""}


def is_told_on(
    ours: Incident | MonitoringReading, theirs: Incident | MonitoringReading
) -> bool:
    """Tell whether a copy of an incident or figure goes on from what is said here.

    It does not where ours was put right since, or where words that the copy still holds
    were taken from view here.
    """
    if _since(ours) > _since(theirs):
        return False
    before, after = _said_before(ours), _said_before(theirs)
    hide = without_words if isinstance(ours, Incident) else without_note
    return len(before) <= len(after) and all(
        other in (own, hide(own)) for own, other in zip(before, after, strict=False)
    )


def earlier_wordings(incident: Incident) -> list[EarlierWording]:
    """Return what an incident said before, oldest first."""
    return [_wording(one) for one in incident.earlier_wordings]


def corrections(readings: Sequence[MonitoringReading]) -> list[Correction]:
    """Return which figures of a series were put right, in the order of their days.

    Where only the note on a figure was changed, the figure was not.
    """
    return [
        one
        for reading in readings
        for one in _corrections(reading)
        if (one.before, one.before_unit) != (one.after, one.after_unit)
    ]


def _since(row: Incident | MonitoringReading) -> datetime:
    return row.updated_at if isinstance(row, Incident) else row.recorded_at


def _said_before(row: Incident | MonitoringReading) -> list[dict[str, Any]]:
    return row.earlier_wordings if isinstance(row, Incident) else row.earlier_values


def _wording(kept: Mapping[str, Any]) -> EarlierWording:
    return EarlierWording(
        happened_on=date.fromisoformat(kept["happened_on"]),
        is_resolved=kept["is_resolved"],
        by=kept["by"],
        since=datetime.fromisoformat(kept["from"]),
        until=datetime.fromisoformat(kept["until"]),
        **{key: kept[key] for key in _WORDS},
    )


def _corrections(reading: MonitoringReading) -> list[Correction]:
    steps = [
        *((one["value"], one["unit"], one["until"]) for one in reading.earlier_values),
        (reading.value, reading.unit, ""),
    ]
    return [
        Correction(
            measured_on=reading.measured_on,
            before=float(before),
            before_unit=before_unit,
            after=float(after),
            after_unit=after_unit,
            at=datetime.fromisoformat(until),
        )
        for (before, before_unit, until), (after, after_unit, _) in pairwise(steps)
    ]
