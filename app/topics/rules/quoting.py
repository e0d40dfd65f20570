"""Which passages may stand for a topic that an official made."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from app.topics.models import CommentReading

_TELLING_LENGTH: Final = (40, 240)


def quotable_passages(
    readings: Iterable[CommentReading], keys: Collection[str]
) -> list[dict[str, Any]]:
    """Return one passage of each comment: one on the topic and of a telling length."""
    quotes = []
    for reading in readings:
        passages = sorted(
            reading.passages, key=lambda one: (one[2] not in keys, one[0])
        )
        fit = [one for one in passages if _is_telling(one[1] - one[0])]
        if fit:
            start, end = fit[0][0], fit[0][1]
            quotes.append(
                {
                    "comment": str(reading.comment_id),
                    "start": start,
                    "end": end,
                    "length": reading.length,
                }
            )
    return quotes


def _is_telling(length: int) -> bool:
    shortest, longest = _TELLING_LENGTH
    return shortest <= length <= longest
