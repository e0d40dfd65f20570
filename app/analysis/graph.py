"""A graph of texts and the groups in it: nearest neighbours, local scaling, Leiden.

Vectors are rounded to small whole numbers before they are compared. Sums of products
of whole numbers below 2^24 are exact in single precision, whatever their order, so
the graph, and with it every topic, is the same on any number of threads.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden, Louvain
from threadpoolctl import threadpool_limits

from app.analysis.embedders import Vectors

Labels = NDArray[np.int64]
Words = tuple[tuple[str, float], ...]

NEIGHBOURS: Final = 50
NEIGHBOURS_OF_MANY: Final = 15  # among more texts, fewer neighbours are nearer
MANY: Final = 20_000
SHARPNESS: Final = 4.0  # how strongly local scaling tells near from far
_FAINT: Final = 0.15  # of a text's strongest tie; weaker ones cost time and tell little
_C_LIBRARY: Final = ctypes.CDLL(None)
_EXACT: Final = 1e-3  # gain in modularity below which grouping ends
_ROUGH: Final = 1e-2
_NEVER_MET: Final = 1e-3
_CELLS_SEARCHED: Final = 10
_VOTERS: Final = 5  # neighbours that say where a text goes that was not grouped
_LEAST_AT_TOP: Final = 0.02  # of the texts, for a top-level topic
_COARSER: Final = (4.0, 3.0, 2.5, 2.0, 1.5, 1.2, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2)


def whole_numbers(vectors: Vectors) -> Vectors:
    """Round unit vectors so that all their products are exact."""
    largest = float(np.abs(vectors).max(initial=0.0)) or 1.0
    return np.round(vectors * (127.0 / largest)).astype(np.float32)


def nearest(vectors: Vectors, neighbours: int) -> tuple[Labels, Vectors]:
    """Return each row's nearest rows, itself among them, and their cosines.

    Exact up to `MANY` rows; above, only the cells of an inverted file that lie
    nearest to a row are searched.
    """
    whole = whole_numbers(vectors)
    return _search(_index(whole), whole, _lengths(whole), neighbours + 1)


def _index(whole: Vectors) -> Any:
    return _exact(whole) if len(whole) <= MANY else _inverted(whole)


def _lengths(whole: Vectors) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.sqrt(
        np.einsum("ij,ij->i", whole, whole, dtype=np.float64)
    )
    return np.maximum(lengths, 1.0)


def _search(
    index: Any, whole: Vectors, lengths: NDArray[np.float64], count: int
) -> tuple[Labels, Vectors]:
    """Return the indexed rows nearest to each of some rows, and their cosines."""
    products, rows = index.search(whole, min(count, index.ntotal))
    own = lengths if len(lengths) == len(whole) else _lengths(whole)
    similar = products / (own[:, None] * lengths[rows])
    return rows, np.where(rows >= 0, similar, 0).astype(np.float32)


def _exact(whole: Vectors) -> Any:
    index = faiss.IndexFlatIP(whole.shape[1])
    index.add(whole)
    return index


def _inverted(whole: Vectors) -> Any:
    """Return an index of cells whose centres are whole numbers too."""
    cells = int(4 * len(whole) ** 0.5)
    centres = _exact(whole_numbers(_centres(whole, cells)))
    index: Any = faiss.IndexIVFFlat(
        centres, whole.shape[1], cells, faiss.METRIC_INNER_PRODUCT
    )
    index.referenced_objects = [centres]  # faiss does not keep it alive itself
    index.is_trained = True
    index.add(whole)
    index.nprobe = _CELLS_SEARCHED
    return index


def _centres(whole: Vectors, cells: int) -> Vectors:
    """Return the cells' centres; one thread, so that they are always the same."""
    rows = np.random.default_rng(0).permutation(len(whole))[: cells * 16]
    sample = np.ascontiguousarray(whole[np.sort(rows)])
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        with threadpool_limits(limits=1):
            model = faiss.Kmeans(
                whole.shape[1],
                cells,
                niter=4,
                seed=1,
                spherical=True,
                min_points_per_centroid=1,
            )
            model.train(sample)
    finally:
        faiss.omp_set_num_threads(threads)
    centres: Vectors = np.asarray(model.centroids, np.float32)
    return centres


