"""The shapes in which the engine holds comments while it reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis import labels
from app.analysis.findings import Document

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """A comment after the steps that look at it alone."""

    document: Document
    masked: str
    language: str
    substantive: bool


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of a question's comments; equal ones are read once.

    Attributes:
        comment: For each passage, the position of its comment.
        spans: For each, where it stands in the comment's masked text.
        distinct: For each, the position of its wording in `texts`.
        texts: Each wording once.
        tokens: Its content words, separated by spaces.
    """

    comment: Rows
    spans: tuple[tuple[int, int], ...]
    distinct: Rows
    texts: tuple[str, ...]
    tokens: tuple[str, ...]


def passages_of(
    masked: Sequence[str], spans_of: Sequence[Sequence[tuple[int, int]]]
) -> Passages:
    """Gather the passages of all comments, equal wordings together."""
    number: dict[str, int] = {}
    comment: list[int] = []
    distinct: list[int] = []
    spans: list[tuple[int, int]] = []
    texts: list[str] = []
    for position, (text, own) in enumerate(zip(masked, spans_of, strict=True)):
        for start, end in own:
            wording = text[start:end]
            key = " ".join(wording.casefold().split())
            if key not in number:
                number[key] = len(texts)
                texts.append(wording)
            comment.append(position)
            distinct.append(number[key])
            spans.append((start, end))
    tokens = tuple(" ".join(labels.content_words(text)) for text in texts)
    return Passages(
        np.asarray(comment, np.int64),
        tuple(spans),
        np.asarray(distinct, np.int64),
        tuple(texts),
        tokens,
    )
