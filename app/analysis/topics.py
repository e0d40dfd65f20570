"""Finds the topics of one question's comments, with all that is said about each."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.analysis import labels, stability
from app.analysis.embedders import Embedder, Vectors
from app.analysis.options import Options
from app.analysis.stability import Steadiness
from app.analysis.texts import Passages, Rows

QUOTES: Final = 3
_TELLING_LENGTH: Final = (40, 240)  # of a quote, in characters


@dataclass(frozen=True, slots=True)
class Described:
    """One topic, before it is counted and gets its id."""

    label: str
    keywords: tuple[str, ...]
    quotes: tuple[int, ...]
    centroid: tuple[float, ...]
    reach: float
    steadiness: Steadiness


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics of one question.

    Attributes:
        leaf_of: The leaf topic of each distinct wording.
        top_of: The top-level topic of each leaf.
    """

    leaf_of: Rows
    top_of: Rows
    leaves: tuple[Described, ...]
    tops: tuple[Described, ...]


Step = Callable[[str, float], None]
Timed = Callable[[str], AbstractContextManager[None]]


def find(
    passages: Passages, embedder: Embedder, options: Options, step: Step, timed: Timed
) -> Topics:
    """Place, group, doubt and name the passages of one question."""
    # these load scikit-learn and BERTopic, which takes seconds
    from app.analysis import lsa, topic_models  # noqa: PLC0415

    with timed("embed"):
        places = embedder.embed(passages.texts, lambda done: step("embed", done))
        wide = lsa.widen(places, passages.tokens, options.seed)
    with timed("cluster"):
        step("cluster", 0.0)
        granularity = topic_models.Granularity()
        grouping = topic_models.group(passages.tokens, wide, granularity, options.seed)
    leaf_of, top_of = grouping.leaf_of, grouping.top_of[grouping.leaf_of]
    with timed("describe"):
        step("stability", 0.0)
        steady = stability.measure(
            grouping.graph,
            (leaf_of, top_of),
            _first_comments(passages),
            stability.Repeats(
                granularity.resolution,
                granularity.most_at_top,
                options.seed,
                options.stability_runs,
            ),
            lambda done: step("stability", done),
        )
        step("describe", 0.0)
        describe = _Describer(passages.texts, places)
        return Topics(
            leaf_of,
            grouping.top_of,
            describe.all(leaf_of, grouping.leaf_words, steady[0]),
            describe.all(top_of, grouping.top_words, steady[1]),
        )


def _first_comments(passages: Passages) -> Rows:
    """Return for each wording the first comment that holds it, numbered afresh."""
    _, first = np.unique(passages.distinct, return_index=True)
    _, numbered = np.unique(passages.comment[first], return_inverse=True)
    rows: Rows = numbered.astype(np.int64)
    return rows


class _Describer:
    """Names topics over one background, so that no two get the same name."""

    def __init__(self, texts: Sequence[str], places: Vectors) -> None:
        self.texts = texts
        self.places = places
        self.background = labels.count_phrases(texts)
        self.taken: set[str] = set()

    def all(
        self,
        topic_of: Rows,
        words: Sequence[Sequence[tuple[str, float]]],
        steadiness: Sequence[Steadiness],
    ) -> tuple[Described, ...]:
        return tuple(
            self._one(np.flatnonzero(topic_of == number), words[number], steady)
            for number, steady in enumerate(steadiness)
        )

    def _one(
        self, members: Rows, words: Sequence[tuple[str, float]], steady: Steadiness
    ) -> Described:
        mean = self.places[members].mean(axis=0)
        centroid = mean / max(1e-9, float(np.linalg.norm(mean)))
        similar = self.places[members] @ centroid
        texts = [self.texts[member] for member in members]
        return Described(
            labels.label(texts, words, self.background, self.taken),
            labels.keywords(words),
            tuple(int(members[row]) for row in _central(texts, similar)),
            tuple(round(float(x), 5) for x in centroid),
            round(float(np.percentile(similar, 5)), 4),
            steady,
        )


def _central(texts: Sequence[str], similar: NDArray[np.float32]) -> list[int]:
    """Return the passages that stand for a topic: central, and fit to be quoted."""
    shortest, longest = _TELLING_LENGTH
    fit = [shortest <= len(text) <= longest and "[" not in text for text in texts]
    order = sorted(range(len(texts)), key=lambda i: (not fit[i], -similar[i], i))
    return order[:QUOTES]
