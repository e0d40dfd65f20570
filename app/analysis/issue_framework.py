"""Which known concerns about AI in public services a passage touches.

Stands beside the found topics: topics come from the comments, issues are asked of
them. A consultation may bring its own list. An issue is a few phrases as people
would say them; a passage is compared with each by meaning, and the score is kept. A
passage that holds the very words of a short phrase touches the issue in any case:
the meaning of few words is hard to place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from app.analysis.issues import Issue
from app.analysis.phrases import content_words, stem

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

# A passage touches an issue from this score; measured, see docs/method.md.
THRESHOLD: Final = 0.35
NAMED: Final = 0.5  # the score, at least, of a passage with a short phrase's very words
_ROUNDED: Final = 0.001  # more than rounding changes a score
_SHORT: Final = 3  # words of a phrase
_TELLING: Final = 2  # words of these that carry meaning, at most


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
    named = _named(passages, issues)
    return [_kept(row, issues) for row in np.where(named, _raised(scores), scores)]


def _raised(scores: Vectors) -> Vectors:
    return np.maximum(scores, np.float32(NAMED))


def _named(passages: Sequence[str], issues: Sequence[Issue]) -> npt.NDArray[np.bool_]:
    """Say which passages hold all words of one of an issue's short phrases."""
    short = [[_words(one) for one in i.phrases if _is_short(one)] for i in issues]
    every = frozenset[str]().union(*(one for own in short for one in own))
    # most passages hold none of these words, and are done with at once
    held = [_words(passage) & every for passage in passages]
    return np.asarray(
        [
            [bool(words) and any(one <= words for one in own) for own in short]
            for words in held
        ],
        bool,
    )


def _is_short(phrase: str) -> bool:
    return len(phrase.split()) <= _SHORT and 0 < len(_words(phrase)) <= _TELLING


def _words(text: str) -> frozenset[str]:
    return frozenset(map(stem, content_words(text)))


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
        issues[column].key: round(float(row[column]), 3)
        for column in np.flatnonzero(row > THRESHOLD - _ROUNDED).tolist()
    }
    return {key: value for key, value in rounded.items() if value >= THRESHOLD}


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
