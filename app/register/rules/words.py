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


@lru_cache(maxsize=16)
def plain(text: str) -> str:
    """Return what rules read of a text: folded, each run of blanks a single one."""
    return _BLANKS.sub(" ", fold(text[:_MOST_READ])[:_MOST_READ])


def terms_of(query: str) -> list[str]:
    """Return the words of a query, without the small ones unless there are no others."""
    words = [word[:LONGEST_WORD] for word in _WORD.findall(fold(query[:400]))]
    words = list(dict.fromkeys(words))
    return [word for word in words if word not in _STOP_WORDS][:_MOST_TERMS] or words


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
