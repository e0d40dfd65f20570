"""Words as search sees them: folded, cut into trigrams, compared for mistakes."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_BLANKS: Final = re.compile(r"[^\S\n]+")
# As long as an answer may be; single letters that fold to many are no way around it.
_MOST_READ: Final = 40_000
_MOST_TERMS: Final = 12
LONGEST_WORD: Final = 40
_SHORTEST_KNOWN: Final = 4
_ABBREVIATION: Final = re.compile(r"\b[A-Z][A-Z0-9]{2,4}\b")
# To a stemmer "IRS" is several times "IR", and "gas" of "ga"; "IDs" are several indeed.
_LOOKS_PLURAL: Final = re.compile(
    r"(?<![^\W_])(?![A-Z]{2}s)[A-Za-z]{2}[sS](?![^\W_])", re.ASCII
)
# No stemmer cuts a word with a figure at its end.
_UNCUT: Final = "0"
# A word this long may hold two mistakes, a shorter one only one.
_LONG_WORD: Final = 7
_STOP_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
    ]
)


def fold(text: str) -> str:
    """Return lower case without accents."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text)
    return "".join(one for one in split if not unicodedata.combining(one)).lower()


def spaced(text: str) -> str:
    """Return the folded words of a text and nothing between them, for full-text search.

    Databases disagree on what to make of “AI/ML”, “covid-19” or an address.
    """
    return " ".join(_WORD.findall(fold(_LOOKS_PLURAL.sub(rf"\g<0>{_UNCUT}", text))))


def in_one(identifier: str) -> str:
    """Return an identifier as a single word: "treasirs54" for "TREAS-IRS-54"."""
    return "".join(_WORD.findall(fold(identifier)))[:LONGEST_WORD]


def uncut(word: str) -> str | None:
    """Return the form of a word that no stemmer shortens, if search knows it by that."""
    return word + _UNCUT if _LOOKS_PLURAL.fullmatch(word) else None


@lru_cache(maxsize=16)
def plain(text: str) -> str:
    """Return what rules read of a text: folded, each run of blanks a single one."""
    return _BLANKS.sub(" ", fold(text[:_MOST_READ])[:_MOST_READ])


def terms_of(query: str) -> list[str]:
    """Return the words of a query, without the small ones unless there are no others."""
    words = [word[:LONGEST_WORD] for word in _WORD.findall(fold(query[:400]))]
    words = list(dict.fromkeys(words))
    return [word for word in words if word not in _STOP_WORDS][:_MOST_TERMS] or words


def abbreviations_in(query: str) -> set[str]:
    """Return the short words that are written in capitals: they are meant as they are."""
    return {one.lower() for one in _ABBREVIATION.findall(query[:400])}


def may_be_mistyped(word: str) -> bool:
    """Tell whether a word is long enough to be sure which other was meant."""
    return len(word) >= _SHORTEST_KNOWN and word.isalpha()


def known_words(folded: Iterable[str]) -> set[str]:
    """Return the words of folded texts that a mistyped one may have been meant for."""
    return {
        word
        for text in folded
        for word in _WORD.findall(text)
        if _SHORTEST_KNOWN <= len(word) <= LONGEST_WORD and word.isalpha()
    }


def halves(word: str) -> list[tuple[str, str]]:
    """Return the ways to cut a word into two, the most even first."""
    places = range(_SHORTEST_KNOWN, len(word) - _SHORTEST_KNOWN + 1)
    by_evenness = sorted(places, key=lambda at: abs(len(word) - 2 * at))
    return [(word[:at], word[at:]) for at in by_evenness]


def trigrams(word: str) -> set[str]:
    """Return the three-letter pieces of a word with its ends marked."""
    marked = f"^{word}$"
    return {marked[i : i + 3] for i in range(len(marked) - 2)}


def nearest(word: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """Return the candidates that differ by few enough mistakes, nearest first."""
    allowed = 2 if len(word) >= _LONG_WORD else 1
    found = []
    for candidate in candidates:
        distance = mistakes(word, candidate, allowed)
        if distance <= allowed:
            found.append((distance, candidate))
    return [candidate for _, candidate in sorted(found)[:most]]


def mistakes(one: str, other: str, most: int) -> int:
    """Count letters added, lost, changed or swapped; `most + 1` once there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            is_swap = (
                i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against
            )
            row.append(min(cost, last[j - 2] + 1) if is_swap else cost)
        if min(row) > most:
            return most + 1
    return row[-1]
