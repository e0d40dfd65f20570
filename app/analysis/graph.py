"""A graph of texts and the groups in it: nearest neighbours, local scaling, Leiden.

Vectors are rounded to small whole numbers before they are compared. Sums of products
of whole numbers below 2^24 are exact in single precision, whatever their order, so
the graph, and with it every topic, is the same on any number of threads.
"""

from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden

from app.analysis.embedders import Vectors

Labels = NDArray[np.int64]

NEIGHBOURS: Final = 15
SHARPNESS: Final = 4.0  # how strongly local scaling tells near from far
_COARSER: Final = (2.0, 1.5, 1.2, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2)


def whole_numbers(vectors: Vectors) -> Vectors:
    """Round unit vectors so that all their products are exact."""
    largest = float(np.abs(vectors).max(initial=0.0)) or 1.0
    return np.round(vectors * (127.0 / largest)).astype(np.float32)


def nearest(vectors: Vectors, neighbours: int) -> tuple[Labels, Vectors]:
    """Return each row's nearest other rows and their cosine similarity."""
    whole = whole_numbers(vectors)
    lengths = np.maximum(np.linalg.norm(whole.astype(np.float64), axis=1), 1.0)
    index = faiss.IndexFlatIP(whole.shape[1])
    index.add(whole)
    found = min(neighbours + 1, len(whole))
    products, rows = index.search(whole, found)
    similar = products / (lengths[:, None] * lengths[rows])
    return rows, similar.astype(np.float32)


def build(vectors: Vectors, neighbours: int = NEIGHBOURS) -> Any:
    """Return the weighted, symmetric neighbour graph as a sparse matrix.

    Local scaling (each similarity judged against what is usual for both texts)
    removes the hubs that plain similarity has.
    """
    count = len(vectors)
    rows, similar = nearest(vectors, neighbours)
    source = np.repeat(np.arange(count), rows.shape[1])
    target, weight = rows.ravel(), similar.ravel()
    usual = similar[:, 1:].mean(axis=1) if rows.shape[1] > 1 else np.zeros(count)
    scaled = np.exp(SHARPNESS * (2 * weight - usual[source] - usual[target]))
    keep = (source != target) & (weight > 0)
    graph = sparse.csr_matrix(
        (np.round(scaled[keep], 5), (source[keep], target[keep])), shape=(count, count)
    )
    return graph.maximum(graph.T).tocsr()


def communities(graph: Any, resolution: float, seed: int) -> Labels:
    """Group a graph's nodes with Leiden; the same seed gives the same groups."""
    if graph.nnz == 0:
        return np.arange(graph.shape[0], dtype=np.int64)
    model = Leiden(
        resolution=resolution,
        modularity="newman",
        shuffle_nodes=True,
        random_state=seed,
        return_probs=False,
        return_aggregate=False,
    )
    labels: Labels = model.fit_predict(graph).astype(np.int64)
    return labels


def absorb_small(graph: Any, labels: Labels, smallest: int) -> Labels:
    """Move groups below a size into the group they are most tied to."""
    labels = _numbered(labels)
    while True:
        sizes = np.bincount(labels)
        small = np.flatnonzero(sizes < smallest)
        if len(sizes) <= 1 or len(small) == 0:
            return labels
        group = small[np.argmin(sizes[small])]
        ties = _ties(graph, labels, group, len(sizes))
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
    parent = np.arange(groups, dtype=np.int64)
    for resolution in _COARSER:
        parent = _numbered(communities(ties, resolution, seed))
        if parent.max() < most:
            return parent
    while parent.max() >= most:
        parent = absorb_small(ties, parent, int(np.bincount(parent).min()) + 1)
    return parent
