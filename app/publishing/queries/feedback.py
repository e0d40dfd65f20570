"""How many people spoke up about a system, and when."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import extract, func
from sqlmodel import Session, col, select

from app.comments.models import Comment, CommentState
from app.consultations.models import Proposal, Question

_LONGEST: Final = 36
_MONTHS: Final = 12


def count_by_month(
    session: Session, consultation_ids: Sequence[UUID]
) -> list[tuple[str, int]]:
    """Return comments that anyone may read by month ("2026-03"), quiet months too.

    Others are left out: what is not shown yet must not be told by a curve either.
    """
    year = extract("year", col(Comment.created_at))
    month = extract("month", col(Comment.created_at))
    rows = session.exec(
        select(year, month, func.count())
        .join(Question, col(Question.id) == col(Comment.question_id))
        .where(col(Question.consultation_id).in_(consultation_ids))
        .where(Comment.state == CommentState.PUBLISHED)
        .group_by(year, month)
    )
    counts = {int(y) * _MONTHS + int(m) - 1: n for y, m, n in rows}
    if not counts:
        return []
    first, last = min(counts), max(counts)
    return [
        (f"{at // _MONTHS:04}-{at % _MONTHS + 1:02}", counts.get(at, 0))
        for at in range(max(first, last - _LONGEST + 1), last + 1)
    ]


def count_by_version(
    session: Session, system_id: UUID, consultation_ids: Sequence[UUID]
) -> list[tuple[int | None, int]]:
    """Return comments on a system by the version of its record that stood when sent.

    Only those that anyone may read. None stands for the time before the first version;
    the newest comes first.
    """
    rows = session.exec(
        select(Comment.record_version, func.count())
        .join(Proposal, col(Proposal.id) == col(Comment.proposal_id))
        .where(Proposal.system_id == system_id)
        .where(col(Proposal.consultation_id).in_(consultation_ids))
        .where(Comment.state == CommentState.PUBLISHED)
        .group_by(col(Comment.record_version))
    )
    return sorted(rows, key=lambda row: -(row[0] or 0))
