"""Withdrawing what was sent, and erasing every copy of it."""

from datetime import datetime

from sqlmodel import Session

from app.comments.models import CommentState, Submission
from app.comments.queries import list_answers, list_submission_comments
from app.comments.rules.moderation import require_held
from app.comments.services.submitting import empty
from app.errors import N_, Conflict


def withdraw(session: Session, submission: Submission, *, now: datetime) -> None:
    """Take a submission out of what is shown, read and counted from now on.

    Its words are kept until its author erases them or the retention time ends.

    Raises:
        Conflict: It was withdrawn or erased before.
    """
    require_held(submission)
    submission.withdrawn_at = submission.updated_at = now
    for comment in list_submission_comments(session, submission.id):
        if comment.state is not CommentState.ERASED:
            comment.state = CommentState.WITHDRAWN
            comment.state_changed_at = comment.updated_at = now
            comment.state_changed_by = None
    session.flush()


def erase(session: Session, submission: Submission, *, now: datetime) -> None:
    """Delete what somebody wrote, chose and said about themselves, for good.

    What stays is that something was sent and erased, and when. After the commit the
    edge calls `Database.forget_erased`, so that no file keeps the bytes either.

    Raises:
        Conflict: It was erased before.
    """
    if submission.erased_at is not None:
        raise Conflict(N_("This was erased before."))
    for answer in list_answers(session, submission.id):
        session.delete(answer)
    for comment in list_submission_comments(session, submission.id):
        empty(comment, CommentState.ERASED, now=now)
    submission.about_participant = {}
    submission.risks = []
    submission.content_digest = None
    submission.erased_at = submission.updated_at = now
    session.flush()
