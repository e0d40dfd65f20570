"""The topic model: BERTopic with Leiden as its clustering and nothing left out.

The only module that imports BERTopic, which takes seconds; import it where topics are
about to be found, never at the top of a module that a page needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer

from app.analysis import graph, stability
from app.analysis.embedders import Vectors
from app.analysis.graph import Grouping, Labels, Repetition, Words
from app.analysis.stability import Repeats

MOST_GROUPED: Final = 100_000  # units; beyond, the others join their neighbours


@dataclass(frozen=True, slots=True)
class Granularity:
    """How finely comments are grouped, and how the groups fit on a page.

    Attributes:
        resolution: Leiden's; higher means more, smaller topics.
        most_at_top: So many top-level topics at most.
        smallest: Topics of fewer distinct passages join their nearest neighbour.
    """

    resolution: float = 1.2
    most_at_top: int = 12
    smallest: int = 8


class LeidenClusters:
    """Leiden on a nearest-neighbour graph, in the shape of BERTopic's clusterers.

    The graph is grouped several times, each time without a tenth of the comments and
    from another start; the topics are what these repetitions agree on.
    """

    def __init__(
        self, granularity: Granularity, comment_of: Labels, repeats: Repeats
    ) -> None:
        self.granularity = granularity
        self.comment_of = comment_of
        self.repeats = repeats
        self.labels_: Labels = np.empty(0, np.int64)
        self.graph_: Any = None
        self.grouped_: Labels = np.empty(0, np.int64)
        self.repetitions_: tuple[Repetition, ...] = ()

    def fit(self, vectors: Vectors, y: Any = None) -> Self:  # noqa: ARG002
        resolution, seed = self.granularity.resolution, self.repeats.seed
        self.grouped_ = sample(len(vectors), seed)
        is_all = len(self.grouped_) == len(vectors)
        some = vectors if is_all else vectors[self.grouped_]
        self.graph_ = graph.build(some)
        self.repetitions_ = stability.repeat(
            self.graph_, self.comment_of[self.grouped_], resolution, self.repeats
        )
        agreed = graph.agree(self.graph_, self.repetitions_)
        labels = graph.absorb_small(
            agreed,
            graph.communities(agreed, resolution, seed),
            smallest_for(len(some), self.granularity),
        )
        self.labels_ = (
            labels if is_all else graph.spread(vectors, self.grouped_, labels)
        )
        return self

    def predict(self, vectors: Vectors) -> Labels:
        """Say nothing of new vectors: those join topics by `matching`."""
        return np.full(len(vectors), -1, np.int64)


class Model(BERTopic):  # type: ignore[misc]
    """BERTopic without its search for texts that stand for a topic.

    We quote others, and its search takes longer than the words it finds.
    """

    def _save_representative_docs(self, documents: Any) -> None:
        pass


class KnownClusters:
    """Hands BERTopic groups that are known already, to have them described."""

    def __init__(self, labels: Labels) -> None:
        self.labels_ = labels

    def fit(self, vectors: Vectors, y: Any = None) -> Self:  # noqa: ARG002
        return self


def sample(texts: int, seed: int) -> Labels:
    """Return the texts over which topics are found: all, or as many as are enough."""
    if texts <= MOST_GROUPED:
        return np.arange(texts)
    chosen: Labels = np.random.default_rng(seed).permutation(texts)[:MOST_GROUPED]
    return np.sort(chosen)


def smallest_for(passages: int, granularity: Granularity) -> int:
    """Return the least size of a topic: smaller where there is little to group."""
    return max(2, min(granularity.smallest, passages // 8), passages // 1_000)


def group(
    tokens: Sequence[str],
    vectors: Vectors,
    comment_of: Labels,
    granularity: Granularity,
    repeats: Repeats,
) -> Grouping:
    """Find topics on two levels.

    Args:
        tokens: Each text's content words, separated by spaces.
        vectors: Each text's place.
        comment_of: The comment each text is of; comments are left out whole.
        granularity: How finely.
        repeats: How often, and where Leiden starts.
    """
    clusters = LeidenClusters(granularity, comment_of, repeats)
    leaf_words = _fit(tokens, vectors, clusters)
    leaf_of = clusters.labels_
    top_of = graph.merge_to(
        clusters.graph_,
        leaf_of[clusters.grouped_],
        granularity.most_at_top,
        repeats.seed,
    )
    top_words = _fit(tokens, vectors, KnownClusters(top_of[leaf_of]))
    return Grouping(
        leaf_of,
        top_of,
        leaf_words,
        top_words,
        clusters.graph_,
        clusters.repetitions_,
        clusters.grouped_,
    )


def _fit(
    tokens: Sequence[str], vectors: Vectors, clusters: LeidenClusters | KnownClusters
) -> tuple[Words, ...]:
    """Fit BERTopic and return each cluster's words, best first."""
    if not _has_two_words(tokens):
        clusters.fit(vectors)
        return tuple(() for _ in range(int(clusters.labels_.max(initial=-1)) + 1))
    model = Model(
        language="multilingual",  # "english" would strip every letter beyond ASCII
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusters,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(
            bm25_weighting=False, reduce_frequent_words=True
        ),
        top_n_words=30,
    )
    numbered, _ = model.fit_transform(list(tokens), vectors)
    words = model.get_topics()
    named = dict(zip(clusters.labels_.tolist(), numbered, strict=True))
    return tuple(
        tuple((word, float(score)) for word, score in words[named[label]] if word)
        for label in sorted(named)
    )


def _has_two_words(tokens: Sequence[str]) -> bool:
    """Say whether there is a vocabulary: c-TF-IDF cannot weigh a single word."""
    seen: set[str] = set()
    for text in tokens:
        seen.update(text.split())
        if len(seen) > 1:
            return True
    return False
