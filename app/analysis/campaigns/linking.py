"""Groups a few thousand wordings by what they copy from one another.

Three steps. Wordings that hold nearly the same text are put together whatever else
is about. These cores, and the wordings left over, are linked by the average share
of copied text. Last, what copies from too few of its group's members is let go, the
more strictly the smaller the group, so that no chain swallows strangers.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.sparse import csgraph
from scipy.spatial.distance import squareform

from app.analysis.campaigns.runs import Ints, Runs

Matrix = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Runs of four in common over runs of four in either: nearly the same text.
NEARLY_SAME: Final = 0.46
# Share of the shorter text's runs of eight that counts as fully alike.
ALIKE: Final = 0.1
# Cores are linked from this likeness on, averaged over all pairs.
LINKED: Final = 0.2
# A core stays in its group when this share of the others copies from it.
STAYS_IN_SMALL: Final = 0.9
STAYS_IN_LARGE: Final = 0.5
LARGE: Final = 60
# A small group joins a large one when this share of all pairs copies.
MERGES: Final = 0.8
# A heavily edited letter keeps no eight words in a row, but many runs of four.
EDITED_SHARE: Final = 0.1
EDITED_RUNS: Final = 6


def link(short: Runs, long: Runs, rows: Ints) -> Ints:
    """Number the groups among some wordings; a group may have one member.

    Args:
        short: Runs of four words, which survive edits.
        long: Runs of eight words, which strangers do not write by chance.
        rows: The wordings to group.
    """
    if len(rows) == 1:
        return np.zeros(1, dtype=np.int64)
    fours = _common(short, rows)
    eights = _common(long, rows)
    total4, total8 = short.total[rows], long.total[rows]
    least4 = np.maximum(1, np.minimum.outer(total4, total4)).astype(np.float32)
    either = np.maximum(1, np.add.outer(total4, total4) - fours)
    copies = (eights > 0) | ((fours >= EDITED_RUNS) & (fours >= EDITED_SHARE * least4))
    np.fill_diagonal(copies, val=True)
    core = _components((fours >= NEARLY_SAME * either) & (eights > 0))
    least8 = np.maximum(1, np.minimum.outer(total8, total8)).astype(np.float32)
    group = _linked(eights / (ALIKE * least8), core)
    group = _taken_in(_let_go(group, core, copies), core, copies)
    return _merged(group, copies)


def _common(runs: Runs, rows: Ints) -> Matrix:
    held = runs.held[rows]
    common: Matrix = (held @ held.T).toarray()
    return common


def _components(edges: Mask) -> Ints:
    _, core = csgraph.connected_components(sparse.csr_matrix(edges), directed=False)
    return np.asarray(core, dtype=np.int64)


def _linked(alike: Matrix, core: Ints) -> Ints:
    """Link by average likeness; members of one core count as fully alike."""
    alike[core[:, None] == core[None, :]] = 1.0
    apart = squareform(1.0 - np.minimum(1.0, alike), checks=False)
    tree = hierarchy.linkage(apart, method="average")
    found = hierarchy.fcluster(tree, 1.0 - LINKED, criterion="distance")
    return np.asarray(found, dtype=np.int64)


def _let_go(group: Ints, core: Ints, copies: Mask) -> Ints:
    """Give cores that copy from too few of their group numbers of their own."""
    group = group.copy()
    fresh = int(group.max()) + 1
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        for leaving in _leaving(members, core, copies):
            group[leaving] = fresh
            fresh += 1
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _taken_in(group: Ints, core: Ints, copies: Mask) -> Ints:
    """Let a core that is alone join the group that it copies from most."""
    members, units = np.bincount(group), np.bincount(core)
    share = _sums(copies, core, group) / np.outer(units, members)
    home = np.zeros(len(units), dtype=np.int64)
    home[core] = group
    alone = members[home] == units
    share[np.arange(len(units)), home] = 0.0
    # Only groups of several cores take in, so that no two cores swap places.
    several = np.bincount(home, minlength=len(members)) > 1
    share[:, ~several] = 0.0
    stays = np.where(members < LARGE, STAYS_IN_SMALL, STAYS_IN_LARGE)
    best = np.argmax(share - stays, axis=1)
    moves = alone & (share[np.arange(len(units)), best] >= stays[best])
    return np.unique(np.where(moves, best, home)[core], return_inverse=True)[1]


def _merged(group: Ints, copies: Mask) -> Ints:
    """Let a small group join a large one when nearly all its members copy from it."""
    members = np.bincount(group)
    share = _sums(copies, group, group) / np.outer(members, members)
    share[:, members < LARGE] = 0.0
    share[members >= LARGE] = 0.0
    best = np.argmax(share, axis=1)
    moves = share[np.arange(len(members)), best] >= MERGES
    home = np.where(moves, best, np.arange(len(members)))
    return np.unique(home[group], return_inverse=True)[1].astype(np.int64)


def _sums(copies: Mask, rows: Ints, columns: Ints) -> npt.NDArray[np.float64]:
    """Count copying pairs between two ways of putting the wordings together."""
    every = np.arange(len(rows))
    ones = np.ones(len(rows), np.float32)
    left = sparse.csr_matrix((ones, (rows, every)))
    right = sparse.csr_matrix((ones, (columns, every)))
    return np.asarray(left @ (right @ copies).T, dtype=np.float64)


def _leaving(members: Ints, core: Ints, copies: Mask) -> list[Ints]:
    """Take out the core that copies least, again and again, until all copy enough."""
    names, unit = np.unique(core[members], return_inverse=True)
    if len(names) == 1:
        return []
    stays = STAYS_IN_SMALL if len(members) < LARGE else STAYS_IN_LARGE
    pairs = _sums(copies[np.ix_(members, members)], unit, unit)
    size = np.bincount(unit).astype(np.float64)
    np.fill_diagonal(pairs, 0.0)
    here = np.ones(len(names), dtype=bool)
    leaving = []
    while here.sum() > 1:
        others = size[here].sum() - size
        share = np.where(here, pairs[:, here].sum(axis=1) / (size * others + 1e-9), 2.0)
        worst = int(np.lexsort((size, share))[0])
        if share[worst] >= stays:
            break
        here[worst] = False
        leaving.append(members[unit == worst])
    return leaving
