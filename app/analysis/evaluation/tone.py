"""How well tone agrees with VADER itself, and with people."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from app.analysis.evaluation.figures import Figure, rows
from app.analysis.tone import NEUTRAL, score, score_answers, vader_alone

# Annotators' scale: 1 very positive to 5 very negative.
_SIDE: Final = {"1": 1, "2": 1, "3": 0, "4": -1, "5": -1}


def measure(folder: Path) -> list[Figure]:
    """Measure against mean ratings of twenty people, and on patient feedback."""
    return [
        *_ratings(rows(folder / "vader_groundtruth" / "ratings.csv")),
        *_answers(rows(folder / "nhs_patient_feedback" / "comments.csv")),
    ]


def _ratings(rated: list[dict[str, str]]) -> list[Figure]:
    figures = [_same_as_vader([row["text"] for row in rated])]
    for source, group in groupby(rated, key=lambda row: row["source"]):
        own = list(group)
        tones = [
            tone or 0.0 for tone in score([r["text"] for r in own], ["en"] * len(own))
        ]
        people = [float(row["mean_rating"]) for row in own]
        agreement = float(np.corrcoef(tones, people)[0, 1])
        figures.append(Figure(f"tone: Pearson, {source}", agreement, len(own)))
    return figures


def _same_as_vader(texts: Sequence[str]) -> Figure:
    ours, theirs = score(texts, ["en"] * len(texts)), vader_alone(texts)
    same = sum(a == b for a, b in zip(ours, theirs, strict=True))
    return Figure(
        "tone: same score as vaderSentiment", same / len(texts), len(texts), 1
    )


def _answers(comments: list[dict[str, str]]) -> list[Figure]:
    own = [row for row in comments if row["human_sentiment"]]
    people = [_SIDE[row["human_sentiment"].strip()[0]] for row in own]
    texts, english = [row["text"] for row in own], ["en"] * len(own)
    plain = _agreement(score(texts, english), people)
    given = score_answers(texts, english, [row["question"] for row in own])
    return [
        Figure("tone: NHS, three classes, VADER alone", plain, len(own)),
        Figure(
            "tone: NHS, given the question", _agreement(given, people), len(own), plain
        ),
    ]


def _agreement(tones: Sequence[float | None], people: Sequence[int]) -> float:
    sides = [int((t or 0) >= NEUTRAL) - int((t or 0) <= -NEUTRAL) for t in tones]
    return sum(a == b for a, b in zip(sides, people, strict=True)) / len(people)
