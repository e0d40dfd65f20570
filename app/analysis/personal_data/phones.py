"""Phone numbers: international, as written in many countries, or announced."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from app.analysis.personal_data.context import is_public_number
from app.analysis.personal_data.spans import (
    Kind,
    Rule,
    RuleSet,
    Span,
    Window,
    before,
    digits,
    matches,
)

_GAP: Final = r"[ \u00a0\u202f.\u2010-\u2013/)-]"
_NO_DIGIT_BEFORE: Final = r"(?<![\w.,\u00a7-])(?<!\d[ \u00a0/])"
_NO_DIGIT_AFTER: Final = r"(?![\w/])(?![.,]\d)(?![ \u00a0-]\d)"
_LEAST: Final = 7
_MOST: Final = 15
# Whoever writes more numbers than this writes a list of them: no more is looked up,
# which is slow, and the rest is hidden.
_LOOKED_UP: Final = 500

_ANNOUNCED: Final = re.compile(
    r"(?:\b(?:tel|fon|fax|phones?|telephone|mobile|mob|cell|call|calls|text|ring|sms"
    r"|whatsapp|signal|reach|contact|dial|telefon\w{0,8}|handy|mobil|anrufen|erreich\w{0,6}"
    r"|rufnummer|t\u00e9l|t\u00e9l\u00e9phone|portable|appele[rz]|joindre|tel\u00e9fono|m\u00f3vil"
    r"|ll\u00e1m\w{0,6}|llam\w{0,6}|telefoon\w{0,8}|bel|bellen|mobiel|cellulare|telefono)\b"
    r"|\u260e|\u2706|\U0001f4de|\U0001f4f1)[^\n!?]{0,28}$"
)
_DATE: Final = re.compile(
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[./-][0-3]\d)"
    r"[./-](?:19|20)?\d{2}(?![./-]?\d)|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
)
_EXTENSION: Final = re.compile(r"[xe]", re.IGNORECASE)
_YEARS: Final = re.compile(
    r"(?:19|20)\d{2}[ /\u2010-\u2013-]{1,3}(?:19|20)?\d{2}(?!\d)"
)


def _is_phone(found: re.Match[str]) -> bool:
    number = digits(_EXTENSION.split(found[0], maxsplit=1)[0])
    return (
        _LEAST <= len(number) <= _MOST
        and not _DATE.match(found[0])
        and not is_public_number(found)
    )


def _is_announced(found: re.Match[str]) -> bool:
    if _DATE.match(found[0]) or _YEARS.match(found[0]):
        return False
    return _ANNOUNCED.search(before(found, 48)) is not None and not is_public_number(
        found
    )


def _rule(pattern: str, *, announced: bool = False) -> Rule:
    whole = pattern.replace("~", _GAP)
    return Rule(
        Kind.PHONE,
        re.compile(
            f"{_NO_DIGIT_BEFORE}(?P<it>{whole}){_NO_DIGIT_AFTER}", re.IGNORECASE
        ),
        _is_announced if announced else _is_phone,
    )


_INTERNATIONAL: Final = (
    # +44 20 7946 0000, 0044 20 ..., +49 (0) 30 ...
    Rule(
        Kind.PHONE,
        re.compile(
            rf"(?<![\w+])\(?\+\)?{_GAP}?\d{{1,3}}(?: ?\(\d{{1,4}}\))?(?:{_GAP}{{0,3}}\d){{5,13}}(?: ?(?:x|ext\.?) ?\d{{1,6}})?(?!\d)"
        ),
    ),
)
_RULES: Final = RuleSet.of(
    _NO_DIGIT_BEFORE,
    {
        r"[\d(+]": (
            _rule(r"00[1-9](?:~{0,2}\d){8,13}(?: ?(?:x|ext\.?) ?\d{1,6})?"),
            # North America
            _rule(
                r"(?:1~)?\(?[2-9]\d{2}\)?~{1,2}\d{3}~\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?"
            ),
            # With the leading zero of most other countries
            _rule(r"\(?0\d(?:~{0,3}\d){7,12}"),
            # Spain, France without zero, Nordic countries: groups of two and three
            _rule(r"[5-9]\d{2} \d{2} \d{2} \d{2}"),
            _rule(r"[2-9]\d \d{2} \d{2} \d{2}"),
            _rule(r"3\d{2}[ -]\d{6,7}"),
            _rule(
                r"\(\d{2,3}\)[ /]{0,2}(?:\d{3}[ -]?\d{3,4}|\d{3}[ -]?\d{3}[ -]?\d{3})"
            ),
            _rule(r"\d{2} \d{4}-\d{4}"),
            _rule(r"[6-9]\d{4} \d{5}"),
            _rule(r"\(?\+?\d(?:~{0,3}\d){4,14}", announced=True),
        )
    },
)
_LOCAL: Final = re.compile(
    rf"{_NO_DIGIT_BEFORE}\(?\d(?:{_GAP}{{0,2}}\d){{6,13}}{_NO_DIGIT_AFTER}"
)


def find(text: str, window: Window, region: str | None) -> Iterator[Span]:
    """Yield phone numbers; with a region also those only a local would know."""
    if "+" in text:
        yield from matches(_INTERNATIONAL, text, window)
    yield from _RULES.matches(text, window)
    if region is None:
        return
    meant = (found for found in _LOCAL.finditer(text, *window) if _is_phone(found))
    for count, found in enumerate(meant):
        if count >= _LOOKED_UP or _is_valid(digits(found[0]), region.upper()):
            yield Span(found.start(), found.end(), Kind.PHONE)


def _is_valid(number: str, region: str) -> bool:
    library = _library()
    try:
        parsed = library.parse(number, region)
    except library.NumberParseException:
        return False
    return bool(library.is_valid_number_for_region(parsed, region))


@lru_cache(maxsize=1)
def _library() -> Any:
    import phonenumbers  # noqa: PLC0415 -- loads the metadata of all countries

    return phonenumbers
