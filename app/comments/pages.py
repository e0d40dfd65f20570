"""What pages and programs are given alike."""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from app.comments.queries import PublishedComment
from app.errors import TooManyAttempts
from app.web.dependencies import app_settings
from app.web.limits import network_key, require_within
from app.web.requests import Request

_SENT_SECONDS: Final = 300


def as_public(one: PublishedComment, *, sealed: bool) -> dict[str, Any]:
    """Return what anyone may know of a published comment."""
    return {
        "id": str(one.comment.id),
        "question": one.question.key,
        "wording": one.question.wording,
        "text": one.comment.masked_text,
        "stance": "" if sealed else one.stance,
        "language": one.comment.language,
        # The day only: a minute could lead to a person.
        "sent_on": one.submitted_at.date().isoformat(),
        "proposal_version": one.comment.proposal_version or "",
        "record_version": one.comment.record_version or "",
    }


def count_submission(session: Session, request: Request, *, now: datetime) -> None:
    """Count a stored submission, or take it back when its network sent too many.

    Raises:
        TooManyAttempts: Says when to try again.
    """
    limit = app_settings(request).submissions_per_network
    if limit == 0:
        return
    key = network_key(session, request, now=now)
    try:
        require_within(
            session, "submit", key, limit=limit, seconds=_SENT_SECONDS, now=now
        )
    except TooManyAttempts:
        session.rollback()
        raise
