"""Finds the phrases that may name a topic, and says how telling each is.

A phrase is worth more the more of the topic's texts hold its words, the less any other
topic does, and the more surely it names a thing. What mostly stands within one and the
same longer phrase is a fragment of it and names nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import takewhile
from operator import or_
from typing import Final
from unicodedata import combining, normalize

from app.analysis.phrases import LONGEST, Key, Kinds, Phrases, stem, stems_of, usual
from app.analysis.vague_words import VAGUE

_RANKED: Final = 80
_FRAGMENT: Final = 0.6  # of a phrase's texts hold it in the same longer one
_LEAST_STEM: Final = 3
_SHARED: Final = 0.5  # distinctness below which another topic holds the words more
_OF_ITS_WORDS: Final = 0.2  # of the texts with its most frequent word hold a phrase
_KNOWN_THING: Final = 0.45
_COMPOUNDS: Final = frozenset({"de", "nl", "sv", "da"})
_LEAST_COMPOUND: Final = 5
_FAMILY: Final = 0.5  # of two stems alike from the start
_FEW: Final = 3
# longer phrases say more, but stand in fewer texts
_LENGTH_BONUS: Final = (0.0, 1.0, 1.6, 1.9, 1.9)
_BESIDE_ASKED: Final = 0.8  # what the question says, or all, adds nothing
_BESIDE_VAGUE: Final = 1.2
VAGUE_STEMS: Final = frozenset(map(stem, VAGUE))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that may name a topic.

    Attributes:
        held: The texts that hold all its words.
        named: The texts that hold any of its words that is this topic's own.
        is_thing: Whether it is more likely the name of a thing than of a deed.
    """

    key: Key
    text: str
    stems: frozenset[str]
    held: int
    named: int
    is_thing: bool
    score: float


class Words:
    """All stems of some topics, to find those that a stem is part of."""

    def __init__(
        self, topics: Sequence[Sequence[Phrases]], languages: Iterable[str]
    ) -> None:
        self.builds_compounds = not _COMPOUNDS.isdisjoint(languages)
        every = {
            key[0]
            for texts in topics
            for found in texts
            for key in found
            if len(key) == 1
        }
        self._every = "\n".join(["", *sorted(every), ""])
        self._forms: dict[str, tuple[str, ...]] = {}

    def forms(self, part: str) -> tuple[str, ...]:
        """Return the stems that hold a stem: itself, and what is built with it."""
        if not self.builds_compounds or len(part) < _LEAST_COMPOUND:
            return (part,)
        if part not in self._forms:
            found = re.findall(rf"\n(.*{re.escape(part)}.*)(?=\n)", self._every)
            self._forms[part] = tuple(found) or (part,)
        return self._forms[part]


class Texts:
    """A topic's texts, and for each stem the texts that hold it as bits of a number."""

    def __init__(self, texts: Sequence[Phrases], words: Words) -> None:
        self.count = len(texts)
        self._words = words
        self._found = texts
        self._holding: dict[str, int] = {}
        self._of: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        for place, found in enumerate(texts):
            for key in found:
                if len(key) == 1:
                    self._holding[key[0]] = self._holding.get(key[0], 0) | 1 << place

    def surfaces(self) -> dict[Key, "Counter[str]"]:
        """Return how each phrase is written, and in how many texts."""
        surfaces: dict[Key, Counter[str]] = {}
        for own in self._found:
            for key, surface in own.items():
                surfaces.setdefault(key, Counter())[surface] += 1
        return surfaces

    def frequent(self, share: float) -> set[str]:
        """Return the stems that at least this share of the texts hold."""
        return {
            part for part, held in self._holding.items() if self.share(held) >= share
        }

    def one(self, part: str) -> int:
        """Return which texts hold a stem, in whatever compound."""
        if not self._words.builds_compounds:
            return self._holding.get(part, 0)
        if part not in self._of:
            forms = self._words.forms(part)
            self._of[part] = reduce(or_, (self._holding.get(one, 0) for one in forms))
        return self._of[part]

    def most(self, stems: frozenset[str]) -> int:
        """Return how many texts can hold all of some stems: as many as the rarest."""
        sizes = self._sizes
        for part in stems:
            if part not in sizes:
                sizes[part] = self.one(part).bit_count()
        return min(sizes[part] for part in stems)

    def all_of(self, stems: frozenset[str]) -> int:
        held = -1
        for part in stems:
            held &= self.one(part)
            if not held:
                return 0
        return held

    def any_of(self, stems: frozenset[str]) -> int:
        return reduce(or_, map(self.one, stems), 0)

    def share(self, held: int) -> float:
        return held.bit_count() / max(1, self.count)


