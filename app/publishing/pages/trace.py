"""Follows a participant's words into what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.comments.models import Comment
from app.consultations.models import Consultation
from app.publishing.pages.results import ShownDecision, ShownTopic, results_page
from app.topics.models import TopicComment
from app.topics.queries import find_latest_publication


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
    placed = _keys_of_comments(session, publication.snapshot, comments)
    holding = {
        told["id"]
        for question in publication.snapshot["questions"]
        for told in question["topics"]
        if placed & {(question["run"], key) for key in told["keys"]}
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
) -> set[tuple[str, str]]:
    """Return run and key of each place that the comments have."""
    runs = {UUID(one["run"]) for one in snapshot["questions"]}
    rows = session.exec(
        select(TopicComment).where(
            col(TopicComment.run_id).in_(runs),
            col(TopicComment.comment_id).in_([one.id for one in comments]),
            col(TopicComment.is_taken_out).is_(False),
        )
    )
    return {(str(one.run_id), one.key) for one in rows}
