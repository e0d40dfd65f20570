"""Who is told what, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

CONFIRM_WITHIN: Final = timedelta(days=2)
# At most one letter a day for each thing followed, the first one soon.
_BETWEEN: Final = timedelta(hours=23)
# A long import becomes visible minutes after the time it is marked with.
_SETTLED: Final = timedelta(minutes=10)
MOST_IN_A_LETTER: Final = 30


@dataclass(frozen=True, slots=True)
class Followed:
    """A system, or a search as it stands in an address; the whole register if neither."""

    system_id: UUID | None = None
    query: str = ""


def is_due(last_told_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody may be written to again."""
    return last_told_at is None or last_told_at <= now - _BETWEEN


def tell_until(now: datetime) -> datetime:
    """Return the moment up to which nothing more can turn up late."""
    return now - _SETTLED
