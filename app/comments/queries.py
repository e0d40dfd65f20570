"""Reads of submissions and comments, one question each."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from app.comments.models import (
    Answer,
    Comment,
    CommentImport,
    CommentState,
    ImportFile,
    Submission,
)
from app.comments.rules.imports import WAITING
from app.comments.rules.moderation import LONGEST_WAIT
from app.comments.rules.receipts import digest_of, read_code
from app.comments.schemas import CommentFilter, QueueFilter
from app.consultations.models import Question, QuestionKind
from app.errors import N_, Invalid, NotFound

# What the engine reads and what counts hold.
READABLE: Final = (
    CommentState.RECEIVED,
    CommentState.PUBLISHED,
    CommentState.COUNTED_ONLY,
)


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment that anyone may read, with what belongs beside it."""

    comment: Comment
    question: Question
    submitted_at: datetime
    stance: str


def find_by_once_digest(session: Session, digest: str) -> Submission | None:
    query = select(Submission).where(Submission.idempotency_key == digest)
    return session.exec(query).first()


def get_by_receipt(session: Session, typed: str, *, key: bytes) -> Submission:
    """Return the submission that a typed code belongs to.

    The edge limits attempts before it asks.

    Raises:
        Invalid: The code is mistyped, or belongs to nothing.
    """
    digest = digest_of(key, read_code(typed))
    query = select(Submission).where(Submission.receipt_digest == digest)
    found = session.exec(query).first()
    if found is None:
        raise Invalid(
            {"code": N_("We know no submission with this code. Please check it.")}
        )
    return found


def list_answers(session: Session, submission_id: UUID) -> Sequence[Answer]:
    query = select(Answer).where(Answer.submission_id == submission_id)
    return session.exec(query).all()


def list_submission_comments(
    session: Session, submission_id: UUID
) -> Sequence[Comment]:
    query = (
        select(Comment)
        .where(Comment.submission_id == submission_id)
        .order_by(col(Comment.created_at), col(Comment.id))
    )
    return session.exec(query).all()


def count_answers_to(session: Session, question_id: UUID) -> int:
    """Count what people chose or wrote in answer to a question, erased ones too."""
    chosen = select(func.count()).where(Answer.question_id == question_id)
    written = select(func.count()).where(Comment.question_id == question_id)
    return session.exec(chosen).one() + session.exec(written).one()


def count_submissions(session: Session, consultation_id: UUID) -> int:
    """Count what was sent and neither withdrawn nor erased."""
    query = select(func.count()).where(
        Submission.consultation_id == consultation_id,
        col(Submission.withdrawn_at).is_(None),
        col(Submission.erased_at).is_(None),
    )
    return session.exec(query).one()


def map_participants(
    session: Session, consultation_id: UUID
) -> Mapping[UUID, Mapping[str, Any]]:
    """Return what participants said about themselves, by submission that stands."""
    query = select(Submission.id, Submission.about_participant).where(
        Submission.consultation_id == consultation_id,
        col(Submission.withdrawn_at).is_(None),
        col(Submission.erased_at).is_(None),
    )
    return dict(session.exec(query).all())


def count_stances(session: Session, question_id: UUID) -> Mapping[str, int]:
    """Count each stance or choice stated in submissions that stand."""
    query = (
        select(Answer.value, func.count())
        .join(Submission, col(Submission.id) == col(Answer.submission_id))
        .where(
            Answer.question_id == question_id,
            col(Submission.withdrawn_at).is_(None),
            col(Submission.erased_at).is_(None),
        )
        .group_by(col(Answer.value))
    )
    return dict(session.exec(query).all())


def count_concerns(session: Session, consultation_id: UUID) -> Mapping[str, int]:
    """Count each concern ticked in submissions that stand."""
    query = (
        select(Answer.value, func.count())
        .join(Submission, col(Submission.id) == col(Answer.submission_id))
        .where(
            Submission.consultation_id == consultation_id,
            col(Answer.question_id).is_(None),
            col(Submission.withdrawn_at).is_(None),
            col(Submission.erased_at).is_(None),
        )
        .group_by(col(Answer.value))
    )
    return dict(session.exec(query).all())


