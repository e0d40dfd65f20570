"""What people said in a consultation, with answers, promises and the decision."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session, col, select

from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation, Decision, Proposal
from app.consultations.queries import (
    get_public_consultation,
    list_proposals,
    list_published_decisions,
)
from app.errors import NotFound
from app.official_responses.models import OfficialResponse, Promise
from app.official_responses.queries import is_overdue, map_promises, map_responses
from app.official_responses.web.decision import OUTCOME_LABELS
from app.register.models import System
from app.register.queries import find_system
from app.register.standards.cells import guarded
from app.topics.models import Topic, TopicComment, TopicPublication
from app.topics.queries import find_latest_publication, list_consultation_topics
from app.topics.rules import keys_of
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession
from app.web.requests import Request

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
    quotes: Sequence[ShownQuote]
    response: OfficialResponse | None
    promises: Sequence[tuple[Promise, bool]]
    children: Sequence["ShownTopic"]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its published topics, largest first."""

    told: Mapping[str, Any]
    topics: Sequence[ShownTopic]
    largest: float


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


class ResultsController(Controller):
    """Results, as a page and as data."""

    path = "/"
    include_in_schema = False

    @get("/consultations/{slug:str}/results", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        publication = _publication(session, consultation, slug)
        page = results_page(session, consultation, publication, now.date())
        return public(request, page, keep=Keep())

    @get("/consultations/{slug:str}/results.json", sync_to_thread=True)
    def as_json(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        publication = _publication(session, consultation, slug)
        page = results_page(session, consultation, publication, now.date())
        whole = json.dumps(results_document(page), ensure_ascii=False, indent=1)
        return Response(whole.encode(), media_type="application/json")

    @get("/consultations/{slug:str}/results.csv", sync_to_thread=True)
    def as_csv(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        publication = _publication(session, consultation, slug)
        page = results_page(session, consultation, publication, now.date())
        return Response(_table(page), media_type="text/csv; charset=utf-8")


def _publication(
    session: Session, consultation: Consultation, slug: str
) -> TopicPublication:
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        raise NotFound("results", slug)
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
            max((one["share"] for one in told["topics"]), default=1.0),
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
        and (text := comment.masked_text[quote["start"] : quote["end"]].strip())
    ]
    return shown[:_QUOTES]


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


_COLUMNS: Final = (
    "question", "topic", "parent", "machine_label", "comments", "distinct_texts",
    "submissions", "share", "share_low", "share_high", "stability", "support",
    "oppose", "unsure", "answer", "what_changes",
)  # fmt: skip


def _table(page: ResultsPage) -> bytes:
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for question in page.questions:
        for topic in question.topics:
            _write_topic(writer, question.told["wording"], topic, "")
    return out.getvalue().encode()


def _write_topic(writer: Any, wording: str, topic: ShownTopic, parent: str) -> None:
    told = topic.told
    low, high = told["interval"] or ("", "")
    stances = [told["stances"].get(one, "") for one in ("support", "oppose", "unsure")]
    answer = topic.response
    row = [
        wording, told["label"], parent, told["machine_label"], told["comments"],
        told["distinct_texts"], told["submissions"], told["share"], low, high,
        told["stability"], *stances, answer.text if answer else "",
        answer.what_changes if answer else "",
    ]  # fmt: skip
    writer.writerow([guarded(str(cell)) for cell in row])
    for child in topic.children:
        _write_topic(writer, wording, child, told["label"])


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a participant's words went: topics with answers, and decisions."""

    topics: Sequence[ShownTopic]
    decisions: Sequence[ShownDecision]


def trace_of(
    session: Session,
    consultation: Consultation,
    comments: Sequence[Comment],
    today: date,
) -> Trace | None:
    """Follow comments into the published topics; None while nothing is published."""
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        return None
    page = results_page(session, consultation, publication, today)
    topics = list_consultation_topics(session, consultation.id)
    keys = _keys_of_comments(session, publication.snapshot, comments)
    holding = {
        str(topic.id)
        for topic in topics
        if keys & _scoped(topic, keys_of(topic, topics))
    }
    shown = [
        topic
        for question in page.questions
        for top in question.topics
        for topic in (top, *top.children)
        if topic.told["id"] in holding
    ]
    return Trace(shown, page.decisions)


def _keys_of_comments(
    session: Session, snapshot: Mapping[str, Any], comments: Sequence[Comment]
) -> set[tuple[UUID, str]]:
    runs = {UUID(one["run"]): UUID(one["id"]) for one in snapshot["questions"]}
    rows = session.exec(
        select(TopicComment).where(
            col(TopicComment.run_id).in_(runs),
            col(TopicComment.comment_id).in_([one.id for one in comments]),
        )
    )
    return {(runs[one.run_id], one.key) for one in rows}


def _scoped(topic: Topic, keys: frozenset[str]) -> set[tuple[UUID, str]]:
    return {(topic.question_id, key) for key in keys}
