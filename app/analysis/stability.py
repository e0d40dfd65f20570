"""How sure the engine is of its own reading: the same passages, grouped many times.

Each repetition leaves out a tenth of the comments and starts Leiden elsewhere. A topic
that returns is stable; the spread of its share over the repetitions is its interval.
Both describe this engine on these comments, never a population.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.analysis import graph
from app.analysis.graph import Labels

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
    """How the repetitions are made: as finely as the reference, from other seeds."""

    resolution: float
    most_at_top: int
    seed: int
    runs: int


def measure(
    neighbours: Any,
    levels: tuple[Labels, Labels],
    comment_of: Labels,
    repeats: Repeats,
    progress: Callable[[float], None],
) -> list[tuple[Steadiness, ...]]:
    """Return each topic's steadiness over the repetitions, for leaves and for tops.

    Args:
        neighbours: The graph of the reference run.
        levels: The leaf and the top-level topic of each passage in that run.
        comment_of: The comment of each passage; comments are left out whole.
        repeats: What to repeat.
        progress: Told how far it is.
    """
    seen: tuple[list[_Comparison], list[_Comparison]] = ([], [])
    for run in range(1, repeats.runs + 1):
        seed = repeats.seed + run
        kept = _sample(comment_of, seed)
        fewer = neighbours[kept][:, kept]
        leaves = graph.communities(fewer, repeats.resolution, seed)
        tops = graph.merge_to(fewer, leaves, repeats.most_at_top, seed)[leaves]
        for own, topic_of, again in zip(seen, levels, (leaves, tops), strict=True):
            own.append(_compare(topic_of[kept], again, _count(topic_of)))
        progress(run / repeats.runs)
    return [
        _summary(own, _count(topic_of))
        for own, topic_of in zip(seen, levels, strict=True)
    ]


def _count(labels: Labels) -> int:
    return int(labels.max(initial=-1)) + 1


def _summary(rows: "Sequence[_Comparison]", topics: int) -> tuple[Steadiness, ...]:
    if not rows:
        return tuple(Steadiness(0.0, 1.0, 1.0) for _ in range(topics))
    overlaps = np.asarray([overlap for overlap, _ in rows]).mean(axis=0)
    ratios = np.asarray([ratio for _, ratio in rows])
    low, high = np.percentile(ratios, 5, axis=0), np.percentile(ratios, 95, axis=0)
    return tuple(
        Steadiness(
            round(float(overlaps[i]), 3),
            min(1.0, float(low[i])),
            max(1.0, float(high[i])),
        )
        for i in range(topics)
    )


def _sample(comment_of: Labels, seed: int) -> NDArray[np.intp]:
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
