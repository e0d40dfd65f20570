"""The list of known concerns that comments are compared with, and its editing."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from app.analysis.issues import DEFAULT_ISSUES
from app.analysis.issues import Issue as ComparedIssue
from app.consultations.rules import key_of
from app.errors import N_, Conflict, Invalid
from app.topics.models import Issue, IssueState

LONGEST_NAME: Final = 120
LONGEST_PHRASE: Final = 200
MOST_PHRASES: Final = 40
MOST_ISSUES: Final = 30

ISSUE_STATE_LABELS: Final = {
    IssueState.PROPOSED: N_("Not checked yet"),
    IssueState.CONFIRMED: N_("Confirmed"),
    IssueState.HIDDEN: N_("Hidden"),
}


def compared(rows: Iterable[Issue]) -> tuple[ComparedIssue, ...]:
    """Return what the engine compares with: a consultation's own list, or the usual."""
    own = sorted(rows, key=lambda one: (one.position, one.key))
    if not own:
        return DEFAULT_ISSUES
    return tuple(
        ComparedIssue(one.key, one.name, one.description, tuple(one.phrases))
        for one in own
        if one.is_on
    )


def read_phrases(text: str) -> list[str]:
    """Return phrases typed one a line, each once.

    Raises:
        Invalid: There is none, there are too many, or one is too long.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    phrases = list(dict.fromkeys(line for line in lines if line))
    if not phrases:
        raise Invalid({"phrases": N_("Write at least one phrase, as people say it.")})
    if len(phrases) > MOST_PHRASES:
        raise Invalid({"phrases": N_("Use at most 40 phrases.")})
    if any(len(one) > LONGEST_PHRASE for one in phrases):
        raise Invalid({"phrases": N_("Use at most 200 characters for each phrase.")})
    return phrases


def require_name(name: str) -> str:
    """Return a name that fits on every page."""
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": N_("Give it a name.")})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": N_("Use at most 120 characters.")})
    return name


def require_room(rows: Sequence[Issue]) -> None:
    """Raise when the list is as long as anybody can check."""
    if len(rows) >= MOST_ISSUES:
        raise Conflict(N_("The list is full. Switch off or rename one instead."))


def require_one_on(rows: Iterable[Issue]) -> None:
    """Raise when nothing would be looked for."""
    if not any(one.is_on for one in rows):
        raise Conflict(N_("Leave at least one switched on."))


def new_key(name: str, taken: Collection[str]) -> str:
    """Return a stable key for results, made from a name."""
    return key_of(name, set(taken))[:60]
