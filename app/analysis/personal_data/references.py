"""Case references, and whatever a writer calls his or her number; dates of birth."""

import re
from collections.abc import Iterator
from typing import Final

from app.analysis.personal_data.context import is_public_number
from app.analysis.personal_data.spans import (
    Kind,
    Rule,
    Span,
    Window,
    digits,
    matches,
)

_LEAST_DIGITS: Final = 5
_IDENTIFIER: Final = r"(?P<it>(?:[A-Z]{1,5}[-/]?|(?-i:[A-Z]{2,5}) )?\d(?:[A-Z0-9]|[-/.](?=[A-Z]{0,3}\d)|[ ](?=\d)){3,24})(?!\w)"
_DATE: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|[CTct]-\d{1,4}/\d{2}$|(?:19|20)\d{2}([/-](?:19|20)?\d{2}){0,2}$"
)
_NAMED: Final = (
    r"(?:(?:ref(?:erence)?|case|file|claim|policy|customer|client|patient|member"
    r"|membership|student|employee|account|acct|application|applicant|permit|passport"
    r"|licen[cs]e|driver'?s? licen[cs]e|visa|ticket|complaint|incident|booking|order"
    r"|invoice|benefit|tenant|tenancy|badge|registration|plate|vin|imei"
    r"|aktenzeichen|az|gesch\u00e4ftszeichen|vorgang|kunden|versicherten|mitglieds"
    r"|personalausweis|ausweis|reisepass|kennzeichen|konto|dossier|r\u00e9f(?:\u00e9rence)?"
    r"|num\u00e9ro de dossier|passeport|permis|expediente|referencia|pasaporte|zaak"
    r"|kenmerk|klant|paspoort|rijbewijs|polis|numero di pratica|pratica)"
    r"[ -]?(?:numbers?|nummer|num\u00e9ro|n\u00famero|no|nr|num|id|code|n\u00b0|n\u00ba)?)(?!\w)"
)
_BETWEEN: Final = r"[.:#]{0,2}\s{0,2}(?:(?:is|was|=|ist|lautet|est|es|num|number|no|nr)\b[.:]?\s{0,2})?[:#]?\s?"


def _is_reference(found: re.Match[str]) -> bool:
    token = found["it"]
    if len(digits(token)) < _LEAST_DIGITS or _DATE.match(token):
        return False
    return not is_public_number(found) and not _is_public_file(found)


_PUBLIC_FILE: Final = re.compile(
    r"(?:grid|map|court|supreme|public|docket|commission|planning|sec|legislative|council"
    r"|committee|parliament\w{0,4}|bundestag|gesetz\w{0,4})[^.!?\n]{0,20}$"
)


def _is_public_file(found: re.Match[str]) -> bool:
    start = found.string[max(0, found.start() - 40) : found.start()].lower()
    return _PUBLIC_FILE.search(start) is not None


_RULES: Final = (
    Rule(
        Kind.REFERENCE,
        re.compile(rf"(?<![\w-]){_NAMED}{_BETWEEN}{_IDENTIFIER}", re.IGNORECASE),
        _is_reference,
    ),
    # CAS-2024-577599
    Rule(
        Kind.REFERENCE,
        re.compile(r"(?<![\w-])[A-Z]{2,5}[-/](?:19|20)\d{2}[-/]\d{5,9}(?![\w-])"),
        lambda found: not (is_public_number(found) or _is_public_file(found)),
    ),
)
_BIRTHS: Final = (
    Rule(
        Kind.BIRTH,
        re.compile(
            r"(?:\bborn(?: on)?|\bdob\b|date of birth|birth ?da(?:y|te)|\bgeb(?:oren)?\b\.?"
            r"|geburtsdatum|\bn\u00e9e? le|date de naissance|\bnacid[oa] el|fecha de nacimiento"
            r"|geboortedatum)(?:\s(?:on|am|the|is|le|el|op)\b|[:,.=]|\s){0,4}"
            r"(?P<it>\d{1,2}(?:st|nd|rd|th)?[./ -]{1,2}(?:\d{1,2}|[^\W\d_]{3,10})[./, -]{1,2}"
            r"\d{2,4}|\d{4}-\d{2}-\d{2}|(?<=\s)[^\W\d_]{3,10} \d{1,2},? \d{4})",
            re.IGNORECASE,
        ),
        words=("born", "dob", "birth", "geb", "n\u00e9", "nais", "nac", "geboorte"),
    ),
)


def find(text: str, window: Window) -> Iterator[Span]:
    """Yield references."""
    yield from matches(_RULES, text, window)


def find_births(text: str, window: Window) -> Iterator[Span]:
    """Yield dates of birth."""
    yield from matches(_BIRTHS, text, window)
