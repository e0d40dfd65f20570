"""Groups texts that share copied runs of words.

Campaigns are remixes of paragraphs more often than copies. Two texts are alike by
the share of the shorter one's runs that the other holds too. Groups are made by
average linkage: a text joins only when it is like most of a group's members, so
that no chain of single likenesses swallows strangers. The texts with the most
shared runs are grouped first; the rest joins these groups or founds its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from app.analysis.campaigns.runs import (
    RUN,
    WORD,
    Distinct,
    Ints,
    Runs,
    read,
    shared_runs,
)

Floats = npt.NDArray[np.float32]

# Fewer runs in common than this may be chance: four runs of five are eight words.
LEAST_RUNS: Final = 4
# From this share of the shorter text two texts count as fully alike.
ALIKE: Final = 0.06
# A text belongs to a group when it is this much like its members on average.
JOINS: Final = 0.7
# How many texts are linked at once, and how many stand for a group afterwards.
AT_ONCE: Final = 3000
STAND_FOR: Final = 32
# Words in a row that are in no other member's text, to count as written oneself.
ADDED_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """One campaign, by positions in the texts given.

    Attributes:
        members: Texts that hold the shared wording, in order.
        distinct_texts: How many different wordings are among them.
        representative: The member closest to the shared letter.
        added_text: Members who wrote something of their own beside it.
    """

    members: tuple[int, ...]
    distinct_texts: int
    representative: int
    added_text: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CampaignGroups:
    """What `find_campaigns` returns.

    Attributes:
        campaign: For each text its place in `groups`, or None.
        shared_text: For each text the stretches that other texts also hold, as
            (start, end) offsets.
        groups: The largest first.
    """

    campaign: tuple[int | None, ...]
    shared_text: tuple[tuple[tuple[int, int], ...], ...]
    groups: tuple[Group, ...]


def find_campaigns(texts: Sequence[str]) -> CampaignGroups:
    """Group texts that share copied runs of words."""
    distinct = read(texts)
    runs = shared_runs(distinct)
    label = _label(runs, distinct)
    groups = _groups(label, distinct, runs)
    campaign: list[int | None] = [None] * len(texts)
    for number, group in enumerate(groups):
        for member in group.members:
            campaign[member] = number
    return CampaignGroups(tuple(campaign), _shared_text(texts, distinct, runs), groups)


def _label(runs: Runs, distinct: Distinct) -> Ints:
    """Give each wording the number of its group, or -1."""
    shared = np.asarray(runs.held.sum(axis=1)).ravel()
    label = np.full(len(shared), -1, dtype=np.int64)
    holders = np.asarray(runs.held.sum(axis=0)).ravel()
    weight = runs.held @ np.log2(holders + 1)
    waiting = np.flatnonzero(shared >= LEAST_RUNS)
    waiting = waiting[np.argsort(-weight[waiting], kind="stable")]
    known = 0
    while len(waiting):
        batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        label[batch] = _linked(runs, batch) + known
        newest = int(label[batch].max()) + 1
        if len(waiting):
            joined = _joined(runs, batch, label[batch], waiting)
            label[waiting] = joined
            waiting = waiting[joined < 0]
        known = newest
    return _real(label, distinct)


def _real(label: Ints, distinct: Distinct) -> Ints:
    """Drop groups of one comment; copies of one long wording are a group."""
    grouped = label >= 0
    size = np.bincount(label[grouped], distinct.copies[grouped], minlength=1)
    keep = grouped & (size[np.maximum(label, 0)] >= 2)  # noqa: PLR2004
    return np.where(keep, label, -1)


def _linked(runs: Runs, rows: Ints) -> Ints:
    """Group some wordings by average linkage."""
    if len(rows) == 1:
        return np.zeros(1, dtype=np.int64)
    held, total = runs.held[rows], runs.total[rows]
    alike = _alike(held @ held.T, total, total).toarray()
    np.fill_diagonal(alike, 1.0)
    apart = squareform(1.0 - alike, checks=False)
    tree = hierarchy.linkage(apart, method="average")
    found = hierarchy.fcluster(tree, 1.0 - JOINS, criterion="distance")
    return np.asarray(found, dtype=np.int64) - 1


def _alike(common: sparse.csr_matrix, left: Ints, right: Ints) -> sparse.csr_matrix:
    """Turn counts of common runs into likeness from 0 to 1."""
    pairs = common.tocoo()
    shorter = np.minimum(left[pairs.row], right[pairs.col])
    value = np.minimum(1.0, pairs.data / (ALIKE * np.maximum(1, shorter)))
    value[pairs.data < LEAST_RUNS] = 0.0
    return sparse.csr_matrix(
        (value.astype(np.float32), (pairs.row, pairs.col)), shape=common.shape
    )


def _joined(runs: Runs, batch: Ints, label: Ints, waiting: Ints) -> Ints:
    """Say which known group each waiting wording is like enough, or -1."""
    stand, group = _standing_for(batch, label)
    names, column = np.unique(group, return_inverse=True)
    share = sparse.csr_matrix(
        (
            1.0 / np.bincount(column)[column],
            (np.arange(len(stand)), column),
        ),
        shape=(len(stand), len(names)),
    )
    found = np.full(len(waiting), -1, dtype=np.int64)
    for first in range(0, len(waiting), AT_ONCE):
        rows = waiting[first : first + AT_ONCE]
        common = runs.held[rows] @ runs.held[stand].T
        like = _alike(common, runs.total[rows], runs.total[stand]) @ share
        best = np.asarray(like.argmax(axis=1)).ravel()
        value = np.asarray(like.max(axis=1).todense()).ravel()
        found[first : first + AT_ONCE] = np.where(value >= JOINS, names[best], -1)
    return found


def _standing_for(batch: Ints, label: Ints) -> tuple[Ints, Ints]:
    """Take the first members of each group: those with the most shared runs."""
    order = np.argsort(label, kind="stable")
    sorted_label = label[order]
    begins = np.r_[True, sorted_label[1:] != sorted_label[:-1]]
    rank = np.arange(len(order)) - np.flatnonzero(begins)[np.cumsum(begins) - 1]
    kept = rank < STAND_FOR
    return batch[order[kept]], sorted_label[kept]


def _groups(label: Ints, distinct: Distinct, runs: Runs) -> tuple[Group, ...]:
    of_text = label[distinct.of]
    order = np.argsort(of_text, kind="stable")
    order = order[of_text[order] >= 0]
    cuts = np.flatnonzero(np.diff(of_text[order])) + 1
    groups = [
        _group(members, distinct, runs)
        for members in np.split(order, cuts)
        if len(members)
    ]
    return tuple(sorted(groups, key=lambda g: (-len(g.members), g.members[0])))


def _group(members: Ints, distinct: Distinct, runs: Runs) -> Group:
    wordings = np.unique(distinct.of[members])
    copies = distinct.copies[wordings]
    held = runs.held[wordings]
    holders = held.T @ copies
    known = np.asarray(holders).ravel() >= 2  # noqa: PLR2004
    typical = np.asarray(held @ (holders / copies.sum())).ravel()
    typical = typical / np.sqrt(np.maximum(1, runs.total[wordings]))
    representative = distinct.first[wordings[int(np.argmax(typical))]]
    added = {
        int(w)
        for w in wordings
        if _longest_own(int(w), known, distinct, runs) >= ADDED_WORDS
    }
    return Group(
        members=tuple(int(m) for m in members),
        distinct_texts=len(wordings),
        representative=int(representative),
        added_text=tuple(int(m) for m in members if int(distinct.of[m]) in added),
    )


def _longest_own(
    wording: int, known: npt.NDArray[np.bool_], distinct: Distinct, runs: Runs
) -> int:
    """Count the most words in a row that no other member's text holds."""
    first, last = np.searchsorted(runs.wording, [wording, wording + 1])
    places = runs.place[first:last][known[runs.run[first:last]]]
    length = int(distinct.starts[wording + 1] - distinct.starts[wording])
    covered = np.zeros(length + 1, dtype=np.int64)
    np.add.at(covered, places, 1)
    np.add.at(covered, np.minimum(places + RUN, length), -1)
    own = np.cumsum(covered[:length]) == 0
    edges = np.flatnonzero(np.diff(np.r_[False, own, False].astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _shared_text(
    texts: Sequence[str], distinct: Distinct, runs: Runs
) -> tuple[tuple[tuple[int, int], ...], ...]:
    bounds = np.searchsorted(runs.wording, np.arange(len(distinct.first) + 1))
    stretches = [_stretches(runs.place[first:last]) for first, last in pairwise(bounds)]
    return tuple(
        _offsets(text, stretches[wording])
        for text, wording in zip(texts, distinct.of, strict=True)
    )


def _stretches(places: Ints) -> list[tuple[int, int]]:
    """Join shared runs that touch, and keep those of eight words or more."""
    stretches: list[tuple[int, int]] = []
    for place in places.tolist():
        if stretches and place <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], place + RUN)
        else:
            stretches.append((place, place + RUN))
    least = RUN + LEAST_RUNS - 1
    return [(first, last) for first, last in stretches if last - first >= least]


def _offsets(
    text: str, stretches: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    if not stretches:
        return ()
    spans = [match.span() for match in WORD.finditer(text)]
    return tuple((spans[first][0], spans[last - 1][1]) for first, last in stretches)
