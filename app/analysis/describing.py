"""Says of each topic what it is called, what its words are and where it lies."""

from collections import Counter
from collections.abc import Sequence, Sized
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.analysis import labels
from app.analysis.embedders import Vectors
from app.analysis.graph import Grouping
from app.analysis.phrases import (
    Phrases,
    content_words,
    kinds,
    phrases,
    quotable,
    stem,
)
from app.analysis.stability import Steadiness

Rows = NDArray[np.int64]
Words = Sequence[tuple[str, float]]

_BACKGROUND: Final = 4_000  # texts
_WEIGHED: Final = 1_000  # texts a quote is compared with, in its topic and outside
_READ_FOR_NAME: Final = 250  # of a topic's texts, near to its middle and far
_SAYINGS: Final = 20  # texts that are weighed as a label
_ONE_LANGUAGE: Final = 0.6  # of a topic's texts
_TOPS_PHRASES: Final = 2


@dataclass(frozen=True, slots=True)
class Described:
    """One topic, before it is counted and gets its id; quotes are passages."""

    label: str
    keywords: tuple[str, ...]
    quotes: tuple[int, ...]
    centroid: tuple[float, ...]
    reach: float
    steadiness: Steadiness


class Describer:
    """Describes the topics of one question beside each other."""

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        places: Vectors,
        asked: str,
    ) -> None:
        self._texts = texts
        self._languages = languages
        self._places = places
        self._phrases: dict[int, Phrases] = {}
        self._some = np.arange(0, len(texts), _step(texts, _WEIGHED))
        every = _step(texts, _BACKGROUND)  # enough to know what is usual
        self._kinds = kinds(texts[::every], languages[::every])
        self._asked = frozenset(map(stem, content_words(asked)))

    def leaves(
        self, grouping: Grouping, steadiness: Sequence[Steadiness]
    ) -> tuple[Described, ...]:
        """Describe the topics that passages belong to."""
        told = self._told_of(grouping.leaf_of, grouping.leaf_words)
        named = labels.name_all(told, self._kinds, self._asked)
        return self._described(grouping.leaf_of, named, grouping.leaf_words, steadiness)

    def tops(
        self,
        grouping: Grouping,
        steadiness: Sequence[Steadiness],
        leaves: Sequence[Described],
    ) -> tuple[Described, ...]:
        """Describe the topics above; one that holds a single leaf is called like it."""
        top_of = grouping.top_of[grouping.leaf_of]
        told = self._told_of(top_of, grouping.top_words)
        below = [np.flatnonzero(grouping.top_of == n) for n in range(len(told))]
        known = [leaves[int(own[0])].label if len(own) == 1 else None for own in below]
        sizes = np.bincount(grouping.leaf_of, minlength=len(leaves))
        named = labels.name_all(
            told,
            self._kinds,
            self._asked,
            labels.Given(
                known,
                [leaf.label for leaf in leaves],
                _TOPS_PHRASES,
                [_parts(own, sizes, leaves) for own in below],
            ),
        )
        return self._described(top_of, named, grouping.top_words, steadiness)

    def _described(
        self,
        topic_of: Rows,
        named: Sequence[str],
        words: Sequence[Words],
        steadiness: Sequence[Steadiness],
    ) -> tuple[Described, ...]:
        found: list[Described] = []
        for number, steady in enumerate(steadiness):
            middle, similar = self._middle(np.flatnonzero(topic_of == number))
            found.append(
                Described(
                    named[number],
                    labels.keywords(words[number]),
                    (),
                    tuple(round(float(x), 5) for x in middle),
                    round(float(np.percentile(similar, 5)), 4),
                    steady,
                )
            )
        return tuple(found)

    def _read(self, row: int) -> Phrases:
        if row not in self._phrases:
            self._phrases[row] = phrases(self._texts[row])
        return self._phrases[row]

    def _middle(self, members: Rows) -> tuple[Vectors, Vectors]:
        mean = self._places[members].mean(axis=0)
        centroid = mean / max(1e-9, float(np.linalg.norm(mean)))
        return centroid, self._places[members] @ centroid

    def _told_of(self, topic_of: Rows, words: Sequence[Words]) -> list[labels.Told]:
        return [
            self._told(np.flatnonzero(topic_of == number), own)
            for number, own in enumerate(words)
        ]

    def _told(self, members: Rows, words: Words) -> labels.Told:
        _, similar = self._middle(members)
        closest = members[np.lexsort((members, -np.round(similar, 6)))]
        # not the closest alone: a label must name the others as well
        spread = closest[:: _step(closest, _READ_FOR_NAME)]
        spoken = Counter(self._languages[row] for row in members.tolist())
        language = max(sorted(spoken), key=lambda one: spoken[one])
        return labels.Told(
            [self._read(row) for row in spread.tolist()],
            self._saying(closest, language),
            words,
            language,
            spoken[language] >= _ONE_LANGUAGE * len(members),
        )

    def _saying(self, closest: Rows, language: str) -> labels.Saying | None:
        """Return the short words of a central text that stand for most others."""
        quotes = (
            (row, text)
            for row in closest[: max(10, len(closest) // 4)].tolist()
            if self._languages[row] == language
            and (text := quotable(self._texts[row])) is not None
        )
        said = list(islice(quotes, _SAYINGS))
        if not said:
            return None
        outside = np.setdiff1d(self._some, closest)
        there = self._places[[row for row, _ in said]].T
        inner = np.round(self._places[closest[:: _step(closest, _WEIGHED)]] @ there, 4)
        outer = np.round(self._places[outside] @ there, 4)
        if not len(outside):
            outer = np.zeros((1, len(said)), np.float32)
        # a text is like what is said if it is nearer than nearly all other topics' are
        alike = (inner > np.percentile(outer, 95, axis=0)).sum(axis=0)
        others = len(inner) - 1
        shares = (alike - 1) / others if others else np.ones(len(said))
        apart = inner.mean(axis=0) - outer.mean(axis=0)
        best = max(
            range(len(said)),
            key=lambda one: (
                not said[one][1].endswith("\u2026"),
                round(float(apart[one]), 2),
                -len(said[one][1]),
                said[one][1],
            ),
        )
        return labels.Saying(said[best][1], float(shares[best]))


def _step(some: Sized, most: int) -> int:
    """Return the step by which to go so that about as many are met."""
    return max(1, len(some) // most)


def _parts(
    own: Rows, sizes: Rows, leaves: Sequence[Described]
) -> list[tuple[str, float]]:
    """Return the names and shares of the topics below one, largest first."""
    whole = max(1, int(sizes[own].sum()))
    largest = sorted(own.tolist(), key=lambda leaf: (-sizes[leaf], leaf))
    return [(leaves[leaf].label, float(sizes[leaf]) / whole) for leaf in largest]
