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
from app.analysis.personal_data.spans import MARKERS, Kind, Masked, Span, Window

_WORTH_A_LOOK: Final = re.compile(
    r"[\d@\uff20/]|\s(?:dot|punkt|arobase|arroba)\s|[(\[]at", re.IGNORECASE
)
# Everything but e-mail and accounts holds a digit: only what is near one is looked at.
_NEAR_DIGITS: Final = re.compile(r"(?:\d\D{0,120}+)++(?P<rest>)")
# A person's number holds four digits or more: in groups with one sign between, or with
# letters; a phone number's groups may have several signs between.
_SIGN: Final = r"(?:[ \u00a0\u2009\u202f\u2010-\u2013./-]|(?<=\d{6})\+|(?<=IE\d)[+*])"
# Read on to where no number is cut in two, but leave it to the next window as well.
_REST: Final = r"(?=(?P<rest>\D{0,40}+[\d.,/-]*+\D?))"
_GROUPS: Final = re.compile(
    rf"\d(?:(?:{_SIGN}?[A-Z]{{1,9}}+){{0,2}}+{_SIGN}?\d){{3,}}+{_REST}",
    re.IGNORECASE,
)
_PHONES: Final = re.compile(
    rf"\d(?:[ \u00a0\u202f\u2010-\u2013./()+-]{{0,5}}+(?:(?:x|ext\.?) ?)?\d){{4,}}+{_REST}",
    re.IGNORECASE,
)
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
    for window in _windows(_NEAR_DIGITS, text):
        yield from addresses.find(text, window)
        yield from references.find_births(text, window)
    for window in _windows(_GROUPS, text):
        yield from numbers.find(text, window)
        yield from references.find(text, window)
    for window in _windows(_PHONES, text):
        yield from phones.find(text, window, region)


def _windows(around: re.Pattern[str], text: str) -> Iterator[Window]:
    """Yield what to look at, joined where it overlaps, so that nothing is seen twice."""
    start = end = 0
    for found in around.finditer(text):
        if found.start() - _REACH_BACK > end:
            if end:
                yield start, end
            start = max(0, found.start() - _REACH_BACK)
        end = found.end("rest")
    if end:
        yield start, end


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
