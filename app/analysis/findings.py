"""What the reading engine returns: one frozen tree, the same facts as its JSON.

Everything that uses the engine's result uses these types and no others. The JSON
form is `folkmoot/analysis@1`; `as_json` and `from_json` are each other's inverse.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TextIO

SCHEMA: Final = "folkmoot/analysis@1"
NEUTRAL: Final = 0.05  # VADER's own limit between neutral and either side


@dataclass(frozen=True, slots=True)
class Document:
    """One comment as it enters the engine.

    Attributes:
        id: The caller's own key; returned unchanged.
        text: The original wording. The engine masks it before anything reads it.
        question: The key of the question answered; each question is read alone.
        language: ISO 639-1 code when the participant or caller stated it.
    """

    id: str
    text: str
    question: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a comment's masked text, as character offsets."""

    comment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ToneCounts:
    """How many comments in a topic are worded how. Says nothing of stance."""

    negative: int = 0
    neutral: int = 0
    positive: int = 0
    not_assessed: int = 0


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """What the machine found: a group of passages that are about the same thing.

    Attributes:
        id: Stable between runs on the same question where members persist.
        parent: The top-level topic this one belongs to, or None at the top.
        comments: Comments with at least one passage here (each counted once).
        distinct_texts: The same, counting each campaign's copied text once.
        share: `comments` over all analysed comments of the question.
        share_interval: Low and high end of `share` under resampling of the engine's
            reading; not an estimate about any population.
        stability: 0 to 1, mean best overlap with the topics of repeated runs.
        centroid: Mean unit vector of the topic's passages, for joining new comments.
        reach: The least similarity to `centroid` with which a passage still joins.
    """

    id: str
    question: str | None
    parent: str | None
    label: str
    keywords: tuple[str, ...]
    comments: int
    distinct_texts: int
    share: float
    share_interval: tuple[float, float]
    tone: ToneCounts
    stability: float
    quotes: tuple[Quote, ...]
    centroid: tuple[float, ...] = ()
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic of an earlier run, as much of it as a new run needs to keep its id.

    Attributes:
        comments: The comments that were in it.
        embedder: Which embedder placed `centroid`; others' vectors do not compare.
    """

    id: str
    question: str | None
    parent: str | None
    comments: frozenset[str]
    centroid: tuple[float, ...] = ()
    reach: float = 0.0
    embedder: str = ""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A sentence or two of a comment: offsets into its masked text, and its topic.

    `fit` is how close it lies to the middle of its topic, or, where it has none, of the
    nearest one: a cosine.
    """

    start: int
    end: int
    topic: str | None
    tone: float | None = None
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadComment:
    """What the engine made of one comment.

    Attributes:
        topics: Leaf topics, the main one first; empty when none fits.
        tone: VADER compound of the wording, -1 to 1; None where not assessed.
        campaign: The campaign whose copied text this comment shares.
        shared_text: Stretches of the masked text that other comments also hold.
        issues: Issue-framework key to score, for each issue the comment touches.
    """

    id: str
    topics: tuple[str, ...]
    tone: float | None
    language: str
    campaign: str | None
    shared_text: tuple[tuple[int, int], ...]
    substantive: bool
    masked_text: str
    passages: tuple[ReadPassage, ...] = ()
    issues: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundCampaign:
    """Comments that share a copied text.

    Attributes:
        representative: The comment closest to the shared letter.
        added_text: Comments that add words of their own to it.
    """

    id: str
    comments: int
    distinct_texts: int
    representative: str
    added_text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """`comments` = `analysed` + `not_substantive`."""

    comments: int
    analysed: int
    not_substantive: int
    distinct_texts: int
    campaigns: int


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of reading one set of comments."""

    parameters: Mapping[str, Any]
    timings: Mapping[str, float]
    counts: Counts
    topics: tuple[FoundTopic, ...]
    comments: tuple[ReadComment, ...]
    campaigns: tuple[FoundCampaign, ...]


def as_json(findings: Findings) -> dict[str, Any]:
    """Return the `folkmoot/analysis@1` form, ready for `json.dump`."""
    return {**_head(findings), "comments": [_row(c) for c in findings.comments]}


def write_json(findings: Findings, target: TextIO) -> None:
    """Write the same form, one comment a line, without holding it all in memory."""
    head = json.dumps(_head(findings), ensure_ascii=False)
    target.write(head[:-1] + ', "comments": [')
    for number, comment in enumerate(findings.comments):
        target.write(",\n" if number else "\n")
        target.write(json.dumps(_row(comment), ensure_ascii=False))
    target.write("\n]}\n")


def _head(findings: Findings) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "parameters": dict(findings.parameters),
        "timings": dict(findings.timings),
        "counts": asdict(findings.counts),
        "topics": [
            {**asdict(t), "keywords": list(t.keywords)} for t in findings.topics
        ],
        "campaigns": [asdict(c) for c in findings.campaigns],
    }


def _row(comment: ReadComment) -> dict[str, Any]:
    # by hand: `asdict` copies deeply, which takes minutes for a million comments
    return {
        "id": comment.id,
        "topics": list(comment.topics),
        "tone": None if comment.tone is None else {"compound": comment.tone},
        "language": comment.language,
        "campaign": comment.campaign,
        "shared_text": [list(span) for span in comment.shared_text],
        "substantive": comment.substantive,
        "masked_text": comment.masked_text,
        "passages": [
            {
                "start": p.start,
                "end": p.end,
                "topic": p.topic,
                "tone": p.tone,
                "fit": p.fit,
            }
            for p in comment.passages
        ],
        "issues": dict(comment.issues),
    }


def from_json(data: Mapping[str, Any]) -> Findings:
    """Read the `folkmoot/analysis@1` form back.

    Raises:
        ValueError: The schema is not the one this version writes.
    """
    if data.get("schema") != SCHEMA:
        message = f"expected {SCHEMA}, found {data.get('schema')!r}"
        raise ValueError(message)
    return Findings(
        parameters=data["parameters"],
        timings=data["timings"],
        counts=Counts(**data["counts"]),
        topics=tuple(_topic(t) for t in data["topics"]),
        comments=tuple(_comment(c) for c in data["comments"]),
        campaigns=tuple(
            FoundCampaign(**{**c, "added_text": tuple(c["added_text"])})
            for c in data["campaigns"]
        ),
    )


def known_topics(findings: Findings) -> tuple[KnownTopic, ...]:
    """Return a run's topics as the next run wants them."""
    members: dict[str, set[str]] = {topic.id: set() for topic in findings.topics}
    parent = {topic.id: topic.parent for topic in findings.topics}
    for comment in findings.comments:
        for leaf in comment.topics:
            members[leaf].add(comment.id)
            above = parent[leaf]
            if above is not None:
                members[above].add(comment.id)
    return tuple(
        KnownTopic(
            topic.id,
            topic.question,
            topic.parent,
            frozenset(members[topic.id]),
            topic.centroid,
            topic.reach,
            str(findings.parameters.get("embedder", "")),
        )
        for topic in findings.topics
    )


def _topic(data: Mapping[str, Any]) -> FoundTopic:
    low, high = data["share_interval"]
    return FoundTopic(
        **{
            **data,
            "keywords": tuple(data["keywords"]),
            "share_interval": (low, high),
            "tone": ToneCounts(**data["tone"]),
            "quotes": tuple(Quote(**q) for q in data["quotes"]),
            "centroid": tuple(data.get("centroid", ())),
        }
    )


def _comment(data: Mapping[str, Any]) -> ReadComment:
    return ReadComment(
        **{
            **data,
            "topics": tuple(data["topics"]),
            "tone": None if data["tone"] is None else data["tone"]["compound"],
            "shared_text": _pairs(data["shared_text"]),
            "passages": tuple(ReadPassage(**p) for p in data.get("passages", ())),
        }
    )


def _pairs(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in rows)
