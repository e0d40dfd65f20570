"""What a text lets people hold the body to: time limits, contacts, numbers.

Numbers and units are read in English, Dutch, German and French.
"""

import re
from collections.abc import Iterable
from typing import Final

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
    (30, r"months?|maand(?:en)?|monate?n?|mois"),
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
    r"\b(?:for ?ever|indefinitely|permanently|without (?:any )?(?:time )?limit|never deleted"
    r"|not deleted|onbeperkt|voor altijd|permanent|nooit verwijderd|unbegrenzt|unbefristet"
    r"|dauerhaft|fur immer|indefiniment|sans limite|pour toujours)\b"
)
_FIGURE: Final = re.compile(
    r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
)
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


def durations(text: str) -> list[float]:
    """Return the lengths of time in a text, in days, as they come."""
    return [
        _number(found["number"] or "1") * _days(found["unit"])
        for found in _DURATION.finditer(plain(text))
    ]


def longest_keeping(text: str) -> float | None:
    """Return for how many days data is kept at most; None where no time is stated."""
    if _FOR_EVER.search(plain(text)):
        return float("inf")
    return max(durations(text), default=None)


def lone_figure(text: str) -> float | None:
    """Return the number in a text that holds exactly one, else None."""
    found = list(_FIGURE.finditer(text))
    if len(found) != 1:
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
