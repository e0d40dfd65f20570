"""What people said in a consultation, with answers, promises and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation, Decision, Proposal
from app.consultations.queries import list_proposals, list_published_decisions
from app.errors import NotFound
from app.official_responses.models import OfficialResponse, Promise
from app.official_responses.queries import is_overdue, map_promises, map_responses
from app.official_responses.web.decision import OUTCOME_LABELS
from app.register.models import System
from app.register.queries import find_system
from app.topics.models import TopicPublication
from app.topics.queries import find_latest_publication
from app.topics.rules.judging import STEADINESS_LABELS, steadiness_of
from app.topics.rules.passages import excerpt
from app.web.catalogues import translate

_QUOTES: Final = 3


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A stretch of a published comment."""

    comment: Comment
    text: str


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A published topic with its quotes, answer and subtopics."""

    told: Mapping[str, Any]
    steadiness: str
    quotes: Sequence[ShownQuote]
    response: OfficialResponse | None
    promises: Sequence[tuple[Promise, bool]]
    children: Sequence["ShownTopic"]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its published topics, largest first."""

    told: Mapping[str, Any]
    topics: Sequence[ShownTopic]


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """What was decided on a proposal, and about which system."""

    proposal: Proposal
    system: System | None
    decision: Decision
    outcome: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What people said, what was answered and what was decided."""

    template: ClassVar[str] = "publishing/results.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    published_at: datetime
    snapshot: Mapping[str, Any]
    questions: Sequence[ShownQuestion]
    decisions: Sequence[ShownDecision]
    concerns: Sequence[tuple[str, int]]
    answered: int


def get_publication(session: Session, consultation: Consultation) -> TopicPublication:
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        raise NotFound("results", consultation.slug)
    return publication


def results_page(
    session: Session,
    consultation: Consultation,
    publication: TopicPublication,
    today: date,
) -> ResultsPage:
    """Gather what the public sees of a consultation's results."""
    snapshot = publication.snapshot
    quotes = _quotable(session, snapshot)
    answers = map_responses(session, consultation.id, is_public=True)
    promises = map_promises(session, consultation.id)

    def shown(
        told: Mapping[str, Any], all_told: Sequence[Mapping[str, Any]]
    ) -> ShownTopic:
        answer = answers.get(UUID(told["id"]))
        return ShownTopic(
            told,
            _steadiness(told),
            _quotes_of(told, quotes),
            answer,
            [
                (one, is_overdue(one, today))
                for one in (promises.get(answer.id, []) if answer else [])
            ],
            [shown(one, all_told) for one in all_told if one["parent"] == told["id"]],
        )

    questions = [
        ShownQuestion(
            told,
            [shown(one, told["topics"]) for one in told["topics"] if not one["parent"]],
        )
        for told in snapshot["questions"]
    ]
    labels = {one["key"]: one["label"] for one in consultation.concerns}
    concerns = sorted(snapshot.get("concerns", {}).items(), key=lambda one: -one[1])
    return ResultsPage(
        consultation,
        publication.published_at,
        snapshot,
        questions,
        decisions=_decisions(session, consultation),
        concerns=[(labels[key], count) for key, count in concerns if key in labels],
        answered=len(answers),
    )


def _steadiness(told: Mapping[str, Any]) -> str:
    if told["stability"] is None:
        return ""
    return translate(STEADINESS_LABELS[steadiness_of(told["stability"])])


def _quotable(session: Session, snapshot: Mapping[str, Any]) -> dict[str, Comment]:
    ids = {
        UUID(quote["comment"])
        for question in snapshot["questions"]
        for topic in question["topics"]
        for quote in topic["quotes"]
    }
    found = session.exec(
        select(Comment).where(
            col(Comment.id).in_(ids), Comment.state == CommentState.PUBLISHED
        )
    )
    return {str(one.id): one for one in found}


def _quotes_of(
    told: Mapping[str, Any], comments: Mapping[str, Comment]
) -> list[ShownQuote]:
    shown = [
        ShownQuote(comment, text)
        for quote in told["quotes"]
        if (comment := comments.get(quote["comment"])) is not None
        and (text := _excerpt(comment, quote))
    ]
    return shown[:_QUOTES]


def _excerpt(comment: Comment, quote: Mapping[str, Any]) -> str:
    start, end = quote["start"], quote["end"]
    return excerpt(comment.masked_text, quote["length"], start, end)


def _decisions(session: Session, consultation: Consultation) -> list[ShownDecision]:
    proposals = {one.id: one for one in list_proposals(session, consultation.id)}
    return [
        ShownDecision(
            proposal := proposals[one.proposal_id],
            find_system(session, proposal.system_id),
            one,
            translate(OUTCOME_LABELS[one.outcome]),
        )
        for one in list_published_decisions(session, consultation.id)
    ]


def results_document(page: ResultsPage) -> dict[str, Any]:
    """Return the results as data: counts, names, answers and references."""
    return {
        "consultation": page.consultation.slug,
        "published_at": page.published_at.isoformat(),
        "is_a_poll": False,
        "submissions": page.snapshot["submissions"],
        "comments": page.snapshot["comments"],
        "distinct_texts": page.snapshot["distinct_texts"],
        "questions": [
            {
                **{k: v for k, v in one.told.items() if k != "topics"},
                "topics": [_topic_document(topic) for topic in one.topics],
            }
            for one in page.questions
        ],
        "decisions": [
            {
                "proposal": one.proposal.title,
                "system": one.system.slug if one.system else None,
                "outcome": one.decision.outcome.value,
                "summary": one.decision.summary,
                "reasons": one.decision.reasons,
                "decided_by": one.decision.decided_by,
                "decided_on": one.decision.decided_on.isoformat(),
            }
            for one in page.decisions
        ],
    }


def _topic_document(topic: ShownTopic) -> dict[str, Any]:
    answer = topic.response
    return {
        **topic.told,
        "answer": answer.text if answer else None,
        "what_changes": answer.what_changes if answer else None,
        "promises": [
            {
                "text": one.text,
                "owner": one.owner,
                "due_on": one.due_on.isoformat(),
                "state": one.state.value,
            }
            for one, _ in topic.promises
        ],
        "subtopics": [_topic_document(one) for one in topic.children],
    }