def build(vectors: Vectors) -> Any:
    """Return the weighted, symmetric neighbour graph as a sparse matrix.

    Local scaling (each similarity judged against what is usual for both texts)
    removes the hubs that plain similarity has.
    """
    count = len(vectors)
    neighbours = NEIGHBOURS if count <= MANY else NEIGHBOURS_OF_MANY
    rows, similar = nearest(vectors, neighbours)
    source = np.repeat(np.arange(count), rows.shape[1])
    target, weight = rows.ravel(), similar.ravel()
    usual = similar[:, 1:].mean(axis=1) if rows.shape[1] > 1 else np.zeros(count)
    scaled = np.exp(SHARPNESS * (2 * weight - usual[source] - usual[target]))
    strongest = np.where(rows == np.arange(count)[:, None], 0, similar).max(axis=1)
    scaled_best = np.exp(SHARPNESS * 2 * (strongest - usual))
    faint = scaled < _FAINT * scaled_best[source]
    keep = (source != target) & (weight > 0) & (target >= 0) & ~faint
    graph = sparse.csr_matrix(
        (np.round(scaled[keep], 5), (source[keep], target[keep])), shape=(count, count)
    )
    return graph.maximum(graph.T).tocsr()


def communities(graph: Any, resolution: float, seed: int) -> Labels:
    """Group a graph's nodes with Leiden; the same seed gives the same groups."""
    return _grouped(Leiden, graph, resolution, seed, _EXACT)


def rough_communities(graph: Any, resolution: float, seed: int) -> Labels:
    """Group for a repetition, which may stop early: only agreement counts.

    A large graph is grouped without Leiden's refinement, in half the time; on labelled
    sets the topics on which the repetitions agree are as good.
    """
    method = Leiden if graph.shape[0] <= MANY else Louvain
    return _grouped(method, graph, resolution, seed, _ROUGH)


def _grouped(
    method: Any, graph: Any, resolution: float, seed: int, tolerance: float
) -> Labels:
    if graph.nnz == 0:
        return np.arange(graph.shape[0], dtype=np.int64)
    # Leiden's refinement draws from C's own dice, which every earlier run has moved on.
    _C_LIBRARY.srand(seed)
    model = method(
        resolution=resolution,
        modularity="newman",
        shuffle_nodes=True,
        random_state=seed,
        tol_optimization=tolerance,
        return_probs=False,
        return_aggregate=False,
    )
    labels: Labels = model.fit_predict(graph).astype(np.int64)
    return labels


def spread(vectors: Vectors, grouped: Labels, labels: Labels) -> Labels:
    """Return a group for every row, when only some have been grouped.

    Each of the others goes where most of its nearest grouped neighbours are, the
    nearer ones counting for more.
    """
    whole = whole_numbers(vectors)
    known = np.ascontiguousarray(whole[grouped])
    index, lengths = _index(known), _lengths(known)
    rest = np.setdiff1d(np.arange(len(vectors)), grouped)
    result = np.empty(len(vectors), np.int64)
    result[grouped] = labels
    for start in range(0, len(rest), MANY):
        some = rest[start : start + MANY]
        rows, similar = _search(index, whole[some], lengths, _VOTERS)
        result[some] = _elected(labels[rows], np.where(rows >= 0, similar, 0))
    return result


def _elected(votes: Labels, weights: Vectors) -> Labels:
    """Return for each row the group with the greatest weight; of equals the first."""
    same = votes[:, :, None] == votes[:, None, :]
    total = (same * np.round(weights, 4)[:, None, :]).sum(axis=2)
    best: Labels = votes[np.arange(len(votes)), np.round(total, 4).argmax(axis=1)]
    return best


@dataclass(frozen=True, slots=True)
class Repetition:
    """One more grouping, of most of a graph's nodes: these, and the group of each."""

    rows: Labels
    labels: Labels


@dataclass(frozen=True, slots=True)
class Grouping:
    """Texts in leaf topics, leaf topics in top-level ones, and their words.

    Attributes:
        leaf_of: The leaf topic of each text.
        top_of: The top-level topic of each leaf topic.
        graph: The neighbour graph, and the repetitions that agreed on the topics.
        grouped: The texts that are its nodes: all, or a sample of very many.
    """

    leaf_of: Labels
    top_of: Labels
    leaf_words: tuple[Words, ...]
    top_words: tuple[Words, ...]
    graph: Any
    repetitions: tuple[Repetition, ...]
    grouped: Labels


