"""What may come in from participants, validated and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.comments.models import Channel, CommentState

LONGEST_COMMENT: Final = 5000
MOST_ANSWERS: Final = 100

Few = Field(max_length=MOST_ANSWERS)
# Forms are rid of control characters; a program that sends NUL is told so.
_NO_NUL: Final = r"^[^\x00]*$"
Key = Annotated[str, StringConstraints(max_length=60, pattern=_NO_NUL)]
Chosen = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_NO_NUL)
]
Words = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=LONGEST_COMMENT, pattern=_NO_NUL
    ),
]


class Showing(StrEnum):
    """Who may read imported words; whoever imports knows what their authors allowed."""

    AFTER_MODERATION = "after-moderation"
    AT_ONCE = "at-once"
    NEVER = "never"


class ImportForm(BaseModel):
    """What an official chose for a file: which column means what, and what is done.

    `columns` and `only` are those of a `ColumnMap`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str]
    only: dict[str, str] = {}
    zone: Annotated[str, StringConstraints(max_length=60)] = "UTC"
    question: Key = ""
    creates_questions: bool = False
    showing: Showing = Showing.AFTER_MODERATION
    skips_broken: bool = False


def _few(given: dict[str, str]) -> dict[str, str]:
    # A length in the field's own terms would be described as that of a list.
    if len(given) > MOST_ANSWERS:
        raise ValueError("too many")
    return given


class SubmissionForm(BaseModel):
    """What somebody sends: any of it may be missing, any one thing is enough.

    `answers`, `comments` and `about` are keyed by the keys of the questions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: Annotated[dict[Key, Chosen], AfterValidator(_few)] = {}
    comments: Annotated[dict[Key, Words], AfterValidator(_few)] = {}
    concerns: Annotated[tuple[Key, ...], Few] = ()
    about: Annotated[dict[Key, Chosen], AfterValidator(_few)] = {}
    # Nobody's words are published who did not say so.
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a submission reached us.

    Attributes:
        once: The form's one-time key: sent twice under it, stored once.
        region: The country whose telephone and id formats are masked first.
        risks: Reasons to look twice, such as a filled honeypot.
        masked: Texts as they are masked, by what was written: made before the
            database is asked to write, since others wait while it does.
        received_at: When a letter or call came, if not now.
        entered_by: The official who typed it in for somebody.
    """

    channel: Channel
    once: str
    language: str = "en"
    region: str | None = None
    risks: tuple[str, ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime | None = None
    entered_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which published comments somebody wants to read."""

    question: str = ""
    stance: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which comments a moderator wants to see; empty means all in this state."""

    state: CommentState
    question: str = ""
    words: str = ""
    is_late: bool = False
