"""Reads of the known concerns, and of the comments that touch them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from app.analysis.issues import Issue as ComparedIssue
from app.comments.models import Comment
from app.comments.queries import READABLE
from app.errors import NotFound
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    Issue,
    IssueComment,
    IssueReview,
    IssueState,
)
from app.topics.queries.comments import Wanted, narrowed
from app.topics.rules.issues import compared


@dataclass(frozen=True, slots=True)
class IssueCount:
    """How many comments touch an issue, at least, and what an official made of it."""

    issue: ComparedIssue
    comments: int
    distinct_texts: int
    state: IssueState
    reason: str


def list_issues(session: Session, consultation_id: UUID) -> Sequence[Issue]:
    """Return a consultation's own list; empty while it uses the usual one."""
    return session.exec(
        select_rows(Issue)
        .where(Issue.consultation_id == consultation_id)
        .order_by(col(Issue.position), col(Issue.key))
    ).all()


def list_compared(session: Session, consultation_id: UUID) -> tuple[ComparedIssue, ...]:
    """Return what the comments of a consultation are compared with."""
    return compared(list_issues(session, consultation_id))


def get_compared(session: Session, consultation_id: UUID, key: str) -> ComparedIssue:
    for one in list_compared(session, consultation_id):
        if one.key == key:
            return one
    raise NotFound("issue", key)


def count_issues(session: Session, run: AnalysisRun) -> list[IssueCount]:
    """Count what touches each issue on a run's question, the most touched first."""
    texts = func.coalesce(
        CommentReading.campaign, cast(col(CommentReading.same_as), String)
    )
    rows = session.execute(
        select(
            col(IssueComment.key),
            func.count(),
            # Copies of a letter and equal wordings are one text.
            func.count(func.distinct(texts)),
        )
        .join(Comment, col(Comment.id) == col(IssueComment.comment_id))
        .join(
            CommentReading,
            (col(CommentReading.comment_id) == col(IssueComment.comment_id))
            & (col(CommentReading.run_id) == col(IssueComment.run_id)),
        )
        .where(col(IssueComment.run_id) == run.id, col(Comment.state).in_(READABLE))
        .group_by(col(IssueComment.key))
    )
    counted = {key: (comments, distinct) for key, comments, distinct in rows}
    reviews = map_reviews(session, run.question_id)
    counts = [
        IssueCount(
            one,
            *counted.get(one.key, (0, 0)),
            reviews[one.key].state if one.key in reviews else IssueState.PROPOSED,
            reviews[one.key].reason if one.key in reviews else "",
        )
        for one in list_compared(session, run.consultation_id)
    ]
    return sorted(counts, key=lambda one: (-one.comments, one.issue.key))


def map_reviews(session: Session, question_id: UUID) -> Mapping[str, IssueReview]:
    rows = session.exec(
        select_rows(IssueReview).where(IssueReview.question_id == question_id)
    )
    return {one.key: one for one in rows}


def list_issue_comments(
    session: Session, run_id: UUID, key: str, wanted: Wanted
) -> list[tuple[Comment, float]]:
    """Return comments that touch an issue with their score, the closest first."""
    query = (
        _touching(run_id, key)
        .order_by(col(IssueComment.score).desc(), col(Comment.id))
        .offset(wanted.offset)
        .limit(wanted.limit)
    )
    rows = session.execute(narrowed(query, wanted))
    return [(comment, score) for comment, score in rows]


def count_issue_comments(
    session: Session, run_id: UUID, key: str, wanted: Wanted
) -> int:
    query = narrowed(_touching(run_id, key), wanted)
    found = query.with_only_columns(col(Comment.id)).subquery()
    return session.exec(select_rows(func.count()).select_from(found)).one()


def _touching(run_id: UUID, key: str) -> Select[Comment, float]:
    return (
        select(Comment, col(IssueComment.score))
        .join(IssueComment, col(IssueComment.comment_id) == col(Comment.id))
        .where(col(IssueComment.run_id) == run_id, col(IssueComment.key) == key)
    )


def list_issues_of_comment(
    session: Session, run_id: UUID, comment_id: UUID
) -> Sequence[IssueComment]:
    return session.exec(
        select_rows(IssueComment)
        .where(IssueComment.run_id == run_id, IssueComment.comment_id == comment_id)
        .order_by(col(IssueComment.score).desc())
    ).all()
