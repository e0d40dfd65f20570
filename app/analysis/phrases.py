"""Cuts texts into the phrases that could name a topic, and weighs what they are.

No dictionary: whether a word names a thing or tells what somebody does is read from
the small words that stand before it in these very comments ("the", "of" and "our"
before things; "to", "will" and "they" before deeds), in the languages we have lists of
small words for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from app.analysis.stop_words import EVERY
from app.analysis.vague_words import (
    ARTICLES,
    BEFORE_DEEDS,
    BEFORE_THINGS,
    LINKING,
    UNFIT,
)

Key = tuple[str, ...]
Phrases = dict[Key, str]

LONGEST: Final = 4  # words of a phrase that may name a topic
_READ: Final = 6  # words of a phrase that shows a shorter one to be a fragment of it
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|\[[\w -]+\]")
_MARKER: Final = "["
_TO_Y: Final = ("ies", "ien", "ie")
_ENDINGS: Final = ("es", "s", "ing", "ed", "en", "e")
_NO_PLURAL: Final = ("ss", "us", "is", "ias")
_LEAST_KEPT: Final = 4
_LEAST_OF_PLURAL: Final = 3
_SURE: Final = 1.5  # as many sightings are added on both sides
_SENTENCE_END: Final = re.compile(
    r"(?<=[^\d\W]{2})[.!?]+(?=$|\s+[A-ZÀ-Þ])|;|(?<=[\u3002\uff01\uff1f])"
)
_EDGES: Final = (
    ' \t.,;:!?-\u2013\u2014"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u3002'
)
_ADJECTIVES_LAST: Final = frozenset({"fr", "es", "it", "pt"})
_SAYS: Final = 2  # words, at least, of what may be quoted
_INNER_QUOTES: Final = str.maketrans('\u201c\u201d"', "\u2018\u2019'")
SAID: Final = 60  # characters of a text that may be quoted as a label


def content_words(text: str) -> list[str]:
    """Return the lower-case words of a text that can name a topic."""
    return [word for word in map(str.lower, _WORD.findall(text)) if is_content(word)]


@lru_cache(maxsize=200_000)
def is_content(word: str) -> bool:
    return (
        len(word) > 1
        and not word.startswith(_MARKER)
        and word.replace("\u2019", "'") not in EVERY
        and not word[0].isdigit()
        and word not in UNFIT
    )


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut a word to what its forms share, roughly and in any language."""
    plain = re.sub(r"['\u2019]s?$", "", word.lower())
    for ending in _TO_Y:
        if plain.endswith(ending) and len(plain) > len(ending) + 2:
            return plain[: -len(ending)] + "y"  # "cities", "Energien"
    if plain.endswith(_NO_PLURAL):
        return plain
    for ending in _ENDINGS:
        least = _LEAST_OF_PLURAL if ending == "s" else _LEAST_KEPT
        if plain.endswith(ending) and len(plain) - len(ending) >= least:
            return plain[: -len(ending)]
    return plain


def phrases(text: str) -> Phrases:
    """Return each phrase of a text: the stems of its words, and how it is written.

    First and last word are content words, between them stand content words and the
    small words that link things ("cost of living").
    """
    matches = list(_WORD.finditer(text))
    words = [match.group().lower() for match in matches]
    telling = [is_content(word) for word in words]
    parts = [
        stem(word) if tells else word
        for word, tells in zip(words, telling, strict=True)
    ]
    breaks = [not text[a.end() : b.start()].isspace() for a, b in pairwise(matches)]
    found: Phrases = {}
    for first, match in enumerate(matches):
        if not telling[first]:
            continue
        for last in range(first, min(first + _READ, len(matches))):
            if last > first and breaks[last - 1]:
                break
            if telling[last]:
                key = tuple(parts[first : last + 1])
                if key not in found:
                    found[key] = text[match.start() : matches[last].end()]
            elif words[last] not in LINKING or (
                words[last] in ARTICLES and telling[last - 1]
            ):
                break
    return found


