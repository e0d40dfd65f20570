"""Reads of runs, topics and the comments in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Integer, cast, func
from sqlmodel import Session, col, select

from app.comments.models import Answer, Comment, CommentState
from app.consultations.models import (
    Question,
    QuestionKind,
    Stance,
)
from app.errors import NotFound
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    FoundTopic,
    RunState,
    Topic,
    TopicComment,
    TopicEvent,
    TopicPublication,
)

_READABLE: Final = (
    CommentState.RECEIVED,
    CommentState.PUBLISHED,
    CommentState.COUNTED_ONLY,
)


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """What a topic holds, as its comments stand now."""

    comments: int
    distinct_texts: int
    submissions: int
    stances: Mapping[str, int]


def get_run(session: Session, run_id: UUID) -> AnalysisRun:
    run = session.get(AnalysisRun, run_id)
    if run is None:
        raise NotFound("run", run_id)
    return run


def find_latest_run(
    session: Session, question_id: UUID, *states: RunState
) -> AnalysisRun | None:
    """Return the run that was queued last, of the given states if any are given."""
    query = (
        select(AnalysisRun)
        .where(AnalysisRun.question_id == question_id)
        .order_by(col(AnalysisRun.queued_at).desc(), col(AnalysisRun.id).desc())
    )
    if states:
        query = query.where(col(AnalysisRun.state).in_(states))
    return session.exec(query.limit(1)).one_or_none()


def list_runs(session: Session, consultation_id: UUID) -> Sequence[AnalysisRun]:
    return session.exec(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id)
        .order_by(col(AnalysisRun.queued_at).desc())
        .limit(50)
    ).all()


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


def list_topic_comments(
    session: Session,
    run_id: UUID,
    keys: Collection[str],
    *,
    offset: int = 0,
    limit: int = 25,
) -> Sequence[Comment]:
    """Return comments of a topic that may still be read, main ones first."""
    inside = (
        select(
            TopicComment.comment_id,
            func.max(cast(col(TopicComment.is_main), Integer)).label("is_main"),
        )
        .where(TopicComment.run_id == run_id, col(TopicComment.key).in_(keys))
        .group_by(col(TopicComment.comment_id))
        .subquery()
    )
    return session.exec(
        select(Comment)
        .join(inside, inside.c.comment_id == col(Comment.id))
        .where(col(Comment.state).in_(_READABLE))
        .order_by(inside.c.is_main.desc(), col(Comment.created_at), col(Comment.id))
        .offset(offset)
        .limit(limit)
    ).all()


def count_topic(
    session: Session, run_id: UUID, keys: Collection[str], stance_question: UUID | None
) -> TopicCounts:
    """Count a topic over its keys; a campaign's copied text counts as one text."""
    rows = session.exec(
        select(Comment.id, Comment.submission_id, CommentReading.campaign)
        .join(TopicComment, col(TopicComment.comment_id) == col(Comment.id))
        .join(
            CommentReading,
            (col(CommentReading.comment_id) == col(Comment.id))
            & (col(CommentReading.run_id) == col(TopicComment.run_id)),
        )
        .where(
            TopicComment.run_id == run_id,
            col(TopicComment.key).in_(keys),
            col(Comment.state).in_(_READABLE),
        )
        .distinct()
    ).all()
    return TopicCounts(
        comments=len({row[0] for row in rows}),
        distinct_texts=len({row[2] or str(row[0]) for row in rows}),
        submissions=len({row[1] for row in rows}),
        stances=_stances(session, run_id, keys, stance_question),
    )


def _stances(
    session: Session, run_id: UUID, keys: Collection[str], question_id: UUID | None
) -> Mapping[str, int]:
    if question_id is None:
        return {}
    inside = (
        select(Comment.submission_id)
        .join(TopicComment, col(TopicComment.comment_id) == col(Comment.id))
        .where(
            TopicComment.run_id == run_id,
            col(TopicComment.key).in_(keys),
            col(Comment.state).in_(_READABLE),
        )
    )
    rows = session.exec(
        select(Answer.value, func.count())
        .where(
            Answer.question_id == question_id,
            col(Answer.submission_id).in_(inside),
        )
        .group_by(col(Answer.value))
    ).all()
    counted = dict(rows)
    return {stance.value: counted.get(stance.value, 0) for stance in Stance}


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


def list_readings_of(
    session: Session, comment_ids: Collection[UUID]
) -> Sequence[CommentReading]:
    """Return what each run made of some comments."""
    return session.exec(
        select(CommentReading).where(col(CommentReading.comment_id).in_(comment_ids))
    ).all()


def count_comments_since(session: Session, run: AnalysisRun) -> int:
    """Count readable comments on a run's question that the run has not read."""
    read = select(CommentReading.comment_id).where(CommentReading.run_id == run.id)
    return session.exec(
        select(func.count())
        .select_from(Comment)
        .where(
            Comment.question_id == run.question_id,
            col(Comment.state).in_(_READABLE),
            col(Comment.id).not_in(read),
        )
    ).one()


def count_readable(session: Session, question_id: UUID) -> int:
    """Count the comments on a question that the engine would read."""
    return session.exec(
        select(func.count())
        .select_from(Comment)
        .where(Comment.question_id == question_id, col(Comment.state).in_(_READABLE))
    ).one()
