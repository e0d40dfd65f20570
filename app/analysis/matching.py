"""Lets topics outlive runs: ids kept where members stayed, new comments joined.

What an official named, merged or answered hangs on a topic's id. A new run's topic
takes over the id of the earlier topic with which it shares most; whatever is new gets
an id made from its members, so that equal input gives equal ids.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.analysis.embedders import Vectors
from app.analysis.findings import KnownTopic

SAME: Final = 0.35  # least likeness, of 1, at which an earlier id is taken over
_MEMBERS_COUNT: Final = 0.7  # the rest of the likeness is where the topics lie


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic just found, before it has an id."""

    question: str | None
    is_top: bool
    comments: frozenset[str]
    centroid: tuple[float, ...]


def assign_ids(
    candidates: Sequence[Candidate], known: Sequence[KnownTopic]
) -> list[str]:
    """Return an id for each candidate: an earlier one where it is the same topic."""
    likeness = np.zeros((len(candidates), len(known)))
    for row, one in enumerate(candidates):
        for column, other in enumerate(known):
            likeness[row, column] = _likeness(one, other)
    ids: list[str | None] = [None] * len(candidates)
    for row, column in _best_pairs(likeness):
        ids[row] = known[column].id
    taken = {topic.id for topic in known}
    for row, one in enumerate(candidates):
        if ids[row] is None:
            ids[row] = _new_id(one, taken)
            taken.add(ids[row] or "")
    return [one for one in ids if one is not None]


def _likeness(one: Candidate, other: KnownTopic) -> float:
    if one.question != other.question or one.is_top != (other.parent is None):
        return 0.0
    shared = len(one.comments & other.comments)
    # comments that arrived since then must not count against the topic they joined
    members = shared / max(1, min(len(one.comments), len(other.comments)))
    balance = shared / max(1, len(one.comments | other.comments))
    place = max(0.0, _cosine(one.centroid, other.centroid))
    both = (members + balance) / 2
    return _MEMBERS_COUNT * both + (1 - _MEMBERS_COUNT) * place if shared else 0.0


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    if len(one) != len(other) or not one:
        return 0.0
    a, b = np.asarray(one), np.asarray(other)
    return float(a @ b / max(1e-9, float(np.linalg.norm(a) * np.linalg.norm(b))))


def _best_pairs(likeness: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return pairs from the most alike down, each side at most once."""
    order = np.argsort(-likeness, axis=None, kind="stable")
    pairs: list[tuple[int, int]] = []
    rows: set[int] = set()
    columns: set[int] = set()
    for position in order.tolist():
        row, column = divmod(position, likeness.shape[1])
        if likeness[row, column] < SAME:
            break
        if row not in rows and column not in columns:
            pairs.append((row, column))
            rows.add(row)
            columns.add(column)
    return pairs


def _new_id(one: Candidate, taken: set[str]) -> str:
    level = "top" if one.is_top else "sub"
    seed = "\x1f".join([one.question or "", level, *sorted(one.comments)])
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()
    for length in range(8, 65):
        if f"{level}-{digest[:length]}" not in taken:
            return f"{level}-{digest[:length]}"
    return f"{level}-{digest}-{len(taken)}"


def join(vectors: Vectors, leaves: Sequence[KnownTopic]) -> list[str | None]:
    """Return the topic each passage joins, or None where it is beyond all reach."""
    if not leaves:
        return [None] * len(vectors)
    similar = vectors @ _middles(leaves).T
    reach = np.asarray([leaf.reach for leaf in leaves], np.float32)
    best = np.where(similar >= reach, similar, -2.0)
    chosen = best.argmax(axis=1)
    return [
        leaves[column].id if best[row, column] > -2.0 else None  # noqa: PLR2004
        for row, column in enumerate(chosen.tolist())
    ]


def nearness(vectors: Vectors, leaves: Sequence[KnownTopic]) -> list[float]:
    """Return how close each passage lies to the topic nearest to it."""
    if not leaves or not len(vectors):
        return [0.0] * len(vectors)
    nearest = (vectors @ _middles(leaves).T).max(axis=1)
    return [round(float(one), 3) for one in nearest]


def _middles(leaves: Sequence[KnownTopic]) -> Vectors:
    places = np.asarray([leaf.centroid for leaf in leaves], np.float32)
    unit: Vectors = places / np.maximum(
        np.linalg.norm(places, axis=1, keepdims=True), 1e-9
    )
    return unit
