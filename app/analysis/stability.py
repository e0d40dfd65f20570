"""How sure the engine is of its own reading: the same texts, grouped many times.

Each repetition leaves out a tenth of the comments and starts Leiden elsewhere. Topics
are what the repetitions agree on; one that most of them found is stable, and the
spread of its share over them is its interval. Both describe this engine on these
comments, never a population.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.analysis import graph
from app.analysis.graph import Grouping, Labels, Repetition

KEPT: Final = 0.9

_Comparison = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What the repetitions say of one topic: mean best overlap, and share's ends."""

    stability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """How many repetitions, from which seed on, and whom to tell."""

    runs: int
    seed: int
    progress: Callable[[float], None]


def repeat(
    neighbours: Any, comment_of: Labels, resolution: float, repeats: Repeats
) -> tuple[Repetition, ...]:
    """Group the texts again and again, each time without a tenth of the comments."""
    done: list[Repetition] = []
    for run in range(1, repeats.runs + 1):
        seed = repeats.seed + run
        kept = _sample(comment_of, seed)
        labels = graph.rough_communities(neighbours[kept][:, kept], resolution, seed)
        done.append(Repetition(kept, labels))
        repeats.progress(run / repeats.runs)
    return tuple(done)


def measure(
    grouping: Grouping, most_at_top: int, seed: int
) -> list[tuple[Steadiness, ...]]:
    """Return each topic's steadiness over the repetitions, for leaves and for tops."""
    leaf_of = grouping.leaf_of[grouping.grouped]
    levels = (leaf_of, grouping.top_of[leaf_of])
    counts = (len(grouping.top_of), int(grouping.top_of.max(initial=-1)) + 1)
    seen: tuple[list[_Comparison], list[_Comparison]] = ([], [])
    for number, one in enumerate(grouping.repetitions, start=1):
        fewer = grouping.graph[one.rows][:, one.rows]
        tops = graph.merge_to(fewer, one.labels, most_at_top, seed + number)
        again = (one.labels, tops[one.labels])
        for own, topic_of, found, count in zip(
            seen, levels, again, counts, strict=True
        ):
            own.append(_compare(topic_of[one.rows], found, count))
    return [_summary(own, count) for own, count in zip(seen, counts, strict=True)]


def _summary(rows: "Sequence[_Comparison]", topics: int) -> tuple[Steadiness, ...]:
    if not rows:
        return tuple(Steadiness(0.0, 1.0, 1.0) for _ in range(topics))
    overlaps = np.asarray([overlap for overlap, _ in rows]).mean(axis=0)
    ratios = np.asarray([ratio for _, ratio in rows])
    low, high = np.percentile(ratios, 5, axis=0), np.percentile(ratios, 95, axis=0)
    return tuple(
        Steadiness(
            round(float(overlaps[i]), 3),
            float(low[i]),
            float(high[i]),
        )
        for i in range(topics)
    )


def _sample(comment_of: Labels, seed: int) -> Labels:
    comments = int(comment_of.max(initial=-1)) + 1
    chosen = np.random.default_rng(seed).random(comments) < KEPT
    kept = np.flatnonzero(chosen[comment_of])
    return kept if len(kept) else np.arange(len(comment_of))


def _compare(reference: Labels, again: Labels, topics: int) -> _Comparison:
    """Return each reference topic's best Jaccard overlap and relative size."""
    table = np.zeros((topics, int(again.max()) + 1))
    np.add.at(table, (reference, again), 1)
    before, after = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    overlap = table / np.maximum(before + after - table, 1)
    best = overlap.argmax(axis=1)
    rows = np.arange(topics)
    ratio = after[0, best] / np.maximum(before[:, 0], 1)
    gone = before[:, 0] == 0
    return np.where(gone, 0.0, overlap[rows, best]), np.where(gone, 1.0, ratio)