def usual(forms: "Counter[str]") -> str:
    """Return the most frequent spelling; lower case wins over a sentence's start."""
    best = max(sorted(forms), key=lambda form: forms[form])
    lower = best.lower()
    if forms[lower] * 3 >= forms[best] or (best.isupper() and " " in best):
        return lower
    return best


def stems_of(key: Key) -> frozenset[str]:
    """Return the content words of a phrase."""
    return frozenset(part for part in key if part not in LINKING)


@dataclass(frozen=True, slots=True)
class Kinds:
    """How often each stem was seen as the name of a thing, and otherwise.

    Attributes:
        things: Seen as the name of a thing.
        others: Seen as something else: a deed, or what something is like.
        ends: Seen with no content word after it.
        leads: Seen straight before a content word, as adjectives are.
        capitals: Seen with a capital that no start of a sentence explains.
    """

    things: Counter[str]
    others: Counter[str]
    ends: Counter[str]
    leads: Counter[str]
    capitals: Counter[str]

    def spelt(self, text: str, part: str) -> str:
        """Return a phrase, given its first stem, as inside of a sentence."""
        is_name = self.capitals[part] or text[1:] != text[1:].lower()
        return text if is_name else text.lower()

    def names(self, part: str) -> float:
        """Return how surely a stem names a thing, 0 to 1; 0.5 where nothing is known."""
        return _share(self.things[part], self.others[part])

    def closes(self, part: str) -> float:
        """Return how surely a phrase may end with a stem."""
        return min(1.0, 2 * _share(self.ends[part], self.leads[part]))


def _share(some: int, others: int) -> float:
    return (some + _SURE) / (some + others + 2 * _SURE)


def kinds(texts: Iterable[str], languages: Iterable[str]) -> Kinds:
    """Look at what stands before and after each content word of some texts."""
    found = Kinds(Counter(), Counter(), Counter(), Counter(), Counter())
    for text, language in zip(texts, languages, strict=True):
        _look(list(_WORD.finditer(text)), text, language, found)
    return found


def _look(
    matches: Sequence[re.Match[str]], text: str, language: str, found: Kinds
) -> None:
    for before, match, after in zip(
        [None, *matches], matches, [*matches[1:], None], strict=False
    ):
        word = match.group()
        if not is_content(word.lower()):
            continue
        part = stem(word)
        if language not in _ADJECTIVES_LAST:
            leads = _adjoin(match, after, text) and is_content(_lower(after))
            (found.leads if leads else found.ends)[part] += 1
        is_inside = _adjoin(before, match, text)
        if word[0].isupper() and (is_inside or language == "de"):
            found.capitals[part] += 1
        if is_inside:
            _sort(part, word, _lower(before), language, found)


def _sort(part: str, word: str, before: str, language: str, found: Kinds) -> None:
    if language == "de":
        # the names of things are capitals in German, wherever they stand
        (found.things if word[0].isupper() else found.others)[part] += 1
    elif before in BEFORE_THINGS:
        found.things[part] += 1
    elif before in BEFORE_DEEDS:
        found.others[part] += 1


def _adjoin(one: re.Match[str] | None, other: re.Match[str] | None, text: str) -> bool:
    """Say whether nothing but a space stands between two words."""
    return (
        one is not None
        and other is not None
        and text[one.end() : other.start()].isspace()
    )


def _lower(match: re.Match[str] | None) -> str:
    return "" if match is None else match.group().lower().replace("\u2019", "'")


def quotable(text: str) -> str | None:
    """Return the first words of a text, short enough to be a label; or None."""
    sentence = _SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0].strip(_EDGES)
    words = [match.group().lower() for match in _WORD.finditer(sentence)]
    if sentence.count("(") != sentence.count(")"):
        return None
    if len(words) < _SAYS or any(w.startswith(_MARKER) or w in UNFIT for w in words):
        return None
    if len(sentence) <= SAID:
        return sentence.translate(_INNER_QUOTES)
    return (
        sentence.translate(_INNER_QUOTES)[: SAID - 1].rsplit(" ", 1)[0].rstrip(_EDGES)
        + "\u2026"
    )