def count_by_state(
    session: Session, consultation_id: UUID
) -> Mapping[CommentState, int]:
    query = (
        select(Comment.state, func.count())
        .join(Question, col(Question.id) == col(Comment.question_id))
        .where(Question.consultation_id == consultation_id)
        .group_by(col(Comment.state))
    )
    return {CommentState(state): count for state, count in session.exec(query)}


def count_withheld_reasons(
    session: Session, consultation_id: UUID
) -> Mapping[str, int]:
    query = (
        select(Comment.withheld_reason, func.count())
        .join(Question, col(Question.id) == col(Comment.question_id))
        .where(
            Question.consultation_id == consultation_id,
            Comment.state == CommentState.WITHHELD,
        )
        .group_by(col(Comment.withheld_reason))
    )
    return dict(session.exec(query).all())


def list_readable_comments(session: Session, question_id: UUID) -> Sequence[Comment]:
    """Return what the engine reads on a question, in the order it came."""
    query = (
        select(Comment)
        .where(Comment.question_id == question_id, col(Comment.state).in_(READABLE))
        .order_by(col(Comment.created_at), col(Comment.id))
    )
    return session.exec(query).all()


def list_queue(
    session: Session,
    consultation_id: UUID,
    wanted: QueueFilter,
    now: datetime,
    *,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[Comment]:
    """Return comments for a moderator, what waits longest first."""
    query = _queue(select(Comment), consultation_id, wanted, now)
    query = query.order_by(col(Comment.updated_at), col(Comment.id))
    return session.exec(query.offset(offset).limit(limit)).all()


def count_queue(
    session: Session, consultation_id: UUID, wanted: QueueFilter, now: datetime
) -> int:
    query = select(func.count()).select_from(Comment)
    return session.exec(_queue(query, consultation_id, wanted, now)).one()


def _queue(
    query: SelectOfScalar[Row],
    consultation_id: UUID,
    wanted: QueueFilter,
    now: datetime,
) -> SelectOfScalar[Row]:
    query = query.join(Question, col(Question.id) == col(Comment.question_id)).where(
        Question.consultation_id == consultation_id, Comment.state == wanted.state
    )
    if wanted.question:
        query = query.where(Question.key == wanted.question)
    if wanted.is_late:
        query = query.where(col(Comment.updated_at) < now - LONGEST_WAIT)
    for word in wanted.words.split()[:10]:
        query = query.where(col(Comment.masked_text).icontains(word, autoescape=True))
    return query


def count_waiting_long(session: Session, consultation_id: UUID, now: datetime) -> int:
    """Count comments that nobody has looked at for more than 48 hours."""
    query = (
        select(func.count())
        .select_from(Comment)
        .join(Question, col(Question.id) == col(Comment.question_id))
        .where(
            Question.consultation_id == consultation_id,
            Comment.state == CommentState.RECEIVED,
            col(Comment.updated_at) < now - LONGEST_WAIT,
        )
    )
    return session.exec(query).one()


def get_comment(session: Session, consultation_id: UUID, comment_id: UUID) -> Comment:
    """Return any comment of a consultation, for officials."""
    comment = session.get(Comment, comment_id)
    question = session.get(Question, comment.question_id) if comment else None
    if comment is None or question is None:
        raise NotFound("comment", comment_id)
    if question.consultation_id != consultation_id:
        raise NotFound("comment", comment_id)
    return comment


def get_published_comment(
    session: Session, consultation_id: UUID, comment_id: UUID
) -> PublishedComment:
    """Return a comment that anyone may read, or answer as if it did not exist."""
    query = _published(consultation_id, CommentFilter())
    row = session.execute(query.where(col(Comment.id) == comment_id)).first()
    if row is None:
        raise NotFound("comment", comment_id)
    return PublishedComment(row[0], row[1], row[2], row[3] or "")


def list_published_comments(
    session: Session,
    consultation_id: UUID,
    wanted: CommentFilter,
    *,
    offset: int = 0,
    limit: int = 20,
) -> Sequence[PublishedComment]:
    """Return published comments, newest first."""
    query = (
        _published(consultation_id, wanted)
        .order_by(col(Comment.created_at).desc(), col(Comment.id).desc())
        .offset(offset)
        .limit(limit)
    )
    rows = session.execute(query)
    return [PublishedComment(row[0], row[1], row[2], row[3] or "") for row in rows]


def count_published_comments(
    session: Session, consultation_id: UUID, wanted: CommentFilter
) -> int:
    found = _published(consultation_id, wanted).subquery()
    return session.exec(select(func.count()).select_from(found)).one()


def iterate_published_comments(
    session: Session, consultation_id: UUID
) -> Iterator[PublishedComment]:
    """Yield everything published, oldest first, for downloads."""
    query = _published(consultation_id, CommentFilter()).order_by(
        col(Comment.created_at), col(Comment.id)
    )
    for row in session.execute(query).yield_per(500):
        yield PublishedComment(row[0], row[1], row[2], row[3] or "")


def _published(
    consultation_id: UUID, wanted: CommentFilter
) -> Select[Comment, Question, datetime, Any]:
    """Select comment, question, time of sending and stance on the same proposal."""
    asked = aliased(Question)
    stance = aliased(Answer)
    # The stance question about the same proposal, or the first one of all.
    stated = (
        select(stance.value)
        .join(asked, col(asked.id) == col(stance.question_id))
        .where(
            stance.submission_id == Submission.id,
            asked.kind == QuestionKind.STANCE,
            func.coalesce(asked.proposal_id, Comment.proposal_id).is_not_distinct_from(
                Comment.proposal_id
            ),
        )
        .order_by(col(asked.position))
        .limit(1)
        .correlate(Submission, Comment)
        .scalar_subquery()
    )
    query = (
        select(Comment, Question, Submission.submitted_at, stated)
        .join(Question, col(Question.id) == col(Comment.question_id))
        .join(Submission, col(Submission.id) == col(Comment.submission_id))
        .where(
            Question.consultation_id == consultation_id,
            Comment.state == CommentState.PUBLISHED,
        )
    )
    if wanted.question:
        query = query.where(Question.key == wanted.question)
    if wanted.stance:
        query = query.where(stated == wanted.stance)
    for word in wanted.words.split()[:10]:
        query = query.where(col(Comment.masked_text).icontains(word, autoescape=True))
    return query


def get_import(
    session: Session, consultation_id: UUID, import_id: UUID, *, holds: bool = False
) -> CommentImport:
    """Return an import; `holds` lets nobody else change it until the commit."""
    found = session.get(
        CommentImport,
        import_id,
        populate_existing=holds,
        with_for_update=True if holds else None,
    )
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("import", import_id)
    return found


def list_imports(session: Session, consultation_id: UUID) -> Sequence[CommentImport]:
    """Return the files that were brought to a consultation, latest first."""
    query = (
        select(CommentImport)
        .where(CommentImport.consultation_id == consultation_id)
        .order_by(col(CommentImport.created_at).desc(), col(CommentImport.id).desc())
    )
    return session.exec(query).all()


def list_waiting_imports(
    session: Session, consultation_id: UUID
) -> Sequence[CommentImport]:
    """Return the files that nobody has imported or discarded yet."""
    query = select(CommentImport).where(
        CommentImport.consultation_id == consultation_id,
        col(CommentImport.state).in_(WAITING),
    )
    return session.exec(query).all()


def read_import_file(session: Session, one: CommentImport) -> bytes:
    """Return the content of a file that waits.

    Raises:
        NotFound: It waits no longer.
    """
    kept = session.get(ImportFile, one.id)
    if kept is None:
        raise NotFound("file", one.id)
    return zlib.decompress(kept.content)


def count_shown_of(session: Session, import_id: UUID) -> int:
    """Count the comments of a file that everyone may read."""
    query = select(func.count()).where(
        Comment.import_id == import_id, Comment.state == CommentState.PUBLISHED
    )
    return session.exec(query).one()
