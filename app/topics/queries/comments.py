"""Reads of the comments in topics, and of those in none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import Integer, Select, Subquery, cast, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from app.comments.models import Comment, CommentState
from app.comments.queries import READABLE
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    FoundCampaign,
    TopicComment,
)

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which comments are listed: those in certain states that hold certain words."""

    words: str = ""
    states: tuple[CommentState, ...] = READABLE
    offset: int = 0
    limit: int = 25


def list_topic_comments(
    session: Session, run_id: UUID, keys: Collection[str], wanted: Wanted | None = None
) -> Sequence[Comment]:
    """Return comments of a topic that may still be read, main ones first."""
    wanted = wanted or Wanted()
    inside = _inside(run_id, keys)
    query = (
        select(Comment)
        .join(inside, inside.c.comment_id == col(Comment.id))
        .order_by(inside.c.is_main.desc(), col(Comment.created_at), col(Comment.id))
    )
    return _page(session, query, wanted)


def count_topic_comments(
    session: Session, run_id: UUID, keys: Collection[str], wanted: Wanted
) -> int:
    inside = _inside(run_id, keys)
    query = select(Comment).join(inside, inside.c.comment_id == col(Comment.id))
    return _count(session, query, wanted)


def _inside(run_id: UUID, keys: Collection[str]) -> Subquery:
    return (
        select(
            col(TopicComment.comment_id),
            func.max(cast(col(TopicComment.is_main), Integer)).label("is_main"),
        )
        .where(
            col(TopicComment.run_id) == run_id,
            col(TopicComment.key).in_(keys),
            col(TopicComment.is_taken_out).is_(False),
        )
        .group_by(col(TopicComment.comment_id))
        .subquery()
    )


def list_apart(
    session: Session, run_id: UUID, *, is_substantive: bool, wanted: Wanted
) -> Sequence[Comment]:
    """Return comments that are in no topic: they fit none, or say nothing."""
    query = _apart(run_id, is_substantive=is_substantive)
    ordered = query.order_by(col(Comment.created_at), col(Comment.id))
    return _page(session, ordered, wanted)


def count_apart(
    session: Session, run_id: UUID, *, is_substantive: bool, wanted: Wanted
) -> int:
    return _count(session, _apart(run_id, is_substantive=is_substantive), wanted)


def _apart(run_id: UUID, *, is_substantive: bool) -> Select[Comment]:
    placed = select(col(TopicComment.comment_id)).where(
        col(TopicComment.run_id) == run_id, col(TopicComment.is_taken_out).is_(False)
    )
    return (
        select(Comment)
        .join(CommentReading, col(CommentReading.comment_id) == col(Comment.id))
        .where(
            col(CommentReading.run_id) == run_id,
            col(CommentReading.is_substantive).is_(is_substantive),
            col(Comment.id).not_in(placed),
        )
    )


def list_campaigns(session: Session, run_id: UUID) -> Sequence[FoundCampaign]:
    """Return the letters of a run, the most sent first."""
    return session.exec(
        select_rows(FoundCampaign)
        .where(FoundCampaign.run_id == run_id)
        .order_by(col(FoundCampaign.comments).desc(), col(FoundCampaign.key))
    ).all()


def list_campaign_comments(
    session: Session, run_id: UUID, key: str, *, adds_text: bool, wanted: Wanted
) -> Sequence[Comment]:
    """Return comments of a letter; only those with words of their own if wanted."""
    query = _of_campaign(run_id, key, adds_text=adds_text)
    ordered = query.order_by(col(Comment.created_at), col(Comment.id))
    return _page(session, ordered, wanted)


def count_campaign_comments(
    session: Session, run_id: UUID, key: str, *, adds_text: bool, wanted: Wanted
) -> int:
    return _count(session, _of_campaign(run_id, key, adds_text=adds_text), wanted)


def map_campaign_counts(
    session: Session, run_id: UUID
) -> Mapping[str, tuple[int, int]]:
    """Return how many sent each letter of a run, and how many added words to it."""
    adds_text = cast(col(CommentReading.adds_text), Integer)
    rows = session.execute(
        select(col(CommentReading.campaign), func.count(), func.sum(adds_text))
        .join(Comment, col(Comment.id) == col(CommentReading.comment_id))
        .where(
            col(CommentReading.run_id) == run_id,
            col(CommentReading.campaign).is_not(None),
            col(Comment.state).in_(READABLE),
        )
        .group_by(col(CommentReading.campaign))
    )
    return {key: (comments, adding) for key, comments, adding in rows if key}


def _of_campaign(run_id: UUID, key: str, *, adds_text: bool) -> Select[Comment]:
    query = (
        select(Comment)
        .join(CommentReading, col(CommentReading.comment_id) == col(Comment.id))
        .where(
            col(CommentReading.run_id) == run_id, col(CommentReading.campaign) == key
        )
    )
    return query.where(col(CommentReading.adds_text)) if adds_text else query


def map_readings(
    session: Session, run_id: UUID, comment_ids: Collection[UUID]
) -> Mapping[UUID, CommentReading]:
    """Return what a run made of some comments, by comment."""
    rows = session.exec(
        select_rows(CommentReading).where(
            CommentReading.run_id == run_id,
            col(CommentReading.comment_id).in_(comment_ids),
        )
    )
    return {one.comment_id: one for one in rows}


def list_placements(
    session: Session, run_id: UUID, comment_ids: Collection[UUID]
) -> Sequence[TopicComment]:
    """Return where comments are in a run, and where officials took them out."""
    return session.exec(
        select_rows(TopicComment).where(
            TopicComment.run_id == run_id, col(TopicComment.comment_id).in_(comment_ids)
        )
    ).all()


def list_passages(session: Session, run: AnalysisRun) -> list[tuple[UUID, list[str]]]:
    """Return the passages of every comment of a run that says something."""
    rows = session.execute(
        select(col(Comment.id), col(Comment.masked_text), col(CommentReading.passages))
        .join(CommentReading, col(CommentReading.comment_id) == col(Comment.id))
        .where(
            col(CommentReading.run_id) == run.id,
            col(CommentReading.is_substantive),
            col(Comment.state).in_(READABLE),
        )
        .order_by(col(Comment.id))
    )
    return [
        (comment_id, [text[one[0] : one[1]] for one in passages] or [text])
        for comment_id, text, passages in rows
    ]


def map_months(session: Session, run_id: UUID) -> Mapping[UUID, str]:
    """Return the month in which each comment of a run was sent, as 2026-03."""
    rows = session.execute(
        select(col(Comment.id), col(Comment.created_at))
        .join(CommentReading, col(CommentReading.comment_id) == col(Comment.id))
        .where(col(CommentReading.run_id) == run_id)
    )
    return {comment_id: f"{sent_at:%Y-%m}" for comment_id, sent_at in rows}


def narrowed(query: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    """Keep comments that may be read and hold every word."""
    query = query.where(col(Comment.state).in_(wanted.states))
    for word in wanted.words.split()[:10]:
        query = query.where(col(Comment.masked_text).icontains(word, autoescape=True))
    return query


def _page(
    session: Session, query: Select[Comment], wanted: Wanted
) -> Sequence[Comment]:
    rows = narrowed(query, wanted).offset(wanted.offset).limit(wanted.limit)
    return session.execute(rows).scalars().all()


def _count(session: Session, query: Select[Comment], wanted: Wanted) -> int:
    found = narrowed(query, wanted).with_only_columns(col(Comment.id)).subquery()
    return session.exec(select_rows(func.count()).select_from(found)).one()
