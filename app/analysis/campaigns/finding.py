"""Groups texts that share copied runs of words, however many texts there are.

Campaigns are remixes of paragraphs more often than copies. The wordings with the
most shared runs are grouped first (`linking`). The others then join a group whose
common wording makes up enough of their own text, or are grouped among themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import sparse

from app.analysis.campaigns.linking import link
from app.analysis.campaigns.runs import WORD, Distinct, Ints, Runs, read, shared_runs

# Words in a row that two strangers do not write by chance.
COPIED_WORDS: Final = 8
# Shorter runs survive when a letter is edited here and there.
EDITED_WORDS: Final = 4
# How many wordings are linked at once, and how many pairs of shared runs at most.
AT_ONCE: Final = 4500
MOST_PAIRS: Final = 200_000_000
# A run is common wording of a group when this share of its members holds it.
COMMON: Final = 0.15
SMALLEST_TO_JOIN: Final = 5
# Who joins a group later: this share of the text, and this many runs, are common.
JOINS_SHARE: Final = 0.25
JOINS_RUNS: Final = 10
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
    long = shared_runs(distinct, COPIED_WORDS)
    short = shared_runs(distinct, EDITED_WORDS)
    label = _label(short, long, distinct)
    groups = _groups(label, distinct, short)
    campaign: list[int | None] = [None] * len(texts)
    for number, group in enumerate(groups):
        for member in group.members:
            campaign[member] = number
    return CampaignGroups(tuple(campaign), _shared_text(texts, distinct, long), groups)


def _label(short: Runs, long: Runs, distinct: Distinct) -> Ints:
    """Give each wording the number of its group, or -1."""
    waiting = _most_shared_first(long)
    label = np.full(len(distinct.first), -1, dtype=np.int64)
    known = 0
    while len(waiting):
        size = _batch_size(long, waiting)
        batch, waiting = waiting[:size], waiting[size:]
        found = link(short, long, batch)
        label[batch] = found + known
        if len(waiting):
            joined = _joined(short, batch, found, waiting)
            label[waiting] = np.where(joined >= 0, joined + known, -1)
            waiting = waiting[joined < 0]
        known += int(found.max()) + 1
    return _of_two_or_more(label, distinct)


def _most_shared_first(long: Runs) -> Ints:
    holders = np.asarray(long.held.sum(axis=0)).ravel()
    weight = np.asarray(long.held @ np.log2(holders + 1)).ravel()
    sharing = np.flatnonzero(weight > 0)
    order = np.argsort(-weight[sharing], kind="stable")
    return np.asarray(sharing[order], dtype=np.int64)


def _batch_size(long: Runs, waiting: Ints) -> int:
    """Take fewer at once when they share so much that comparing them takes long."""
    size = min(AT_ONCE, len(waiting))
    while size > 1:
        holders = np.asarray(long.held[waiting[:size]].sum(axis=0)).ravel()
        if float(holders @ holders) <= MOST_PAIRS:
            break
        size //= 2
    return size


def _of_two_or_more(label: Ints, distinct: Distinct) -> Ints:
    """Drop groups of one comment; copies of one long wording are a group."""
    grouped = label >= 0
    size = np.bincount(label[grouped], distinct.copies[grouped], minlength=1)
    keep = grouped & (size[np.maximum(label, 0)] >= 2)  # noqa: PLR2004
    return np.where(keep, label, -1)


def _joined(short: Runs, batch: Ints, group: Ints, waiting: Ints) -> Ints:
    """Say whose common wording makes up enough of each waiting text, or -1."""
    size = np.bincount(group)
    large = np.flatnonzero(size >= SMALLEST_TO_JOIN)
    if not len(large):
        return np.full(len(waiting), -1, dtype=np.int64)
    column = np.searchsorted(large, group)
    inside = size[group] >= SMALLEST_TO_JOIN
    belongs = sparse.csr_matrix(
        (
            np.ones(int(inside.sum()), np.float32) / size[group[inside]],
            (np.flatnonzero(inside), column[inside]),
        ),
        shape=(len(batch), len(large)),
    )
    share = (short.held[batch].T @ belongs).tocsr()
    common = (share >= COMMON).astype(np.float32)
    covered = (short.held[waiting] @ common).tocsr()
    best = np.asarray(covered.argmax(axis=1)).ravel()
    runs = np.asarray(covered.max(axis=1).todense()).ravel()
    enough = (runs >= JOINS_RUNS) & (runs >= JOINS_SHARE * short.total[waiting])
    return np.where(enough, large[best], -1)


def _groups(label: Ints, distinct: Distinct, short: Runs) -> tuple[Group, ...]:
    of_text = label[distinct.of]
    order = np.argsort(of_text, kind="stable")
    order = order[of_text[order] >= 0]
    cuts = np.flatnonzero(np.diff(of_text[order])) + 1
    groups = [
        _group(members, distinct, short)
        for members in np.split(order, cuts)
        if len(members)
    ]
    return tuple(sorted(groups, key=lambda g: (-len(g.members), g.members[0])))


def _group(members: Ints, distinct: Distinct, short: Runs) -> Group:
    wordings = np.unique(distinct.of[members])
    copies = distinct.copies[wordings]
    held = short.held[wordings]
    # Only the columns that this group uses, for there may be millions.
    columns, column = np.unique(held.indices, return_inverse=True)
    row = np.repeat(np.arange(len(wordings)), np.diff(held.indptr))
    holders = np.bincount(column, weights=copies[row], minlength=len(columns))
    known = columns[holders >= 2]  # noqa: PLR2004 -- two members make it shared
    common = np.bincount(row, weights=holders[column], minlength=len(wordings))
    typical = common / np.sqrt(np.maximum(1, short.total[wordings]))
    representative = distinct.first[wordings[int(np.argmax(typical))]]
    added = {
        int(w)
        for w in wordings
        if _longest_own(int(w), known, distinct, short) >= ADDED_WORDS
    }
    return Group(
        members=tuple(int(m) for m in members),
        distinct_texts=len(wordings),
        representative=int(representative),
        added_text=tuple(int(m) for m in members if int(distinct.of[m]) in added),
    )


def _longest_own(wording: int, known: Ints, distinct: Distinct, runs: Runs) -> int:
    """Count the most words in a row that no other member's text holds."""
    first, last = np.searchsorted(runs.wording, [wording, wording + 1])
    own_runs = runs.run[first:last]
    at = np.minimum(np.searchsorted(known, own_runs), max(0, len(known) - 1))
    is_known = known[at] == own_runs if len(known) else np.zeros(len(at), bool)
    places = runs.place[first:last][is_known]
    length = int(distinct.starts[wording + 1] - distinct.starts[wording])
    covered = np.zeros(length + 1, dtype=np.int64)
    np.add.at(covered, places, 1)
    np.add.at(covered, np.minimum(places + EDITED_WORDS, length), -1)
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
    """Join shared runs that touch or overlap."""
    stretches: list[tuple[int, int]] = []
    for place in places.tolist():
        if stretches and place <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], place + COPIED_WORDS)
        else:
            stretches.append((place, place + COPIED_WORDS))
    return stretches


def _offsets(
    text: str, stretches: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    if not stretches:
        return ()
    spans = [match.span() for match in WORD.finditer(text)]
    return tuple((spans[first][0], spans[last - 1][1]) for first, last in stretches)
