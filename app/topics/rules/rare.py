"""Finds what is said by few and unlike the rest: it must be read, not counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

MOST: Final = 40
# Shorter passages lie far from every topic because they hold too few words.
_SHORTEST: Final = 60


@dataclass(frozen=True, slots=True)
class FarPassage:
    """The passage of a comment that lies furthest from every topic."""

    comment_id: UUID
    start: int
    end: int
    fit: float


def furthest(readings: Iterable[tuple[UUID, list[Any]]]) -> list[FarPassage]:
    """Return the passages that fit their topics least, one of each comment."""
    found = []
    for comment_id, passages in readings:
        long = [one for one in passages if one[1] - one[0] >= _SHORTEST]
        if long:
            start, end, _, _, fit = min(long, key=lambda one: (one[4], one[0]))
            found.append(FarPassage(comment_id, start, end, fit))
    return sorted(found, key=lambda one: (one.fit, one.comment_id))[:MOST]