def rank(
    own: Texts, others: Sequence[Texts], kinds: Kinds, asked: frozenset[str]
) -> list[Phrase]:
    """Return the phrases that may name a topic, best first.

    Args:
        own: The topic's texts.
        others: Those of each topic beside it.
        kinds: Which words name things.
        asked: Stems that tell no topic from another.
    """
    surfaces = own.surfaces()
    ranked = []
    for key in _candidates(surfaces, own.count, kinds, asked):
        stems = stems_of(key)
        held = own.all_of(stems)
        distinct = _distinctness(stems, own, others)
        telling = stems - VAGUE_STEMS
        most = max(own.one(part).bit_count() for part in telling)
        if distinct < _SHARED or held.bit_count() < _OF_ITS_WORDS * most:
            continue
        alone = {
            part
            for part in telling - asked
            if _distinctness(frozenset((part,)), own, others) >= _SHARED
        }
        score = (
            own.share(held) ** 0.85
            * distinct**2
            * _likeness(key, kinds) ** 1.5
            * _length_bonus(stems, asked)
        )
        named = held | own.any_of(frozenset(alone))
        is_thing = kinds.names(key[-1]) >= _KNOWN_THING
        ranked.append(
            Phrase(
                key,
                kinds.spelt(usual(surfaces[key]), key[0]),
                stems,
                held,
                named,
                is_thing,
                score,
            )
        )
    return sorted(ranked, key=lambda one: (-one.score, len(one.key), one.key))


def _candidates(
    surfaces: Mapping[Key, "Counter[str]"],
    texts: int,
    kinds: Kinds,
    asked: frozenset[str],
) -> list[Key]:
    """Return the most frequent phrases that are whole and say something."""
    here = {key: forms.total() for key, forms in surfaces.items()}
    fragments = _fragments(here)
    least = 1 if texts <= _FEW else max(2, texts // 50)
    fit = [
        key
        for key, count in here.items()
        if count >= least
        and len(key) <= LONGEST
        and key not in fragments
        and not stems_of(key) <= asked | VAGUE_STEMS
        and not (key[0] in VAGUE_STEMS and _is_better_without(key, kinds))
    ]
    return sorted(fit, key=lambda key: (-here[key] * len(key) ** 0.5, key))[:_RANKED]


def _is_better_without(key: Key, kinds: Kinds) -> bool:
    """Say whether a phrase says as much, or no thing at all, without its first word."""
    telling = len(stems_of(key) - VAGUE_STEMS)
    return telling > 1 or kinds.names(key[-1]) < _KNOWN_THING


def _fragments(here: dict[Key, int]) -> set[Key]:
    """Return phrases that mostly stand within one and the same longer phrase."""
    fragments: set[Key] = set()
    for key, count in here.items():
        for first in range(len(key)):
            for last in range(first + 1, len(key) + 1):
                short = key[first:last]
                is_short = len(short) < len(key) and (
                    len(short) > 1 or len(key) <= LONGEST
                )
                if (
                    is_short
                    and count > 1
                    and count >= _FRAGMENT * here.get(short, count)
                ):
                    fragments.add(short)
    return fragments


def _distinctness(stems: frozenset[str], own: Texts, others: Sequence[Texts]) -> float:
    """Return 1 where no other topic holds the words, 0.5 where one does as often."""
    elsewhere = 0.0
    for other in others:
        # as if each topic had five more texts, or a single word in a tiny one would rule
        texts = other.count + 5
        if other.most(stems) / texts > elsewhere:
            elsewhere = max(elsewhere, other.all_of(stems).bit_count() / texts)
    here = own.share(own.all_of(stems))
    return here / (here + elsewhere) if here else 0.0


def _likeness(key: Key, kinds: Kinds) -> float:
    """Return how surely a phrase names a thing: by its last word, and by all."""
    parts = [kinds.names(part) for part in key if part in stems_of(key)]
    return (parts[-1] + sum(parts) / len(parts)) / 2 * kinds.closes(key[-1])


def _length_bonus(stems: frozenset[str], asked: frozenset[str]) -> float:
    telling = len(stems - asked - VAGUE_STEMS)
    if stems & asked:
        return _BESIDE_ASKED * _LENGTH_BONUS[min(telling, len(_LENGTH_BONUS) - 1)]
    if telling == 1 and len(stems) > 1:
        return _BESIDE_VAGUE
    return _LENGTH_BONUS[min(telling, len(_LENGTH_BONUS) - 1)]


def are_related(some: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether any two stems are of one family, such as art and artist."""
    return any(_is_family(one, other) for one in some for other in others)


def _is_family(one: str, other: str) -> bool:
    shorter, longer = sorted((_plain(one), _plain(other)), key=len)
    if len(shorter) > _LEAST_STEM and shorter in longer:
        return True  # "water" and "freshwater"
    alike = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(shorter, longer, strict=False)
        )
    )
    return alike >= _LEAST_STEM and (
        alike == len(shorter) or alike >= _FAMILY * len(longer)
    )


@lru_cache(maxsize=10_000)
def _plain(part: str) -> str:
    """Return a stem without accents: "Flüge" are of one family with "Flug"."""
    parts = normalize("NFKD", part)
    return "".join(letter for letter in parts if not combining(letter))
