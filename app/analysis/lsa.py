"""What a consultation's own words say beside a general model: latent semantics.

TF-IDF and a truncated SVD over the comments at hand. It carries names, local terms
and languages that the static embedder hardly knows.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from app.analysis.embedders import Vectors, unit

COMPONENTS: Final = 128
SHARE: Final = 0.5  # its weight beside the embedder's vectors
_FEWEST: Final = 50  # below this many texts there is nothing to learn


def widen(vectors: Vectors, tokens: Sequence[str], seed: int) -> Vectors:
    """Return the vectors with the consultation's own dimensions added."""
    own = latent(tokens, seed)
    if own is None:
        return vectors
    return unit(np.hstack([vectors, np.float32(SHARE) * own]))


def latent(tokens: Sequence[str], seed: int) -> Vectors | None:
    """Return unit vectors of the texts, or None where there are too few words.

    One thread, so that the rounding, and all that follows from it, is always the same.
    """
    if len(tokens) < _FEWEST:
        return None
    model = TfidfVectorizer(
        analyzer=str.split, min_df=2, max_df=0.5, sublinear_tf=True, dtype=np.float32
    )
    try:
        weighed = model.fit_transform(tokens)
    except ValueError:  # no word stands in two texts
        return None
    components = min(COMPONENTS, min(weighed.shape) - 1)
    if components < 2:  # noqa: PLR2004
        return None
    with threadpool_limits(limits=1):
        svd = TruncatedSVD(components, n_iter=3, random_state=seed)
        return unit(svd.fit_transform(weighed).astype(np.float32))
