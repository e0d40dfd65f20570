"""Puts a question's parts together: counts, shares, ids, and one row for each comment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from app.analysis import matching
from app.analysis.campaigns import CampaignGroups
from app.analysis.describing import Described
from app.analysis.findings import (
    NEUTRAL,
    Counts,
    Findings,
    FoundCampaign,
    FoundTopic,
    Quote,
    ReadComment,
    ReadPassage,
    ToneCounts,
)
from app.analysis.issue_framework import merge_scores
from app.analysis.options import Options
from app.analysis.texts import Passages, Text
from app.analysis.topics import Topics

Tones = tuple[list[float | None], list[float | None]]


@dataclass(frozen=True, slots=True)
class QuestionFindings:
    """What was found in the comments on one question."""

    question: str | None
    topics: tuple[FoundTopic, ...]
    comments: tuple[ReadComment, ...]
    campaigns: tuple[FoundCampaign, ...]
    distinct_texts: int


@dataclass(frozen=True, slots=True)
class _Member:
    """One comment in one topic."""

    comment: int
    weight: int
    tone: float | None


def assemble_unread(texts: Sequence[Text]) -> QuestionFindings:
    """Return the comments that say nothing to the question, as rows of their own."""
    rows = tuple(
        ReadComment(t.document.id, (), None, t.language, None, (), False, t.masked)  # noqa: FBT003
        for t in texts
    )
    return QuestionFindings(None, (), rows, (), 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the steps found out about one question's comments."""

    texts: Sequence[Text]
    cut: Passages
    topics: Topics
    groups: CampaignGroups
    tones: Tones
    issues: Sequence[Mapping[str, float]]


def assemble(
    question: str | None, reading: Reading, options: Options
) -> QuestionFindings:
    """Count topics, give them their ids and tell each comment where it belongs."""
    texts, cut, topics = reading.texts, reading.cut, reading.topics
    groups, tones = reading.groups, reading.tones
    members = _members(cut, topics, tones[1])
    ids = _ids(question, texts, members, topics, options)
    wording = _wordings(texts, groups)
    campaign_ids = [f"{_prefix(question)}c{n + 1}" for n in range(len(groups.groups))]
    counter = _Counter(question, texts, cut, members, wording)
    found = tuple(
        counter.topic(level, number, ids, topics)
        for level in ("top", "leaf")
        for number in range(len(topics.tops if level == "top" else topics.leaves))
    )
    rows = _comments(reading, ids)
    marked = tuple(
        _with_campaign(row, position, groups, campaign_ids)
        for position, row in enumerate(rows)
    )
    letters = tuple(
        FoundCampaign(
            campaign_ids[number],
            len(group.members),
            group.distinct_texts,
            texts[group.representative].document.id,
            tuple(texts[member].document.id for member in group.added_text),
        )
        for number, group in enumerate(groups.groups)
    )
    return QuestionFindings(question, found, marked, letters, len(set(wording)))


def merge(
    found: Sequence[QuestionFindings],
    order: Sequence[str],
    parameters: Mapping[str, Any],
) -> Findings:
    """Return all questions' findings as one, comments in the order they came in."""
    row_of = {row.id: row for one in found for row in one.comments}
    comments = tuple(row_of[one] for one in order)
    analysed = sum(row.substantive for row in comments)
    letters = tuple(letter for one in found for letter in one.campaigns)
    counts = Counts(
        comments=len(comments),
        analysed=analysed,
        not_substantive=len(comments) - analysed,
        distinct_texts=sum(one.distinct_texts for one in found),
        campaigns=len(letters),
    )
    topics = tuple(topic for one in found for topic in one.topics)
    return Findings(parameters, {}, counts, topics, comments, letters)


def _prefix(question: str | None) -> str:
    return "" if question is None else f"{question[:40]}/"


Members = dict[tuple[str, int], list[_Member]]


def _members(cut: Passages, topics: Topics, tone_of: Sequence[float | None]) -> Members:
    """Return the comments of each topic on both levels, each comment once."""
    lengths: dict[tuple[str, int, int], int] = defaultdict(int)
    tones: dict[tuple[str, int, int], list[float]] = defaultdict(list)
    for passage, comment in enumerate(cut.comment.tolist()):
        leaf = int(topics.leaf_of[passage])
        start, end = cut.spans[passage]
        for level, number in (("leaf", leaf), ("top", int(topics.top_of[leaf]))):
            lengths[level, number, comment] += end - start
            tone = tone_of[passage]
            if tone is not None:
                tones[level, number, comment].append(tone)
    members: Members = defaultdict(list)
    for (level, number, comment), length in lengths.items():
        heard = tones[level, number, comment]
        tone = sum(heard) / len(heard) if heard else None
        members[level, number].append(_Member(comment, length, tone))
    return members


def _ids(
    question: str | None,
    texts: Sequence[Text],
    members: Members,
    topics: Topics,
    options: Options,
) -> dict[tuple[str, int], str]:
    keys = sorted(members)
    candidates = [
        matching.Candidate(
            question,
            level == "top",
            frozenset(texts[m.comment].document.id for m in members[level, number]),
            _described(topics, level, number).centroid,
        )
        for level, number in keys
    ]
    return dict(zip(keys, matching.assign_ids(candidates, options.known), strict=True))


