"""What comments of a known language teach about those that are in doubt.

In a large consultation most words have been read many times before: a comment made only
of words that many comments of one language hold, and hardly any of another, is in that
language. That settles most of what would else go, at some cost, to a language model.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

LEARN_FROM: Final = 2_000  # comments of a language; fewer teach too little
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_FEWEST: Final = 3  # words, for a comment to be judged
_FAMILIAR: Final = 3  # comments that hold a word
_RARER_ELSEWHERE: Final = 20  # times
_READ: Final = 600  # characters


def settle(texts: Sequence[str], found: Sequence[str | None]) -> list[str | None]:
    """Return the languages found, and those that familiar words tell of the rest."""
    taught = Counter(language for language in found if language is not None)
    teachers = {language for language, count in taught.items() if count >= LEARN_FROM}
    if not teachers or None not in found:
        return list(found)
    familiar = _familiar(texts, found, teachers)
    return [
        language or _language(text, familiar)
        for text, language in zip(texts, found, strict=True)
    ]


def _familiar(
    texts: Sequence[str], found: Sequence[str | None], teachers: set[str]
) -> dict[str, str]:
    """Return the words that only one of the languages uses, and which."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text, language in zip(texts, found, strict=True):
        if language is not None:
            seen[language].update(set(_words(text)))
    return {
        word: language
        for language in sorted(teachers)
        for word, count in seen[language].items()
        if count >= _FAMILIAR
        and count >= _RARER_ELSEWHERE * _elsewhere(word, language, seen)
    }


def _elsewhere(word: str, language: str, seen: dict[str, Counter[str]]) -> int:
    return sum(words[word] for other, words in seen.items() if other != language)


def _language(text: str, familiar: dict[str, str]) -> str | None:
    words = _words(text)
    if len(words) < _FEWEST:
        return None
    first = familiar.get(words[0])
    if first is not None and all(familiar.get(word) == first for word in words):
        return first
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_READ].lower())
