"""What would be public now: counts and references, never words of participants.

Quotes are references that show only while their comment is published, so erasing and
withdrawing reach every page.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.comments.queries import (
    count_by_state,
    count_concerns,
    count_stances,
    count_submissions,
)
from app.consultations.models import Consultation, ConsultationKind, Question
from app.topics.models import (
    AnalysisRun,
    FoundTopic,
    IssueState,
    RunState,
    Topic,
    TopicPublication,
    TopicState,
)
from app.topics.queries import (
    find_latest_run,
    find_stance_question,
    list_found_topics,
    list_text_questions,
    list_topics,
    map_moved_on,
    map_readings,
    tally_of,
)
from app.topics.queries.comments import list_campaigns, map_months
from app.topics.queries.issues import count_issues
from app.topics.rules import TopicNode, all_nodes, keys_of, merged_into, tree_of
from app.topics.rules.counting import Tally, TopicCounts
from app.topics.rules.quoting import quotable_passages
from app.topics.services.breakdown import breakdowns_of

_QUOTES: Final = 3
_LEFT_OUT: Final = frozenset({TopicState.HIDDEN, TopicState.PROPOSED})


def snapshot_of(
    session: Session,
    consultation: Consultation,
    earlier: TopicPublication | None = None,
) -> dict[str, Any]:
    """Return what would be published now; topics gone since `earlier` are named."""
    parts = [
        _question(session, consultation, question)
        for question in list_text_questions(session, consultation.id)
    ]
    questions = [one for one in parts if one is not None]
    for one in questions:
        one["left_out"] += _gone_since(earlier, one)
    states = count_by_state(session, consultation.id)
    return {
        "submissions": count_submissions(session, consultation.id),
        "comments": sum(one["comments"] for one in questions),
        "distinct_texts": sum(one["distinct_texts"] for one in questions),
        "states": {state.value: count for state, count in states.items()},
        "concerns": dict(count_concerns(session, consultation.id)),
        "questions": questions,
    }


def _question(
    session: Session, consultation: Consultation, question: Question
) -> dict[str, Any] | None:
    run = find_latest_run(session, question.id, RunState.DONE)
    if run is None:
        return None
    teller = _Teller(session, run, list_topics(session, question.id))
    stance = find_stance_question(session, question)
    whole = teller.tally.whole
    topics = teller.confirmed(teller.nodes, None)
    return {
        "id": str(question.id),
        "key": question.key,
        "wording": question.wording,
        "run": str(run.id),
        "read_at": run.finished_at.isoformat() if run.finished_at else None,
        "engine": {key: run.parameters.get(key) for key in ("engine", "embedder")},
        "comments": whole.comments,
        "analysed": whole.analysed,
        "not_substantive": whole.not_substantive,
        "distinct_texts": whole.distinct_texts,
        "unsorted": whole.unsorted,
        "joined": whole.joined,
        "campaigns": len(list_campaigns(session, run.id)),
        "stances": dict(count_stances(session, stance.id)) if stance else {},
        "topics": topics,
        "left_out": teller.left_out(),
        "issues": _issues(session, run),
        "months": teller.months(topics)
        if consultation.kind is ConsultationKind.STANDING
        else None,
        "breakdowns": breakdowns_of(session, consultation, teller.members_of(topics)),
    }


def _issues(session: Session, run: AnalysisRun) -> list[dict[str, Any]]:
    return [
        {
            "key": one.issue.key,
            "name": one.issue.name,
            "description": one.issue.description,
            "comments": one.comments,
            "distinct_texts": one.distinct_texts,
        }
        for one in count_issues(session, run)
        if one.state is IssueState.CONFIRMED and one.comments
    ]


def _gone_since(
    earlier: TopicPublication | None, told: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return topics that were public before and that no reading finds any more."""
    if earlier is None:
        return []
    here = {one["id"] for one in (*told["topics"], *told["left_out"])}
    here |= {part["id"] for one in told["topics"] for part in one["merged"]}
    return [
        {
            "id": topic["id"],
            "machine_label": topic["machine_label"],
            "label": topic["label"],
            "state": TopicState.GONE.value,
            "reason": "",
            "comments": topic["comments"],
            "within": "",
        }
        for question in earlier.snapshot["questions"]
        if question["id"] == told["id"]
        for topic in question["topics"]
        if topic["id"] not in here
    ]


