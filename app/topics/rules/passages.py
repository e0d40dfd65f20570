"""Where a comment's words belong: which speak of a topic, which are copied."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

Span = tuple[int, int]
_EXCERPT: Final = 240


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a comment."""

    text: str
    is_here: bool = False
    is_shared: bool = False


def segments(
    text: str, length: int, here: Sequence[Span], shared: Sequence[Span]
) -> list[Segment]:
    """Cut a comment where it begins or ends to speak of a topic, or to copy.

    Offsets hold for the text as it was read: when its length is another one now, it
    was corrected or masked further since, and is returned whole.
    """
    if len(text) != length:
        return [Segment(text)]
    if all(_inside(at, here) or text[at].isspace() for at in range(len(text))):
        here = ()  # all of it; to mark everything marks nothing
    cuts = sorted({0, len(text), *(at for span in (*here, *shared) for at in span)})
    cuts = [at for at in cuts if 0 <= at <= len(text)]
    return [
        Segment(text[start:end], _inside(start, here), _inside(start, shared))
        for start, end in pairwise(cuts)
        if end > start
    ]


def _inside(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def spans_of(passages: Sequence[Any], keys: Collection[str]) -> list[Span]:
    """Return where a reading's passages speak of any of these topics."""
    return [(one[0], one[1]) for one in passages if one[2] in keys]


def excerpt(text: str, length: int, start: int, end: int) -> str:
    """Return a quoted stretch; the beginning of the text where it was changed since."""
    if len(text) == length and 0 <= start < end <= length:
        return text[start:end].strip()
    words = text[: _EXCERPT + 1]
    if len(words) <= _EXCERPT:
        return words.strip()
    return f"{words.rsplit(maxsplit=1)[0]} …"
