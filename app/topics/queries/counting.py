"""Reads all that is counted of one question's run, in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.comments.models import Answer, Comment
from app.comments.queries import READABLE
from app.consultations.models import Question
from app.topics.models import AnalysisRun, CommentReading, TopicComment
from app.topics.queries.topics import find_stance_question, list_moves
from app.topics.rules.counting import Member, MovedOn, Read, Tally


def tally_of(session: Session, run: AnalysisRun) -> Tally:
    """Return a run's comments as they stand now, ready to be counted by topic."""
    question = session.get_one(Question, run.question_id)
    stance = find_stance_question(session, question)
    stances = map_stances(session, stance.id) if stance else None
    return Tally(_members(session, run.id), _read(session, run.id), stances)


def map_stances(session: Session, question_id: UUID) -> Mapping[UUID, str]:
    """Return the stance that each submission states."""
    query = select(col(Answer.submission_id), col(Answer.value)).where(
        col(Answer.question_id) == question_id
    )
    return {submission: stance for submission, stance in session.execute(query)}  # noqa: C416 - rows are no pairs


def map_moved_on(session: Session, run: AnalysisRun) -> MovedOn:
    """Return the comments that officials took out of the keys of a run, and whence."""
    rows = session.execute(
        select(col(TopicComment.key), col(TopicComment.comment_id))
        .join(Comment, col(Comment.id) == col(TopicComment.comment_id))
        .where(
            col(TopicComment.run_id) == run.id,
            col(TopicComment.is_taken_out),
            col(Comment.state).in_(READABLE),
        )
    )
    left: dict[str, set[UUID]] = defaultdict(set)
    for key, comment in rows:
        left[key].add(comment)
    moved: dict[UUID, set[UUID]] = defaultdict(set)
    for one in list_moves(session, run.question_id):
        if one.from_topic_id is not None:
            moved[one.from_topic_id].add(one.comment_id)
    return MovedOn(left, moved)


def _members(session: Session, run_id: UUID) -> Iterable[Member]:
    rows = session.execute(
        select(
            col(TopicComment.key),
            col(TopicComment.comment_id),
            col(Comment.submission_id),
            col(CommentReading.campaign),
            col(CommentReading.same_as),
            col(TopicComment.tone),
            col(TopicComment.placed_by),
        )
        .join(Comment, col(Comment.id) == col(TopicComment.comment_id))
        .join(
            CommentReading,
            (col(CommentReading.comment_id) == col(TopicComment.comment_id))
            & (col(CommentReading.run_id) == col(TopicComment.run_id)),
        )
        .where(
            col(TopicComment.run_id) == run_id,
            col(TopicComment.is_taken_out).is_(False),
            col(Comment.state).in_(READABLE),
        )
    )
    for key, comment, submission, campaign, same_as, tone, placed_by in rows:
        wording = campaign or str(same_as or comment)
        yield Member(
            key, comment, submission, wording, campaign is not None, tone, placed_by
        )


def _read(session: Session, run_id: UUID) -> Iterable[Read]:
    rows = session.execute(
        select(
            col(CommentReading.comment_id),
            col(CommentReading.campaign),
            col(CommentReading.same_as),
            col(CommentReading.is_substantive),
            col(CommentReading.joined_at),
        )
        .join(Comment, col(Comment.id) == col(CommentReading.comment_id))
        .where(col(CommentReading.run_id) == run_id, col(Comment.state).in_(READABLE))
    )
    for comment, campaign, same_as, is_substantive, joined_at in rows:
        wording = campaign or str(same_as or comment)
        yield Read(comment, wording, is_substantive, joined_at is not None)
