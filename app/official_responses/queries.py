"""Reads of answers and promises."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.official_responses.models import OfficialResponse, Promise, PromiseState
from app.topics.models import Topic, TopicState


def find_response(session: Session, topic_id: UUID) -> OfficialResponse | None:
    return session.exec(
        select(OfficialResponse).where(OfficialResponse.topic_id == topic_id)
    ).one_or_none()


def map_responses(
    session: Session, consultation_id: UUID, *, is_public: bool = False
) -> Mapping[UUID, OfficialResponse]:
    """Return answers by topic id; only the published ones when `is_public`."""
    query = (
        select(OfficialResponse)
        .join(Topic, col(Topic.id) == col(OfficialResponse.topic_id))
        .where(Topic.consultation_id == consultation_id)
    )
    if is_public:
        query = query.where(col(OfficialResponse.published_at).is_not(None))
    return {one.topic_id: one for one in session.exec(query)}


def list_unanswered(
    topics: Iterable[Topic], answers: Mapping[UUID, OfficialResponse]
) -> list[Topic]:
    """Return confirmed topics without a public answer.

    A subtopic is answered together with the topic that it is part of.
    """
    confirmed = [one for one in topics if one.state is TopicState.CONFIRMED]
    shown = {(one.question_id, one.key) for one in confirmed}
    return [
        one
        for one in confirmed
        if one.stands_alone or (one.question_id, one.parent_key) not in shown
        if (answer := answers.get(one.id)) is None or answer.published_at is None
    ]


def map_promises(
    session: Session, consultation_id: UUID
) -> Mapping[UUID, list[Promise]]:
    """Return promises by the id of the answer that makes them, due first."""
    found = session.exec(
        select(Promise)
        .join(OfficialResponse, col(OfficialResponse.id) == col(Promise.response_id))
        .join(Topic, col(Topic.id) == col(OfficialResponse.topic_id))
        .where(Topic.consultation_id == consultation_id)
        .order_by(col(Promise.due_on))
    )
    promises: dict[UUID, list[Promise]] = {}
    for one in found:
        promises.setdefault(one.response_id, []).append(one)
    return promises


def get_promise(session: Session, consultation_id: UUID, promise_id: UUID) -> Promise:
    promise = session.get(Promise, promise_id)
    response = session.get(OfficialResponse, promise.response_id) if promise else None
    topic = session.get(Topic, response.topic_id) if response else None
    if promise is None or topic is None or topic.consultation_id != consultation_id:
        raise NotFound("promise", promise_id)
    return promise


def list_answered_consultation_ids(session: Session) -> frozenset[UUID]:
    """Return the consultations of which at least one topic is answered in public."""
    query = (
        select(Topic.consultation_id)
        .join(OfficialResponse, col(OfficialResponse.topic_id) == col(Topic.id))
        .where(col(OfficialResponse.published_at).is_not(None))
        .distinct()
    )
    return frozenset(session.exec(query))


def is_overdue(promise: Promise, today: date) -> bool:
    """Tell whether a promise should have been kept by now."""
    return promise.state is PromiseState.OPEN and promise.due_on < today
