"""Makes confirmed topics public: a frozen snapshot of counts and references.

The snapshot holds no words of participants. Quotes are references that show only
while their comment is published, so erasing and withdrawing reach every page.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.comments.queries import (
    count_by_state,
    count_concerns,
    count_stances,
    count_submissions,
)
from app.consultations.models import Consultation, ConsultationKind, Question
from app.consultations.queries import list_proposals
from app.consultations.rules import is_sealed
from app.errors import N_, PhaseClosed
from app.register.models import SystemFeedback
from app.register.services import set_feedback
from app.topics.models import (
    AnalysisRun,
    FoundTopic,
    RunState,
    Topic,
    TopicPublication,
    TopicState,
)
from app.topics.queries import (
    count_topic,
    find_latest_run,
    find_stance_question,
    list_consultation_topics,
    list_found_topics,
    list_text_questions,
    list_topics,
)
from app.topics.rules import TopicNode, keys_of, require_something_to_publish, tree_of


def publish_topics(
    session: Session, consultation: Consultation, official: Official, *, now: datetime
) -> TopicPublication:
    """Freeze what is confirmed now and make it public.

    Raises:
        PhaseClosed: People can still comment; results stay sealed until closing.
        Conflict: Nothing is confirmed.
    """
    if is_sealed(consultation, now):
        raise PhaseClosed(
            N_("People can still comment. Results are published after closing.")
        )
    topics = list_consultation_topics(session, consultation.id)
    require_something_to_publish({one.id: one.state for one in topics})
    publication = TopicPublication(
        consultation_id=consultation.id,
        published_at=now,
        published_by=official.id,
        snapshot=snapshot_of(session, consultation),
    )
    session.add(publication)
    consultation.results_published_at = now
    session.add(consultation)
    record_act(
        session,
        official,
        "published_topics",
        "consultation",
        str(consultation.id),
        {"publication": str(publication.id)},
        now=now,
    )
    _push_feedback(session, consultation, publication.snapshot, now)
    session.flush()
    return publication


def snapshot_of(session: Session, consultation: Consultation) -> dict[str, Any]:
    """Return what would be published now."""
    parts = [
        _question(session, question)
        for question in list_text_questions(session, consultation.id)
    ]
    questions = [one for one in parts if one is not None]
    states = count_by_state(session, consultation.id)
    return {
        "submissions": count_submissions(session, consultation.id),
        "comments": sum(one["comments"] for one in questions),
        "distinct_texts": sum(one["distinct_texts"] for one in questions),
        "states": {state.value: count for state, count in states.items()},
        "concerns": dict(count_concerns(session, consultation.id)),
        "questions": questions,
    }


def _question(session: Session, question: Question) -> dict[str, Any] | None:
    run = find_latest_run(session, question.id, RunState.DONE)
    if run is None:
        return None
    topics = list_topics(session, question.id)
    nodes = tree_of(topics, list_found_topics(session, run.id))
    stance = find_stance_question(session, question)
    teller = _Teller(session, run, topics, stance)
    return {
        "id": str(question.id),
        "key": question.key,
        "wording": question.wording,
        "run": str(run.id),
        "read_at": run.finished_at.isoformat() if run.finished_at else None,
        "engine": {key: run.parameters.get(key) for key in ("engine", "embedder")},
        **{key: run.counts.get(key, 0) for key in _COUNTED},
        "stances": dict(count_stances(session, stance.id)) if stance else {},
        "topics": teller.confirmed(nodes, None),
        "left_out": teller.left_out(),
    }


_COUNTED = ("comments", "analysed", "not_substantive", "distinct_texts", "campaigns")


class _Teller:
    """Tells the topics of one question."""

    def __init__(
        self,
        session: Session,
        run: AnalysisRun,
        topics: Sequence[Topic],
        stance: Question | None,
    ) -> None:
        self.session = session
        self.run = run
        self.topics = topics
        self.stance = stance
        self.found = {one.key: one for one in list_found_topics(session, run.id)}

    def confirmed(
        self, nodes: Sequence[TopicNode], parent: str | None
    ) -> list[dict[str, Any]]:
        """Return confirmed topics, parents before their subtopics."""
        told: list[dict[str, Any]] = []
        for node in nodes:
            is_shown = node.topic.state is TopicState.CONFIRMED
            if is_shown:
                told.append(self._topic(node.topic, node.found, parent))
            above = str(node.topic.id) if is_shown and parent is None else parent
            told += self.confirmed(node.children, above)
        return told

    def _topic(
        self, topic: Topic, found: FoundTopic, parent: str | None
    ) -> dict[str, Any]:
        keys = keys_of(topic, self.topics)
        merged = [
            one
            for one in self.topics
            if one.state is TopicState.MERGED and one.merged_into_id == topic.id
        ]
        counts = count_topic(
            self.session, self.run.id, keys, self.stance.id if self.stance else None
        )
        share = counts.comments / max(1, self.run.counts.get("analysed", 0))
        return {
            "id": str(topic.id),
            "parent": parent,
            "label": topic.label,
            "machine_label": topic.machine_label,
            "description": topic.description,
            "keywords": found.keywords,
            "comments": counts.comments,
            "distinct_texts": counts.distinct_texts,
            "submissions": counts.submissions,
            "share": share,
            # The engine's interval is for the topic as it found it.
            "interval": None if merged else [found.share_low, found.share_high],
            "stability": found.stability,
            "stances": dict(counts.stances),
            "tone": found.tone,
            "quotes": found.quotes,
            "merged": [
                {"machine_label": one.machine_label, "comments": self._size(one)}
                for one in merged
            ],
        }

    def left_out(self) -> list[dict[str, Any]]:
        """Return what is not shown, with its size and the reason."""
        return [
            {
                "machine_label": one.machine_label,
                "label": one.label,
                "state": one.state.value,
                "reason": one.state_reason,
                "comments": self._size(one),
            }
            for one in self.topics
            if one.state in {TopicState.HIDDEN, TopicState.PROPOSED}
            and one.key in self.found
        ]

    def _size(self, topic: Topic) -> int:
        found = self.found.get(topic.key)
        return found.comments if found else 0


def _push_feedback(
    session: Session,
    consultation: Consultation,
    snapshot: dict[str, Any],
    now: datetime,
) -> None:
    systems = {one.system_id for one in list_proposals(session, consultation.id)}
    for system_id in systems:
        before = session.get(SystemFeedback, system_id)
        is_proposal = consultation.kind is ConsultationKind.PROPOSAL
        set_feedback(
            session,
            SystemFeedback(
                system_id=system_id,
                consultations=1,
                submissions=snapshot["submissions"],
                comments=snapshot["comments"],
                distinct_texts=snapshot["distinct_texts"],
                is_consulted_on=is_proposal or bool(before and before.is_consulted_on),
                updated_at=now,
            ),
            now=now,
        )
