"""Why a record was found: the searched words where they stand, marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.register.rules.compare import Part
from app.register.rules.wording import PLAIN, Tongue, value_text
from app.register.rules.words import fold
from app.register.schemas.answers import Answers
from app.register.schemas.fields import ASKED
from app.register.schemas.kinds import RecordField

# What a word may have more than another without being a different one.
_ENDINGS: Final = ("s", "es", "d", "ed", "ing", "r", "er", "ers", "ion", "ions")
# What begins with a shorter word is mostly another, see `queries/word_search.py`.
_TELLING: Final = 5
_SHORTEST: Final = 3
# A narrow screen shows three lines of a summary.
_SEEN: Final = 100
_BEFORE, _AFTER = 50, 120


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of one answer in which a searched word stands."""

    field: RecordField
    parts: list[Part]


def marked(text: str, words: Sequence[str]) -> list[Part]:
    """Return a text in parts, of which the searched words are marked."""
    parts: list[Part] = []
    end = 0
    for start, stop in _places(text, words):
        if start > end:
            parts.append(Part(text[end:start], is_marked=False))
        parts.append(Part(text[start:stop], is_marked=True))
        end = stop
    return [*parts, Part(text[end:], is_marked=False)] if end < len(text) else parts


def find_snippet(
    answers: Answers, words: Sequence[str], tongue: Tongue = PLAIN
) -> Snippet | None:
    """Return the first answer that holds a searched word, cut to what stands around."""
    for field in ASKED:
        answer = answers.get(field.key)
        if answer is None or not answer.is_answered:
            continue
        text = " ".join(value_text(field, answer, tongue).split())
        for start, stop in _places(text, words):
            return Snippet(field, marked(_around(text, start, stop), words))
    return None


def _around(text: str, start: int, stop: int) -> str:
    """Cut a text between words, and say where something is left out."""
    first, last = max(0, start - _BEFORE), min(len(text), stop + _AFTER)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", stop, last), stop)
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return f"{before}{text[first:last]}{after}"


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    folded = fold(text)
    # Some letters fold to two; then places are those of the text as it is.
    folded = folded if len(folded) == len(text) else text.lower()
    if len(folded) != len(text):
        return []
    return [
        one.span()
        for one in _beginnings(words).finditer(folded)
        if any(_is_form(one[0], word) for word in words)
    ]


def _beginnings(words: Sequence[str]) -> re.Pattern[str]:
    starts = "|".join(sorted({re.escape(word[:_SHORTEST]) for word in words}))
    return re.compile(rf"(?<![^\W_])(?:{starts})[^\W_]*")


def _is_form(word: str, searched: str) -> bool:
    """Tell whether a word is the searched one, inflected, or a longer one like it."""
    if searched in (word, *_roots(word)) or word in _roots(searched):
        return True
    if len(searched) < _TELLING:
        return False
    return word.startswith(searched) or bool(_roots(word) & _roots(searched))


def is_seen(name: list[Part], summary: list[Part]) -> bool:
    """Tell whether a mark stands in a name, or early enough in a summary to be shown."""
    before = 0
    for part in summary:
        if part.is_marked and before < _SEEN:
            return True
        before += len(part.text)
    return any(part.is_marked for part in name)


def _roots(word: str) -> set[str]:
    """Return what is left of a word without each ending that it may have."""
    return {
        word.removesuffix(one)
        for one in _ENDINGS
        if word.endswith(one) and len(word) - len(one) >= _SHORTEST
    }
