"""Reads of analysis runs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.analysis.findings import KnownTopic
from app.comments.models import Comment
from app.comments.queries import READABLE
from app.consultations.models import Consultation
from app.db import digest_of
from app.errors import NotFound
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    FoundTopic,
    PlacedBy,
    RunState,
    TopicComment,
    TopicPublication,
)


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


def find_run_to_join(session: Session, question_id: UUID) -> AnalysisRun | None:
    """Return the latest finished run; none while another one is under way."""
    if find_latest_run(session, question_id, RunState.QUEUED, RunState.RUNNING):
        return None
    return find_latest_run(session, question_id, RunState.DONE)


def list_runs(session: Session, consultation_id: UUID) -> Sequence[AnalysisRun]:
    return session.exec(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id)
        .order_by(col(AnalysisRun.queued_at).desc())
        .limit(50)
    ).all()


def list_unread(session: Session, run: AnalysisRun, *, limit: int) -> Sequence[Comment]:
    """Return comments that came or were corrected after a run, the oldest first."""
    query = _unread(run).order_by(col(Comment.created_at), col(Comment.id))
    return session.execute(query.limit(limit)).scalars().all()


def count_comments_since(session: Session, run: AnalysisRun) -> int:
    """Count readable comments on a run's question that the run has not read."""
    found = _unread(run).with_only_columns(col(Comment.id)).subquery()
    return session.exec(select(func.count()).select_from(found)).one()


def _unread(run: AnalysisRun) -> Select[Comment]:
    """Select what has no reading, or was another text when it was read."""
    reading = (col(CommentReading.comment_id) == col(Comment.id)) & (
        col(CommentReading.run_id) == run.id
    )
    return (
        select_columns(Comment)
        .outerjoin(CommentReading, reading)
        .where(
            col(Comment.question_id) == run.question_id,
            col(Comment.state).in_(READABLE),
            col(CommentReading.run_id).is_(None)
            | (func.length(Comment.masked_text) != col(CommentReading.length))
            | (digest_of(Comment.masked_text) != col(CommentReading.digest)),
        )
    )


def count_readable(session: Session, question_id: UUID) -> int:
    """Count the comments on a question that the engine would read."""
    return session.exec(
        select(func.count())
        .select_from(Comment)
        .where(Comment.question_id == question_id, col(Comment.state).in_(READABLE))
    ).one()


def count_joined(session: Session, run: AnalysisRun) -> int:
    """Count comments that came after a run and were joined to its topics."""
    return session.exec(
        select(func.count())
        .select_from(CommentReading)
        .where(
            CommentReading.run_id == run.id,
            col(CommentReading.joined_at).is_not(None),
        )
    ).one()


def list_watched_runs(session: Session, closed_since: datetime) -> list[AnalysisRun]:
    """Return the latest finished run of each question that people may still answer.

    Or could until lately. A question whose reading is under way is left out.
    """
    questions = session.exec(
        select(AnalysisRun.question_id)
        .join(Consultation, col(Consultation.id) == col(AnalysisRun.consultation_id))
        .where(
            AnalysisRun.state == RunState.DONE,
            col(Consultation.closes_at).is_(None)
            | (col(Consultation.closes_at) >= closed_since),
        )
        .distinct()
    ).all()
    latest = [find_run_to_join(session, one) for one in questions]
    return [one for one in latest if one is not None]


def list_superseded_runs(session: Session, before: datetime) -> Sequence[UUID]:
    """Return finished runs that a later one replaced before a moment.

    Left out are those that a publication names, and those that hold nothing more.
    """
    later = aliased(AnalysisRun)
    replaced = exists().where(
        col(later.question_id) == col(AnalysisRun.question_id),
        col(later.queued_at) > col(AnalysisRun.queued_at),
        col(later.state) == RunState.DONE,
        col(later.finished_at) < before,
    )
    holds = exists().where(col(CommentReading.run_id) == col(AnalysisRun.id))
    query = select(AnalysisRun.id).where(
        AnalysisRun.state == RunState.DONE, replaced, holds
    )
    published = _published_runs(session)
    return [one for one in session.exec(query) if str(one) not in published]


def _published_runs(session: Session) -> frozenset[str]:
    snapshots = session.exec(select(TopicPublication.snapshot))
    return frozenset(part["run"] for one in snapshots for part in one["questions"])


def list_known_topics(session: Session, run: AnalysisRun) -> tuple[KnownTopic, ...]:
    """Return a run's topics as the next reading wants them, to keep their ids.

    Members are where the machine placed comments, whatever officials moved since; a
    topic above others has all of theirs.
    """
    found = session.exec(select(FoundTopic).where(FoundTopic.run_id == run.id)).all()
    parent_of = {one.key: one.parent_key for one in found}
    members: dict[str, set[str]] = defaultdict(set)
    placed = select_columns(col(TopicComment.key), col(TopicComment.comment_id)).where(
        col(TopicComment.run_id) == run.id,
        col(TopicComment.placed_by) != PlacedBy.OFFICIAL,
    )
    for key, comment_id in session.execute(placed):
        for holder in {key, parent_of.get(key) or key}:
            members[holder].add(str(comment_id))
    return tuple(
        KnownTopic(
            id=one.key,
            question=str(run.question_id),
            parent=one.parent_key,
            comments=frozenset(members[one.key]),
            centroid=tuple(one.centroid),
            reach=one.reach,
            embedder=str(run.parameters.get("embedder", "")),
        )
        for one in found
    )
