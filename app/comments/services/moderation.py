"""What officials do with comments before anybody else reads them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.accounts.models import Official
from app.comments.models import Comment, CommentState
from app.comments.rules.moderation import require_moderable, require_reason
from app.errors import N_, Conflict, Invalid

REMOVED: Final = "[removed]"
_LONGEST_NOTE: Final = 1000


def publish_comment(
    session: Session, comment: Comment, *, official: Official | None, now: datetime
) -> None:
    """Show a comment, masked, to everyone; also one that was withheld before.

    Raises:
        Conflict: Its author chose otherwise.
    """
    require_moderable(comment)
    comment.withheld_reason = comment.state_note = ""
    _settle(comment, CommentState.PUBLISHED, official, now)
    session.flush()


def publish_comments(
    session: Session,
    comments: Iterable[Comment],
    *,
    official: Official | None,
    now: datetime,
) -> list[Comment]:
    """Show those comments that wait to be looked at; return which were changed."""
    waiting = [one for one in comments if one.state is CommentState.RECEIVED]
    for comment in waiting:
        _settle(comment, CommentState.PUBLISHED, official, now)
    session.flush()
    return waiting


def withhold_comment(
    session: Session,
    comment: Comment,
    reason: str,
    *,
    note: str = "",
    official: Official | None,
    now: datetime,
) -> None:
    """Keep a comment from being shown, for a reason from the public list.

    Its author reads reason and note with the receipt; the public sees the counts.

    Raises:
        Conflict: Its author chose otherwise.
        Invalid: The reason is not on the list.
    """
    require_moderable(comment)
    require_reason(reason)
    comment.withheld_reason = reason
    comment.state_note = note.strip()[:_LONGEST_NOTE]
    _settle(comment, CommentState.WITHHELD, official, now)
    session.flush()


def reopen_comment(
    session: Session, comment: Comment, *, official: Official | None, now: datetime
) -> None:
    """Take back what a moderator decided, so that somebody looks at it again.

    Raises:
        Conflict: Nothing was decided, or its author chose otherwise.
    """
    if comment.state not in {CommentState.PUBLISHED, CommentState.WITHHELD}:
        raise Conflict(N_("Nobody has decided about this comment yet."))
    comment.withheld_reason = comment.state_note = ""
    _settle(comment, CommentState.RECEIVED, official, now)
    session.flush()


def mask_further(
    session: Session,
    comment: Comment,
    phrase: str,
    *,
    official: Official | None,
    now: datetime,
) -> None:
    """Take a name or another private detail out of what is shown.

    Better than withholding a whole comment. What was written stays as it is.

    Raises:
        Conflict: Its author withdrew or erased it.
        Invalid: The phrase does not occur.
    """
    if comment.state in {CommentState.WITHDRAWN, CommentState.ERASED}:
        raise Conflict(N_("Its author has taken it back."))
    phrase = phrase.strip()
    if not phrase or phrase not in comment.masked_text:
        raise Invalid({"phrase": N_("These words do not occur in the comment.")})
    comment.masked_text = comment.masked_text.replace(phrase, REMOVED)
    comment.updated_at = now
    comment.state_changed_by = official.id if official else None
    session.flush()


def _settle(
    comment: Comment, state: CommentState, official: Official | None, now: datetime
) -> None:
    comment.state = state
    comment.state_changed_at = comment.updated_at = now
    comment.state_changed_by = official.id if official else None
