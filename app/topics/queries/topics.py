"""Reads of topics, of what was done with them, and of what is public."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.consultations.models import Question, QuestionKind
from app.errors import NotFound
from app.topics.models import FoundTopic, Topic, TopicEvent, TopicMove, TopicPublication


def list_text_questions(session: Session, consultation_id: UUID) -> Sequence[Question]:
    """Return the questions that are answered in people's own words."""
    return session.exec(
        select(Question)
        .where(
            Question.consultation_id == consultation_id,
            Question.kind == QuestionKind.FREE_TEXT,
        )
        .order_by(col(Question.position))
    ).all()


def get_text_question(session: Session, consultation_id: UUID, key: str) -> Question:
    for one in list_text_questions(session, consultation_id):
        if one.key == key:
            return one
    raise NotFound("question", key)


def list_found_topics(session: Session, run_id: UUID) -> Sequence[FoundTopic]:
    return session.exec(select(FoundTopic).where(FoundTopic.run_id == run_id)).all()


def list_topics(session: Session, question_id: UUID) -> Sequence[Topic]:
    return session.exec(select(Topic).where(Topic.question_id == question_id)).all()


def list_consultation_topics(
    session: Session, consultation_id: UUID
) -> Sequence[Topic]:
    return session.exec(
        select(Topic).where(Topic.consultation_id == consultation_id)
    ).all()


def get_topic(session: Session, consultation_id: UUID, topic_id: UUID) -> Topic:
    topic = session.get(Topic, topic_id)
    if topic is None or topic.consultation_id != consultation_id:
        raise NotFound("topic", topic_id)
    return topic


def list_events(session: Session, topic_id: UUID) -> Sequence[TopicEvent]:
    """Return what officials did with a topic, latest first."""
    return session.exec(
        select(TopicEvent)
        .where(TopicEvent.topic_id == topic_id)
        .order_by(col(TopicEvent.at).desc(), col(TopicEvent.id).desc())
    ).all()


def find_stance_question(session: Session, question: Question) -> Question | None:
    """Return the question in which participants stated their stance on the same."""
    found = session.exec(
        select(Question)
        .where(
            Question.consultation_id == question.consultation_id,
            Question.kind == QuestionKind.STANCE,
        )
        .order_by(col(Question.position))
    ).all()
    same = [one for one in found if one.proposal_id == question.proposal_id]
    return next(iter(same or found), None)


def find_latest_publication(
    session: Session, consultation_id: UUID
) -> TopicPublication | None:
    return session.exec(
        select(TopicPublication)
        .where(TopicPublication.consultation_id == consultation_id)
        .order_by(col(TopicPublication.published_at).desc())
        .limit(1)
    ).one_or_none()


def list_published_consultation_ids(session: Session) -> frozenset[UUID]:
    """Return the consultations whose topics are public."""
    query = select(TopicPublication.consultation_id).distinct()
    return frozenset(session.exec(query))


def list_moves(session: Session, question_id: UUID) -> Sequence[TopicMove]:
    """Return the moves by officials that stand, in their order."""
    return session.exec(
        select(TopicMove)
        .where(
            TopicMove.question_id == question_id, col(TopicMove.is_undone).is_(False)
        )
        .order_by(col(TopicMove.id))
    ).all()


def list_moves_of(session: Session, event_id: UUID) -> Sequence[TopicMove]:
    return session.exec(select(TopicMove).where(TopicMove.event_id == event_id)).all()


def map_last_acts(
    session: Session, topic_ids: Collection[UUID]
) -> Mapping[UUID, TopicEvent]:
    """Return the last act on each topic that can still be undone."""
    rows = session.exec(
        select(TopicEvent)
        .where(
            col(TopicEvent.topic_id).in_(topic_ids),
            col(TopicEvent.undone_at).is_(None),
        )
        .order_by(col(TopicEvent.at), col(TopicEvent.id))
    )
    return {one.topic_id: one for one in rows}
