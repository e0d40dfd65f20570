"""Reads of answers and promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.consultations.models import Consultation
from app.consultations.queries import list_proposals, list_system_consultations
from app.errors import NotFound
from app.official_responses.models import OfficialResponse, Promise, PromiseState
from app.register.models import System
from app.register.schemas.causes import Cause, CauseKind
from app.topics.models import Topic, TopicState
from app.topics.queries import find_latest_publication, list_text_questions


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


def list_causes(session: Session, system: System) -> list[Cause]:
    """Return the public topics and promises that may have led to a change of a record.

    By consultation, newest first; in each the largest topics first, every one followed
    by what was promised on it. The counts are those that are public.
    """
    return [
        cause
        for consultation in list_system_consultations(session, system.id)
        for cause in _causes_in(session, consultation, system)
    ]


def cause_of(session: Session, consultation: Consultation) -> Cause:
    """Return a consultation as what led to a decision, counted where results are public."""
    publication = find_latest_publication(session, consultation.id)
    counted = publication.snapshot if publication else {}
    address = f"/consultations/{consultation.slug}"
    return Cause(
        kind=CauseKind.CONSULTATION,
        id=consultation.id,
        label=consultation.title,
        comments=counted.get("comments", 0),
        distinct_texts=counted.get("distinct_texts", 0),
        url=f"{address}/results" if publication else address,
        within=consultation.title,
    )


def _causes_in(
    session: Session, consultation: Consultation, system: System
) -> Iterator[Cause]:
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        return
    answers = map_responses(session, consultation.id, is_public=True)
    promises = map_promises(session, consultation.id)
    for told in _topics_on(session, consultation, system, publication.snapshot):
        answer = answers.get(UUID(told["id"]))
        of_topic = {
            "comments": told["comments"],
            "distinct_texts": told["distinct_texts"],
            "url": f"/consultations/{consultation.slug}/results#topic-{told['id']}",
            "within": consultation.title,
            "is_answered": answer is not None,
        }
        yield Cause(CauseKind.TOPIC, UUID(told["id"]), told["label"], **of_topic)
        for one in promises.get(answer.id, []) if answer else []:
            yield Cause(CauseKind.PROMISE, one.id, one.text, **of_topic)


def _topics_on(
    session: Session,
    consultation: Consultation,
    system: System,
    snapshot: Mapping[str, Any],
) -> Sequence[Mapping[str, Any]]:
    """Return the published topics, without those on a proposal for another system."""
    others = {
        one.id
        for one in list_proposals(session, consultation.id)
        if one.system_id != system.id
    }
    elsewhere = {
        str(one.id)
        for one in list_text_questions(session, consultation.id)
        if one.proposal_id in others
    }
    topics = [
        topic
        for question in snapshot["questions"]
        if question["id"] not in elsewhere
        for topic in question["topics"]
    ]
    return sorted(topics, key=lambda one: -one["comments"])
