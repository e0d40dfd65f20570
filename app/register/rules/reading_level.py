"""How hard an English text is to read, and which of its sentences are.

Flesch-Kincaid grade (Kincaid and others, 1975): 0.39 words per sentence + 11.8
syllables per word - 15.59. Syllables are counted by groups of vowels, which is right
for most English words and close for the rest.
"""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.register.schemas.answers import Answers, text_value
from app.register.schemas.kinds import Kind, RecordField
from app.register.schemas.summary_fields import SUMMARY_FIELDS

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*[\"')\]\u201d\u2019]*\s*|\n+")
_WORD: Final = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_LONG_SENTENCE: Final = 25
_HARD_GRADE: Final = 12.0
_FEW_WORDS: Final = 8
PROSE: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})
# The grade at which a twelve-year-old reads without help.
PLAIN_GRADE: Final = 7.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and whether it is hard to read."""

    text: str
    is_hard: bool


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """The school grade of a text, and its sentences in order."""

    grade: float
    sentences: list[Sentence]

    @property
    def is_plain(self) -> bool:
        return self.grade <= PLAIN_GRADE

    @property
    def is_easy(self) -> bool:
        """Tell whether nothing in it is hard, not only the whole on average."""
        return self.is_plain and self.hard_count == 0

    @property
    def hard_count(self) -> int:
        return sum(one.is_hard for one in self.sentences)


@dataclass(frozen=True, slots=True)
class TextLevel:
    """One text of a record's summary and how hard it is to read."""

    field: RecordField
    level: ReadingLevel


@dataclass(frozen=True, slots=True)
class SummaryLevels:
    """The texts of a record's summary, each measured; the hardest speaks for all."""

    texts: list[TextLevel]

    @property
    def hardest(self) -> TextLevel | None:
        return max(self.texts, key=lambda one: one.level.grade, default=None)

    @property
    def to_mend(self) -> list[TextLevel]:
        return [one for one in self.texts if not one.level.is_easy]


def summary_levels(answers: Answers, language: str) -> SummaryLevels:
    """Measure every text of the first layer; none where the language is not English."""
    measured = [
        (field, reading_level(text_value(answers, field.key), language))
        for field in SUMMARY_FIELDS
        if field.kind in PROSE
    ]
    return SummaryLevels([TextLevel(field, one) for field, one in measured if one])


def reading_level(text: str, language: str) -> ReadingLevel | None:
    """Measure a text; None where it is not English or has no words."""
    if language.split("-", maxsplit=1)[0] != "en" or not _WORD.search(text):
        return None
    pieces = _SENTENCE.findall(text)
    counted = [_WORD.findall(piece) for piece in pieces]
    sentences = [
        Sentence(piece, _is_hard(words))
        for piece, words in zip(pieces, counted, strict=True)
    ]
    real = [words for words in counted if words]
    return ReadingLevel(
        round(_grade(list(chain.from_iterable(real)), len(real)), 1), sentences
    )


def syllables(word: str) -> int:
    """Count the syllables of an English word, at least one."""
    word = word.lower().replace("\u2019", "'").split("'")[0]
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    if word.endswith(("ed", "es")) and count > 1 and not _SOUNDED.search(word):
        count -= 1
    return max(1, count)


# Endings in which the last e is spoken: wanted, horses, studied.
_SOUNDED: Final = re.compile(r"(?:[tdie]ed|(?:[szcgxi]|[cs]h)es)$")


def _is_hard(words: list[str]) -> bool:
    if len(words) > _LONG_SENTENCE:
        return True
    return len(words) >= _FEW_WORDS and _grade(words, 1) > _HARD_GRADE


def _grade(words: list[str], sentences: int) -> float:
    if not words:
        return 0.0
    per_word = sum(map(syllables, words)) / len(words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * per_word - 15.59)
