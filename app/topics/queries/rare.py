"""Reads of what lies far from every topic, and of who has read it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from app.comments.models import Comment
from app.comments.queries import READABLE
from app.topics.models import AnalysisRun, CommentReading, ReadMark
from app.topics.rules.rare import FarPassage, furthest


def list_far_passages(
    session: Session, run: AnalysisRun, among: Collection[UUID] | None = None
) -> list[FarPassage]:
    """Return the passages of a run that are unlike the rest; letters are left out.

    Only of these comments if some are given, else of all that the run has read.
    """
    query = (
        select(col(CommentReading.comment_id), col(CommentReading.passages))
        .join(Comment, col(Comment.id) == col(CommentReading.comment_id))
        .where(
            col(CommentReading.run_id) == run.id,
            col(CommentReading.is_substantive),
            col(CommentReading.campaign).is_(None),
            col(Comment.state).in_(READABLE),
        )
    )
    if among is not None:
        query = query.where(col(CommentReading.comment_id).in_(among))
    rows = session.execute(query)
    return furthest((comment_id, passages) for comment_id, passages in rows)


def map_comments(
    session: Session, comment_ids: Collection[UUID]
) -> Mapping[UUID, Comment]:
    rows = session.exec(
        select_rows(Comment).where(
            col(Comment.id).in_(comment_ids), col(Comment.state).in_(READABLE)
        )
    )
    return {one.id: one for one in rows}


def map_read_marks(
    session: Session, comment_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[UUID]]:
    """Return which officials have read each comment."""
    rows = session.exec(
        select_rows(ReadMark).where(col(ReadMark.comment_id).in_(comment_ids))
    )
    readers: dict[UUID, frozenset[UUID]] = {}
    for one in rows:
        before = readers.get(one.comment_id, frozenset())
        readers[one.comment_id] = before | {one.official_id}
    return readers