def _described(topics: Topics, level: str, number: int) -> Described:
    return (topics.tops if level == "top" else topics.leaves)[number]


def _wordings(texts: Sequence[Text], groups: CampaignGroups) -> list[str]:
    """Return a key for each text; a campaign's copied text counts as one."""
    return [
        f"\x1f{campaign}" if campaign is not None else _plain(text.masked)
        for text, campaign in zip(texts, groups.campaign, strict=True)
    ]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class _Counter:
    """Counts one question's topics."""

    def __init__(
        self,
        question: str | None,
        texts: Sequence[Text],
        cut: Passages,
        members: Members,
        wording: Sequence[str],
    ) -> None:
        self.question = question
        self.texts = texts
        self.members = members
        self.wording = wording
        self.cut = cut

    def topic(
        self,
        level: str,
        number: int,
        ids: Mapping[tuple[str, int], str],
        topics: Topics,
    ) -> FoundTopic:
        own = self.members[level, number]
        described = _described(topics, level, number)
        share = len(own) / len(self.texts)
        low = share * described.steadiness.low
        high = min(1.0, share * described.steadiness.high)
        parent = None if level == "top" else ids["top", int(topics.top_of[number])]
        return FoundTopic(
            id=ids[level, number],
            question=self.question,
            parent=parent,
            label=described.label,
            keywords=described.keywords,
            comments=len(own),
            distinct_texts=len({self.wording[member.comment] for member in own}),
            share=round(share, 4),
            share_interval=(round(low, 4), round(high, 4)),
            tone=_tone_counts(own),
            stability=described.steadiness.stability,
            quotes=tuple(self._quote(passage) for passage in described.quotes),
            centroid=described.centroid,
            reach=described.reach,
        )

    def _quote(self, passage: int) -> Quote:
        comment = int(self.cut.comment[passage])
        return Quote(self.texts[comment].document.id, *self.cut.spans[passage])


def _tone_counts(members: Sequence[_Member]) -> ToneCounts:
    heard = [member.tone for member in members if member.tone is not None]
    negative = sum(tone <= -NEUTRAL for tone in heard)
    positive = sum(tone >= NEUTRAL for tone in heard)
    return ToneCounts(
        negative=negative,
        neutral=len(heard) - negative - positive,
        positive=positive,
        not_assessed=len(members) - len(heard),
    )


def _comments(
    reading: Reading, ids: Mapping[tuple[str, int], str]
) -> list[ReadComment]:
    texts, cut, topics = reading.texts, reading.cut, reading.topics
    tones, fits = reading.tones, _fits(cut, topics)
    rows: list[ReadComment] = []
    passages = enumerate(cut.comment.tolist())
    for comment, group in groupby(passages, key=lambda pair: pair[1]):
        own = [passage for passage, _ in group]
        read = tuple(
            ReadPassage(
                *cut.spans[passage],
                ids["leaf", int(topics.leaf_of[passage])],
                tones[1][passage],
                fits[passage],
            )
            for passage in own
        )
        main = [ids["leaf", int(topics.unit_leaf[passage])] for passage in own]
        text = texts[comment]
        rows.append(
            ReadComment(
                id=text.document.id,
                topics=_main_first(read, main),
                tone=tones[0][comment],
                language=text.language,
                campaign=None,
                shared_text=(),
                substantive=True,
                masked_text=text.masked,
                passages=read,
                issues=merge_scores([reading.issues[cut.wording[p]] for p in own]),
            )
        )
    return rows


def _fits(cut: Passages, topics: Topics) -> list[float]:
    """Return how close each passage lies to the middle of its topic."""
    middles = np.asarray([leaf.centroid for leaf in topics.leaves], np.float32)
    places = topics.places[cut.wording]
    # not a matrix product: its sums depend on the number of threads
    near = np.einsum("ij,ij->i", places, middles[topics.leaf_of])
    return [round(float(one), 3) for one in near]


def _main_first(
    passages: Sequence[ReadPassage], of_units: Sequence[str]
) -> tuple[str, ...]:
    """Return a comment's topics; the one of most of its text, read whole, first."""
    whole: dict[str, int] = defaultdict(int)
    own: dict[str, int] = defaultdict(int)
    for passage, topic in zip(passages, of_units, strict=True):
        whole[topic] += passage.end - passage.start
        own[passage.topic or topic] += passage.end - passage.start
    return tuple(sorted(own, key=lambda topic: (-whole[topic], -own[topic])))


def _with_campaign(
    row: ReadComment, position: int, groups: CampaignGroups, ids: Sequence[str]
) -> ReadComment:
    number = groups.campaign[position]
    return ReadComment(
        id=row.id,
        topics=row.topics,
        tone=row.tone,
        language=row.language,
        campaign=None if number is None else ids[number],
        shared_text=groups.shared_text[position],
        substantive=True,
        masked_text=row.masked_text,
        passages=row.passages,
        issues=row.issues,
    )
