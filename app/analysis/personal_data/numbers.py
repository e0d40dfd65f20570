"""Cards, bank accounts and the personal numbers of many countries.

A number counts when its form is unmistakable, its check digits agree, or the words
before it say so; never when the words around make it a law, a docket or an amount.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from app.analysis.personal_data import checksums
from app.analysis.personal_data.context import (
    is_public_number,
    is_said_to_be_personal,
)
from app.analysis.personal_data.spans import (
    Kind,
    Rule,
    RuleSet,
    Span,
    Window,
    digits,
)

# Between groups of digits: space, no-break and thin spaces, hyphens.
_GAP: Final = r"[ \u00a0\u2009\u202f\u2010-\u2013-]"
_NO_DIGIT_BEFORE: Final = r"(?<![\w.,/\u00a7-])(?<!\d[ \u00a0])"
_NO_DIGIT_AFTER: Final = r"(?![\w/])(?![.,]\d)(?![ \u00a0-]\d)"

_CARD_STARTS: Final = re.compile(
    r"4|5[1-5]|2[2-7]|3[0-9]|6(?:011|4[4-9]|5|2|7|3|0)|50|5[6-9]|81|9[27]"
)
_IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22,
    "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28,
    "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27,
    "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TL": 23, "TN": 24, "TR": 26,
    "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_IBAN: Final = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?=[ \u00a0-]?[A-Za-z0-9])")
_IBAN_GAP: Final = r"[ \u00a0\u202f.-]"
_IBAN_OF: Final = {
    length: re.compile(
        rf"[A-Za-z0-9](?:{_IBAN_GAP}{{0,3}}+[A-Za-z0-9]){{{length - 1}}}(?![^\W_])"
    )
    for length in set(_IBAN_LENGTHS.values())
}


def _is_card(found: re.Match[str]) -> bool:
    number = digits(found[0])
    return bool(_CARD_STARTS.match(number)) and checksums.luhn(number)


def _checked(
    *checks: Callable[[str], bool],
) -> Callable[[re.Match[str]], bool]:
    """Accept when a check digit agrees or the words say so."""

    def accept(found: re.Match[str]) -> bool:
        if is_said_to_be_personal(found):
            return True
        if is_public_number(found):
            return False
        number = digits(found[0])
        return any(check(number) for check in checks)

    return accept


def _unless_public(found: re.Match[str]) -> bool:
    return is_said_to_be_personal(found) or not is_public_number(found)


def _if_said(found: re.Match[str]) -> bool:
    return is_said_to_be_personal(found)


def _in_capitals(found: re.Match[str]) -> bool:
    return _if_said(found) or (found[0].isupper() and not is_public_number(found))


def _dni(found: re.Match[str]) -> bool:
    return checksums.dni(re.sub(r"[^0-9A-Za-z]", "", found[0])) or _if_said(found)


def _nir(found: re.Match[str]) -> bool:
    plain = re.sub(r"[^0-9A-Za-z]", "", found[0])
    return len(plain) == 13 or checksums.nir(plain)  # noqa: PLR2004


def _pps(found: re.Match[str]) -> bool:
    return checksums.pps(re.sub(r"\W", "", found[0])) or _if_said(found)


def _born(found: re.Match[str]) -> bool:
    """Six digits that begin with a day and month, in either order."""
    number = digits(found[0])
    pairs = (number[0:2], number[2:4], number[4:6])
    as_year_first = "01" <= pairs[1] <= "12" and _day(pairs[2])
    as_day_first = "01" <= pairs[1] <= "12" and _day(pairs[0])
    return (as_year_first or as_day_first) and _unless_public(found)


def _day(pair: str) -> bool:
    # Some countries add 40 or 60 to the day.
    return "01" <= pair <= "31" or "41" <= pair <= "71" or "61" <= pair <= "91"


def _rule(
    pattern: str,
    accept: Callable[[re.Match[str]], bool] | None = None,
    *,
    kind: Kind = Kind.ID,
) -> Rule:
    whole = pattern.replace("~", _GAP)
    return Rule(
        kind,
        re.compile(f"{_NO_DIGIT_BEFORE}{whole}{_NO_DIGIT_AFTER}", re.IGNORECASE),
        accept,
    )


_RULES: Final = RuleSet.of(
    _NO_DIGIT_BEFORE,
    {
        r"\d\d": (
            _rule(
                r"(?!(?:(?:19|20)\d\d~){3})\d{4}~\d{4}~\d{4}~\d{4}",
                _unless_public,
                kind=Kind.CARD,
            ),
            # Any long number in one piece: a phone, an account, a number of a person.
            _rule(r"\d{9,20}", _unless_public),
            # 000-00-0000: United States
            _rule(r"\d{3}[- \u2010-\u2013]\d{2}[- \u2010-\u2013]\d{4}", _unless_public),
            # 000-000-000, 000 000 000: Canada, Netherlands, Australia, Portugal, New Zealand
            _rule(r"\d{3}[-\u2010-\u2013]\d{3}[-\u2010-\u2013]\d{3}", _unless_public),
            _rule(
                r"\d{3}[ \u00a0\u2009.]\d{3}[ \u00a0\u2009.]\d{3}",
                _checked(checksums.luhn, checksums.bsn, checksums.tfn, checksums.nif),
            ),
            _rule(r"\d{4}\.\d{2}\.\d{3}", _checked(checksums.bsn)),
            # 000 000 0000: England and Wales, and phones
            _rule(r"\d{3}~\d{3}~\d{4}", _unless_public),
            _rule(r"\d{5}~\d{5}", _unless_public),
            # Germany: tax number and id, pension insurance, health card
            _rule(r"\d{2}~\d{3}~\d{3}~\d{3}", _checked(checksums.steuer_id)),
            _rule(r"\d{2,3}/\d{3,4}/\d{4,5}", _unless_public),
            _rule(r"\d{2}~?\d{6}~?[A-Z]~?\d{3}"),
            _rule(r"[0-3]\d~\d{2}~\d{3}~\d{3}~\d{3}", _unless_public),
            # Spain: DNI, NIE, social security
            _rule(r"\d{2}\.?\d{3}\.?\d{3}~?[A-Z]", _dni),
            _rule(r"\d{2}[/ -]\d{8}[/ -]\d{2}"),
            # Belgium, Switzerland, Austria
            _rule(r"\d{2}\.\d{2}\.\d{2}[- ]\d{3}[. ]\d{2}"),
            _rule(r"756[. ]\d{4}[. ]\d{4}[. ]\d{2}"),
            _rule(r"\d{4}~\d{6}", _checked(checksums.svnr)),
            # Nordic countries, Czechia, Korea: a birth date and a serial number
            _rule(r"(?:19|20)?\d{6}[-+A]\d{3}[0-9A-Y]", _born),
            _rule(r"\d{6}/\d{3,4}", _born),
            _rule(r"\d{6}[- ]\d{5}", _born),
            _rule(r"\d{6}-[1-8]\d{6}", _born),
            # Poland: tax; Ireland: PPS; Portugal and others by check digit above
            _rule(r"\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}"),
            _rule(r"\d{7}~?[A-W][A-IW]?", _pps),
            # Brazil, India, Mexico, Singapore, South Africa, China
            _rule(r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
            _rule(r"\d{4}~\d{4}~\d{4}", _checked(checksums.verhoeff)),
            _rule(r"\d{6}~\d{4}~\d{2}~?\d", _unless_public),
            _rule(r"\d{17}X"),
            # Canada: health cards; Australia: Medicare; United States: Medicare, tax
            _rule(r"\d{4}-\d{3}-\d{3}(?:-?[A-Z]{2})?", _unless_public),
            _rule(r"\d{4} \d{3} \d{3}", _if_said),
            _rule(r"\d{4}~\d{5}~\d", _unless_public),
            _rule(r"\d{2}-\d{7}", _if_said),
        ),
        r"\d": (
            _rule(r"\d(?:~?\d){12,18}", _is_card, kind=Kind.CARD),
            # France: social security, tax
            _rule(
                r"[12]~?\d{2}~?\d{2}~?(?:\d{2}|2[AB])~?\d{3}~?\d{3}(?:~?\d{2})?",
                _nir,
            ),
            _rule(
                r"[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]"
                r"[AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}",
            ),
        ),
        r"[A-Z9]": (
            # United Kingdom: national insurance, taxpayer reference, driving licence
            _rule(r"[A-Z]{2}~?\d{2}~?\d{2}~?\d{2}~?[A-D]", _unless_public),
            _rule(r"[A-Z]{2}~?\d{2}~?\d{2}~?\d{2}~?[A-Z]", _in_capitals),
            _rule(r"[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}"),
            _rule(r"[A-Z]~?\d{3}~?\d{3}~?\d{3}"),
            _rule(r"[XYZ]~?\d{7}~?[A-Z]", _dni),
            # Italy: tax code
            _rule(
                r"[A-Z]{3}~?[A-Z]{3}~?\d{2}[A-EHLMPRST]\d{2}~?[A-Z]\d{3}[A-Z]",
            ),
            _rule(r"[A-Z]{5}\d{4}[A-Z]"),
            _rule(r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d"),
            _rule(r"[STFGM]\d{7}[A-Z]"),
            _rule(r"[A-Z]{4} ?\d{4} ?\d{4}", _in_capitals),
            # Taxpayers by their country: DE123456789, ATU12345678, NL123456789B01
            _rule(
                r"(?:ATU\d{8}|CHE-?\d{3}\.?\d{3}\.?\d{3}|NL\d{9}B\d{2}|FR[A-Z0-9]{2} ?\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]"
                r"|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|GB\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?)",
                _unless_public,
            ),
            # One or two letters and seven digits or more: passports, licences, files
            _rule(r"[A-Z]{1,2}\d{7,14}", _unless_public),
        ),
    },
)


def find(text: str, window: Window) -> Iterator[Span]:
    """Yield cards, accounts and personal numbers."""
    yield from _RULES.matches(text, window)
    for found in _IBAN.finditer(text, *window):
        end = _iban_end(text, found.start())
        if end is not None:
            yield Span(found.start(), end, Kind.IBAN)


def _iban_end(text: str, start: int) -> int | None:
    """Read as many letters and digits as the country's accounts have, then check."""
    length = _IBAN_LENGTHS.get(text[start : start + 2].upper())
    found = _IBAN_OF[length].match(text, start) if length else None
    if found is None:
        return None
    # One that is called so is meant, even with a slip of the pen in it.
    called = "iban" in text[max(0, start - 16) : start].lower()
    account = re.sub(_IBAN_GAP, "", found[0]).upper()
    return found.end() if called or checksums.iban(account) else None