def agree(graph: Any, repetitions: Sequence[Repetition]) -> Any:
    """Return the graph with each tie weighed by how often its two ends met.

    Groups found in it are those on which the repetitions agree.
    """
    count = graph.shape[0]
    target = graph.indices
    source = np.repeat(np.arange(count, dtype=target.dtype), np.diff(graph.indptr))
    met = np.zeros(len(target), np.float32)
    asked = np.zeros(len(target), np.float32)
    for one in repetitions:
        label = np.full(count, -1, np.int32)
        label[one.rows] = one.labels
        here, there = label[source], label[target]
        both = (here >= 0) & (there >= 0)
        asked += both
        met += both & (here == there)
    often = np.maximum(met / np.maximum(asked, 1), _NEVER_MET)
    weighed = sparse.csr_matrix(
        (graph.data * often, target, graph.indptr), shape=graph.shape
    )
    return weighed if repetitions else graph


def absorb_small(graph: Any, labels: Labels, smallest: int) -> Labels:
    """Move groups below a size into the group they are most tied to."""
    labels = _numbered(labels)
    while True:
        sizes = np.bincount(labels)
        small = np.flatnonzero(sizes < smallest)
        if len(sizes) <= 1 or len(small) == 0:
            return labels
        group = small[np.argmin(sizes[small])]
        # by the size of the other group, lest the largest swallow all
        ties = _ties(graph, labels, group, len(sizes)) / np.sqrt(sizes)
        ties[group] = -1
        labels = _numbered(np.where(labels == group, int(np.argmax(ties)), labels))


def _ties(graph: Any, labels: Labels, group: int, groups: int) -> NDArray[np.float64]:
    near = graph[np.flatnonzero(labels == group)]
    if near.nnz == 0:
        return np.bincount(labels, minlength=groups).astype(np.float64)
    ties = np.bincount(labels[near.indices], weights=near.data, minlength=groups)
    return ties.astype(np.float64)


def _numbered(labels: Labels) -> Labels:
    """Number groups by size, largest first; ties by first member."""
    _, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    numbered: Labels = rank[inverse]
    return numbered


def merge_to(graph: Any, labels: Labels, most: int, seed: int) -> Labels:
    """Return for each group the number of the larger group it belongs to.

    The groups become the nodes of a smaller graph, which is grouped again: as finely
    as leaves at most `most` groups.
    """
    groups = int(labels.max(initial=-1)) + 1
    if groups <= 1:
        return np.zeros(groups, np.int64)
    member = sparse.csr_matrix(
        (np.ones(len(labels)), (np.arange(len(labels)), labels)),
        shape=(len(labels), groups),
    )
    ties = (member.T @ graph @ member).tocsr()
    sizes = np.bincount(labels, minlength=groups).astype(np.float64)
    parent = np.arange(groups, dtype=np.int64)
    for resolution in _COARSER:
        found = communities(ties, resolution, seed)
        parent = _absorb_light(ties, found, sizes, _LEAST_AT_TOP * len(labels))
        if parent.max() < most:
            return parent
    while parent.max() >= most:
        lightest = float(np.bincount(parent, weights=sizes).min())
        parent = _absorb_light(ties, parent, sizes, lightest + 1)
    return parent


def _absorb_light(
    ties: Any, parent: Labels, sizes: NDArray[np.float64], least: float
) -> Labels:
    """Merge groups of groups that hold too few texts into those they are tied to."""
    parent = _numbered(parent)
    groups = int(parent.max()) + 1
    fold = sparse.csr_matrix(
        (np.ones(len(parent)), (np.arange(len(parent)), parent)),
        shape=(len(parent), groups),
    )
    folded = (fold.T @ ties @ fold).toarray()
    weights = np.bincount(parent, weights=sizes)
    now = np.arange(groups)
    for _ in range(groups - 1):
        alive = now == np.arange(groups)
        light = int(np.argmin(np.where(alive, weights, np.inf)))
        if weights[light] >= least:
            break
        alive[light] = False
        near = np.where(alive, folded[light] / np.sqrt(weights), -1)
        other = int(np.argmax(near))
        folded[other] += folded[light]
        folded[:, other] += folded[:, light]
        weights[other] += weights[light]
        now[now == light] = other
    return _numbered(now[parent])
