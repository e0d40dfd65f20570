"""Tells answers that say something from those that only fill the box.

"Not sure", "n/a" and "see above" are counted apart and never become a topic. What
was asked matters: "Nothing." to "What could we do better?" is praise.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from app.analysis import fillers

# A text with more words than this says something, whatever the words are.
MOST_WORDS: Final = 9
_LONGEST: Final = 120
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def is_substantive(text: str, *, question: str | None) -> bool:
    """Say whether an answer holds anything to read."""
    if len(text) > _LONGEST and len(text.strip()) > _LONGEST:
        return _WORD.search(text) is not None
    words = _words(text)
    if not words:
        return False
    phrase = " ".join(words)
    if len(words) > MOST_WORDS:
        return True
    if phrase in fillers.NOTHING or _without_softeners(words) in fillers.NOTHING:
        return _asks_for_judgement(question or "")
    if phrase in fillers.YES_OR_NO:
        return _asks_yes_or_no(question or "")
    return not _is_filler(words, phrase)


def _is_filler(words: tuple[str, ...], phrase: str) -> bool:
    if len(words) == 1 and len(phrase) == 1 and phrase.isascii():
        return True
    return phrase in fillers.FILLERS or _without_softeners(words) in fillers.FILLERS


def _without_softeners(words: tuple[str, ...]) -> str:
    """Drop what only softens: "i am really not sure sorry" is "not sure"."""
    return " ".join(word for word in words if word not in fillers.SOFTENERS)


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    plain = fillers.SOFT_PHRASES.sub(" ", plain) if len(plain) <= _LONGEST else plain
    return tuple(match[0].replace("'", "") for match in _WORD.finditer(plain))


@lru_cache(maxsize=1024)
def _asks_for_judgement(question: str) -> bool:
    return fillers.JUDGEMENT_ASKED.search(question.casefold()) is not None


@lru_cache(maxsize=1024)
def _asks_yes_or_no(question: str) -> bool:
    return fillers.YES_OR_NO_ASKED.search(question.casefold()) is not None
