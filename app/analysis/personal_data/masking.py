"""Replaces personal data in a text by readable markers.

Light enough for the web process: patterns only, each bounded, so that time grows
with the length of the text and with nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.analysis.personal_data import (
    addresses,
    contact,
    numbers,
    phones,
    references,
)
from app.analysis.personal_data.spans import MARKERS, Kind, Masked, Span

_WORTH_A_LOOK: Final = re.compile(
    r"[\d@\uff20/]|\s(?:dot|punkt|arobase|arroba)\s|[(\[]at", re.IGNORECASE
)
# Everything but e-mail and accounts holds a digit: only what is near one is looked at.
_NEAR_DIGITS: Final = re.compile(r"(?:\d\D{0,120}+)++")
_REACH_BACK: Final = 90
# Which kind a merged stretch is called by: the surest first.
_ORDER: Final = (
    Kind.EMAIL,
    Kind.IBAN,
    Kind.CARD,
    Kind.ADDRESS,
    Kind.PHONE,
    Kind.ID,
    Kind.BIRTH,
    Kind.IP,
    Kind.ACCOUNT,
    Kind.REFERENCE,
    Kind.POSTCODE,
    Kind.PERSON,
)


def mask(text: str, *, region: str | None = None) -> Masked:
    """Return the text with personal data replaced by markers such as `[e-mail]`.

    Args:
        text: The original; offsets of the spans point into it.
        region: ISO 3166 code of the consultation's country, so that phone numbers
            written the local way are known too.
    """
    if not _WORTH_A_LOOK.search(text):
        return Masked(text, ())
    spans = tuple(merged(list(_find(text, region))))
    return Masked(replaced(text, spans), spans)


def _find(text: str, region: str | None) -> Iterator[Span]:
    yield from contact.find(text)
    for near in _NEAR_DIGITS.finditer(text):
        window = (max(0, near.start() - _REACH_BACK), near.end())
        yield from numbers.find(text, window)
        yield from phones.find(text, window, region)
        yield from addresses.find(text, window)
        yield from references.find(text, window)


def merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Join spans that overlap; the surest kind names the whole."""
    current: Span | None = None
    for span in sorted(spans):
        if current is None or span.start >= current.end:
            if current is not None:
                yield current
            current = span
            continue
        kind = min(current.kind, span.kind, key=_ORDER.index)
        current = Span(current.start, max(current.end, span.end), kind)
    if current is not None:
        yield current


def replaced(text: str, spans: Sequence[Span]) -> str:
    """Put each span's marker in its place."""
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], MARKERS[span.kind]]
        position = span.end
    return "".join([*parts, text[position:]])
