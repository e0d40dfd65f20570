"""What may be withheld and why. The list is public, and criticism is not on it."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.comments.models import Comment, CommentState, Submission
from app.errors import N_, Conflict, Invalid

# After this a comment that nobody has looked at stands out.
LONGEST_WAIT: Final = timedelta(hours=48)

WITHHELD_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "personal": N_("It tells private things about a person who can be recognised."),
        "threat": N_("It threatens somebody or calls for violence."),
        "hatred": N_("It attacks people for who they are."),
        "unlawful": N_("Showing it would break the law."),
        "advertising": N_("It is an advertisement."),
        "test": N_("It is a test or holds no words."),
    }
)

_SETTLED: Final = {
    CommentState.COUNTED_ONLY: N_(
        "Its author chose that officials only read and count it."
    ),
    CommentState.WITHDRAWN: N_("Its author has withdrawn it."),
    CommentState.ERASED: N_("Its author has erased it."),
}
_HELD_BACK: Final = frozenset(
    {CommentState.WITHHELD, CommentState.WITHDRAWN, CommentState.ERASED}
)


def may_be_read(comment: Comment) -> bool:
    """Tell whether the engine may read a comment and counts may hold it."""
    return comment.state not in _HELD_BACK


def require_moderable(comment: Comment) -> None:
    """Refuse to overrule what an author has chosen.

    Raises:
        Conflict: Says what the author chose.
    """
    if comment.state in _SETTLED:
        raise Conflict(_SETTLED[comment.state])


def require_reason(reason: str) -> None:
    """Refuse any reason that is not on the public list.

    Raises:
        Invalid: Always names the list, never another reason.
    """
    if reason not in WITHHELD_REASONS:
        raise Invalid({"reason": N_("Please choose a reason from the public list.")})


def state_when_new(submission: Submission) -> CommentState:
    """Return the state of a comment that nobody has looked at yet."""
    if submission.may_publish:
        return CommentState.RECEIVED
    return CommentState.COUNTED_ONLY


def require_held(submission: Submission) -> None:
    """Refuse to change what is withdrawn or erased.

    Raises:
        Conflict: Says which.
    """
    if submission.erased_at is not None:
        raise Conflict(N_("This was erased. We hold nothing of it any more."))
    if submission.withdrawn_at is not None:
        raise Conflict(N_("This was withdrawn."))