class _Teller:
    """Tells the topics of one question."""

    def __init__(
        self, session: Session, run: AnalysisRun, topics: Sequence[Topic]
    ) -> None:
        self.session = session
        self.run = run
        self.topics = topics
        self.by_id = {one.id: one for one in topics}
        self.found = {one.key: one for one in list_found_topics(session, run.id)}
        self.tally: Tally = tally_of(session, run)
        self.moved_on = map_moved_on(session, run)
        self.counts = {one.id: self._counts(one) for one in topics}
        sizes = {key: one.comments for key, one in self.counts.items()}
        self.nodes = tree_of(topics, self.found.values(), sizes)

    def _counts(self, topic: Topic) -> TopicCounts:
        return self.tally.of(keys_of(topic, self.topics))

    def confirmed(
        self, nodes: Sequence[TopicNode], parent: str | None
    ) -> list[dict[str, Any]]:
        """Return confirmed topics; a subtopic of one that is not stands at the top."""
        told: list[dict[str, Any]] = []
        for node in nodes:
            is_shown = node.topic.state is TopicState.CONFIRMED
            if is_shown:
                told.append(self._topic(node, parent))
            below = str(node.topic.id) if is_shown else parent
            told += self.confirmed(node.children, below)
        return told

    def _topic(self, node: TopicNode, parent: str | None) -> dict[str, Any]:
        topic, found, counts = node.topic, node.found, self.counts[node.topic.id]
        merged = [
            one
            for one in self.topics
            if one.state is TopicState.MERGED and one.merged_into_id == topic.id
        ]
        share = counts.comments / max(1, self.tally.whole.analysed)
        return {
            "id": str(topic.id),
            "keys": sorted(keys_of(topic, self.topics)),
            "parent": parent,
            "label": topic.label,
            "machine_label": topic.machine_label,
            "description": topic.description,
            "keywords": found.keywords if found else [],
            "comments": counts.comments,
            "distinct_texts": counts.distinct_texts,
            "submissions": counts.submissions,
            "share": round(share, 4),
            # The engine's interval is for the topic as it found it.
            "interval": None if merged else _interval(found, share),
            "stability": found.stability if found else None,
            "stances": dict(counts.stances),
            "tone": dict(counts.tone),
            "letters": counts.letters,
            "joined": counts.joined,
            "placed": counts.placed,
            "split_from": self._split_from(topic),
            "quotes": self._quotes(topic, found),
            "merged": [
                {
                    "id": str(one.id),
                    "machine_label": one.machine_label,
                    "label": one.label,
                    "comments": self.tally.when_merged(
                        keys_of(one, self.topics),
                        merged_into(one, self.topics),
                        self.moved_on,
                    ),
                }
                for one in merged
            ],
        }

    def _split_from(self, topic: Topic) -> str | None:
        if topic.split_from_id is None:
            return None
        source = self.by_id[topic.split_from_id]
        return source.label

    def _quotes(self, topic: Topic, found: FoundTopic | None) -> list[dict[str, Any]]:
        """Return quotes of comments that are still here; the machine's, if it chose."""
        keys = keys_of(topic, self.topics)
        here = self.tally.comments(keys)
        chosen = [
            one
            for one in (found.quotes if found else [])
            if UUID(one["comment"]) in here
        ]
        wanted = {UUID(one["comment"]) for one in chosen} or set(sorted(here)[:50])
        readings = map_readings(self.session, self.run.id, wanted)
        if not chosen:
            return quotable_passages(readings.values(), keys)[:_QUOTES]
        return [
            {**one, "length": readings[UUID(one["comment"])].length} for one in chosen
        ]

    def left_out(self) -> list[dict[str, Any]]:
        """Return what is not shown, with its size and the reason."""
        return [
            {
                "id": str(one.id),
                "machine_label": one.machine_label,
                "label": one.label,
                "state": one.state.value,
                "reason": one.state_reason,
                "comments": self.counts[one.id].comments,
                "within": self._within(one),
            }
            for one in (node.topic for node in all_nodes(self.nodes))
            if one.state in _LEFT_OUT
        ]

    def _within(self, topic: Topic) -> str:
        """Return the public topic that counts a subtopic nobody confirmed."""
        if topic.state is not TopicState.PROPOSED or topic.stands_alone:
            return ""
        above = [one for one in self.topics if one.key == topic.parent_key]
        shown = [one.label for one in above if one.state is TopicState.CONFIRMED]
        return next(iter(shown), "")

    def members_of(self, told: Sequence[Mapping[str, Any]]) -> dict[str, set[UUID]]:
        """Return the submissions in each topic at the top, by its id."""
        return {
            one["id"]: {
                member.submission_id
                for member in self.tally.members(
                    keys_of(self.by_id[UUID(one["id"])], self.topics)
                )
            }
            for one in told
            if one["parent"] is None
        }

    def months(self, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return how many comments came in each month, by topic at the top."""
        month_of = map_months(self.session, self.run.id)
        names = sorted(set(month_of.values()))
        rows = {}
        for one in told:
            if one["parent"] is not None:
                continue
            keys = keys_of(self.by_id[UUID(one["id"])], self.topics)
            counted = Counter(month_of[key] for key in self.tally.comments(keys))
            rows[one["id"]] = [counted.get(name, 0) for name in names]
        return {"names": names, "topics": rows}


def _interval(found: FoundTopic | None, share: float) -> list[float] | None:
    """Return the machine's interval, in proportion where comments came or went since."""
    if found is None or not found.share:
        return None
    factor = share / found.share
    ends = (found.share_low * factor, found.share_high * factor)
    return [round(min(1.0, one), 4) for one in ends]
