"""What the comments' own words say beside a general model: latent semantics.

TF-IDF and a truncated SVD over the comments at hand bring in names, local terms and
manners of speech that a general embedder does not know. In languages it hardly knows
at all, parts of words serve better than whole ones: they hold compounds together.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from threadpoolctl import threadpool_limits

from app.analysis.embedders import Vectors, unit

COMPONENTS: Final = 128
WORDS_SHARE: Final = 0.4  # weight beside an embedder that knows the language
PARTS_SHARE: Final = 0.8  # weight beside one that does not
_FEWEST: Final = 50  # below this many texts there is nothing to learn
_LEARN_FROM: Final = 20_000  # texts; more bring time, not knowledge
_PART: Final = 4  # letters


def widen(
    vectors: Vectors, texts: Sequence[str], is_known: Sequence[bool], seed: int
) -> Vectors:
    """Return the vectors with dimensions of the texts' own words added.

    Args:
        vectors: What the embedder made of the texts.
        texts: The texts.
        is_known: For each, whether the embedder knows its language.
        seed: For the sample and the SVD.
    """
    if len(texts) < _FEWEST:
        return vectors
    known = np.asarray(is_known, bool)
    views = [(vectors, np.ones(len(texts), np.float32))]
    counts, vocabulary = _count(texts)
    if known.any():
        shares = np.where(known, WORDS_SHARE, 0.0)
        views.append((_latent(counts, seed), shares.astype(np.float32)))
    if not known.all():
        shares = np.where(known, 0.0, PARTS_SHARE)
        parts = counts @ _parts_of(vocabulary)
        views.append((_latent(parts, seed), shares.astype(np.float32)))
    return unit(np.hstack([view * shares[:, None] for view, shares in views]))


def _count(texts: Sequence[str]) -> tuple[Any, Sequence[str]]:
    # function words stay: how people put things tells groups of comments apart
    model = CountVectorizer(dtype=np.float32)
    try:
        counts = model.fit_transform(texts)
    except ValueError:  # not one word of two letters
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32), [""]
    return counts, list(model.get_feature_names_out())


def _parts_of(vocabulary: Sequence[str]) -> Any:
    """Return which parts each word of the vocabulary has."""
    model = CountVectorizer(
        analyzer="char_wb", ngram_range=(_PART, _PART), dtype=np.float32
    )
    return model.fit_transform(vocabulary)


def _latent(counts: Any, seed: int) -> Vectors:
    """Return unit vectors; zeros where there are too few words to learn from.

    One thread, so that rounding, and all that follows from it, is always the same.
    """
    often = np.asarray((counts > 0).sum(axis=0)).ravel()
    useful = np.flatnonzero((often >= 2) & (often <= counts.shape[0] / 2))  # noqa: PLR2004
    components = min(COMPONENTS, len(useful) - 1, counts.shape[0] - 1)
    if components < 2:  # noqa: PLR2004
        return np.zeros((counts.shape[0], 1), np.float32)
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(counts[:, useful])
    weighed = weighed.astype(np.float32)
    with threadpool_limits(limits=1):
        svd = TruncatedSVD(components, n_iter=2, random_state=seed)
        svd.fit(_sample(weighed, seed))
        return unit(svd.transform(weighed).astype(np.float32))


def _sample(rows: Any, seed: int) -> Any:
    if rows.shape[0] <= _LEARN_FROM:
        return rows
    chosen = np.random.default_rng(seed).permutation(rows.shape[0])[:_LEARN_FROM]
    return rows[np.sort(chosen)]
