"""Which known concerns about AI in public services a passage touches.

Stands beside the found topics: topics come from the comments, issues are asked of
them. A consultation may bring its own list. An issue is a few phrases as people
would say them; a passage is compared with each by meaning, and the score is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from app.analysis.issues import Issue

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

# A passage touches an issue from this score; measured, see docs/method.md.
THRESHOLD: Final = 0.35


def score_issues(
    passages: Sequence[str], issues: Sequence[Issue], embed: Embed
) -> list[dict[str, float]]:
    """Return, per passage, the score of each issue that it touches.

    A score is half the cosine to the closest phrase of an issue and half that to the
    middle of its phrases; an issue below the threshold is left out, so most passages
    map to none or one.
    """
    if not passages or not issues:
        return [{} for _ in passages]
    phrases = [phrase for issue in issues for phrase in issue.phrases]
    owner = np.repeat(np.arange(len(issues)), [len(i.phrases) for i in issues])
    texts, wanted = _unit(embed(passages)), _unit(embed(phrases))
    scores = np.stack(
        [_closeness(texts, wanted[owner == i]) for i in range(len(issues))], axis=1
    )
    return [_kept(row, issues) for row in scores]


def _closeness(texts: Vectors, phrases: Vectors) -> Vectors:
    middle = _unit(phrases.mean(axis=0, keepdims=True))
    closest = (texts @ phrases.T).max(axis=1)
    mixed: Vectors = ((closest + (texts @ middle.T)[:, 0]) / 2).astype(np.float32)
    return mixed


def merge_scores(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return a comment's scores from those of its passages: the best of each."""
    merged: dict[str, float] = {}
    for row in rows:
        for key, value in row.items():
            merged[key] = max(value, merged.get(key, 0.0))
    return merged


def _kept(row: Vectors, issues: Sequence[Issue]) -> dict[str, float]:
    # Rounded first, so that the last bits of a sum decide nothing.
    rounded = {
        issue.key: round(float(value), 3)
        for issue, value in zip(issues, row, strict=True)
    }
    return {key: value for key, value in rounded.items() if value >= THRESHOLD}


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
