"""What a text lets people hold the body to: time limits, contacts, numbers.

Numbers and units are read in English, Dutch, German and French.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from app.register.rules.words import plain

# Lengths are bounded and an address begins where a word does, so that a long text
# without any is read in one pass.
_CONTACT: Final = re.compile(
    r"(?<![^\s@])[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@.,;]+|https?://[^\s,;)]+|www\.[^\s,;)]+"
    r"|(?:\+|\b0)\d[\d /()-]{5,30}\d|\(?\b\d{3}\)?[ -]\d{3}[ -]\d{4}\b"
)
_NUMBER_WORDS: Final = {
    word: number
    for number, words in {
        1: "one een ein eine einen einem einer un une",
        2: "two twee zwei deux",
        3: "three drie drei trois",
        4: "four vier quatre",
        5: "five vijf funf cinq",
        6: "six zes sechs",
        7: "seven zeven sieben sept",
        8: "eight acht huit",
        9: "nine negen neun neuf",
        10: "ten tien zehn dix",
        11: "eleven elf onze",
        12: "twelve twaalf zwolf douze",
        14: "fourteen veertien vierzehn quatorze",
        15: "fifteen vijftien funfzehn quinze",
        20: "twenty twintig zwanzig vingt",
        30: "thirty dertig dreissig trente",
        60: "sixty zestig sechzig soixante",
        90: "ninety negentig neunzig",
    }.items()
    for word in words.split()
}
_UNITS: Final = (
    (1 / 24, r"hours?|uur|uren|stunden?|heures?"),
    (1, r"days?|dag(?:en)?|werkdag(?:en)?|tage?n?|werktage?n?|jours?"),
    (7, r"weeks?|we[e]?ken|wochen?|semaines?"),
    (365 / 12, r"months?|maand(?:en)?|monate?n?|mois"),
    (365, r"years?|jaar|jaren|jahre?n?|ans?|annees?"),
)
_SPELT: Final = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_UNIT: Final = "|".join(pattern for _, pattern in _UNITS)
# "A week" alone is how often, "within a week" how long; "24 hours a day" is neither.
_DURATION: Final = re.compile(
    rf"(?:\b(?P<number>\d{{1,6}}|{_SPELT})|\b(?:within|for|after|up to) (?P<one>an?))"
    r"[ -](?:(?:working|calendar|full|business|ganze[n]?|volle|hele)[ -])?"
    rf"(?P<unit>{_UNIT})\b(?! (?:an?|per|par|pro) (?:{_UNIT})\b)"
)
_FOR_EVER: Final = re.compile(
    r"\b(?:for ?ever|indefinitely|without (?:any )?(?:time )?limit"
    r"|(?:never|not) (?:permanently )?(?:deleted|removed|erased)"
    r"|onbeperkt|voor altijd|nooit (?:verwijderd|gewist)|unbegrenzt|unbefristet"
    r"|(?:nie|nicht) geloscht|fur immer|indefiniment|sans limite|pour toujours"
    r"|jamais (?:supprime|efface)\w*)\b"
)
# For ever too, unless it says how data is deleted: "then permanently deleted".
_LASTINGLY: Final = re.compile(r"\b(?:permanent(?:ly)?|dauerhaft)\b")
_DELETED: Final = (
    r"(?:delet|remov|eras|destr|anonym|wiped|purged|verwijder|gewist|vernietig|gelosch"
    r"|vernicht|entfern|supprim|effac|detrui)\w*"
)
_DELETED_NEXT: Final = re.compile(rf" (?:and \w+ |und \w+ |en \w+ )?{_DELETED}")
_DELETED_JUST_NOW: Final = re.compile(rf"\b{_DELETED}(?:,? [\w,]+){{0,4}},? ?$")
_NEAR: Final = 48
_FIGURE: Final = re.compile(
    r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
)
_LONGEST_FIGURE: Final = 20
_SCALES: Final = (
    (1_000_000, re.compile(r"\s*(?:million\w*|miljoen|mln|mio|m)\b")),
    (1_000, re.compile(r"\s*(?:thousand|duizend|tausend|mille|k)\b")),
)
_GROUPED: Final = re.compile(r"[.,' \u00a0\u202f](?=\d{3}(?:\D|$))")


def contacts(text: str) -> set[str]:
    """Return the addresses, web pages and telephone numbers that a text names."""
    return {
        (one if set("@.") & set(one) else re.sub(r"\D", "", one)).rstrip(".").lower()
        for one in _CONTACT.findall(text)
    }


class Duration(NamedTuple):
    """A length of time, and whether its unit is one that calendars make uneven."""

    days: float
    is_calendar: bool

    def is_longer_than(self, other: "Duration") -> bool:
        """Compare; "4 weeks" and "1 month", or "90 days" and "3 months", are the same."""
        is_alike = self.is_calendar is other.is_calendar
        return self.days > other.days * (1 if is_alike else _ALMOST)


FOR_EVER: Final = Duration(float("inf"), is_calendar=False)
# A month is a twelfth of a year; against weeks or days it counts as about as long.
_ALMOST: Final = 1.1
_SHORTEST_CALENDAR_UNIT: Final = 30


def durations(text: str) -> list[Duration]:
    """Return the lengths of time in a text as they come."""
    return [
        Duration(
            round(_number(found["number"] or "1") * days, 2),
            is_calendar=days > _SHORTEST_CALENDAR_UNIT,
        )
        for found in _DURATION.finditer(plain(text))
        for days in [_days(found["unit"])]
    ]


def longest_keeping(text: str) -> Duration | None:
    """Return how long data is kept at most; None where no time is stated."""
    words = plain(text)
    if _FOR_EVER.search(words) or any(
        not _tells_of_deleting(words, found) for found in _LASTINGLY.finditer(words)
    ):
        return FOR_EVER
    return max(durations(text), default=None)


def _tells_of_deleting(words: str, found: re.Match[str]) -> bool:
    before = words[max(0, found.start() - _NEAR) : found.start()]
    is_next = _DELETED_NEXT.match(words, found.end()) is not None
    return is_next or _DELETED_JUST_NOW.search(before) is not None


def lone_figure(text: str) -> float | None:
    """Return the number in a text that holds exactly one, else None."""
    found = list(_FIGURE.finditer(text))
    if len(found) != 1 or len(found[0].group()) > _LONGEST_FIGURE:
        return None
    digits = _GROUPED.sub("", found[0].group()).replace(",", ".")
    rest = plain(text[found[0].end() :])
    factor = next((much for much, word in _SCALES if word.match(rest)), 1)
    return float(digits) * factor


def count_words(text: str) -> int:
    return sum(1 for _ in re.finditer(r"\w+", text))


def total(figures: Iterable[float | None]) -> float | None:
    """Return the sum, or None where one is missing or there are none."""
    known = list(figures)
    if not known or None in known:
        return None
    return sum(one for one in known if one is not None)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() else _NUMBER_WORDS[given]


def _days(unit: str) -> float:
    return next(days for days, pattern in _UNITS if re.fullmatch(pattern, unit))
