"""What participants sent: submissions, answers and comments."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class Channel(StrEnum):
    """How a submission reached us."""

    WEB = "web"
    API = "api"
    IMPORT = "import"
    PHONE = "phone"
    POST = "post"
    IN_PERSON = "in_person"


class CommentState(StrEnum):
    """Received, then shown or not; the author can withdraw or erase at any time."""

    RECEIVED = "received"
    PUBLISHED = "published"
    COUNTED_ONLY = "counted_only"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Submission(SQLModel, table=True):
    """What one person or organisation sent at one time.

    The receipt code is kept only as a keyed digest, and so is the form's one-time key;
    `content_digest` tells whether the same form came twice or another one under its
    key. `source_key` is the row's own key in an imported file, so that importing again
    adds nothing. `risks` are reasons to look twice, such as a filled honeypot.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "source_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id")
    channel: Channel = Field(default=Channel.WEB, sa_type=enum_text(Channel))
    language: str = Field(default="en", max_length=10)
    submitted_at: datetime = Field(sa_type=UTCDateTime, index=True)
    updated_at: datetime = Field(sa_type=UTCDateTime)
    receipt_digest: str | None = Field(default=None, unique=True, max_length=64)
    idempotency_key: str | None = Field(default=None, unique=True, max_length=64)
    content_digest: str | None = Field(default=None, max_length=64)
    source_key: str | None = Field(default=None, max_length=120)
    risks: list[str] = Field(default_factory=list, sa_type=JSON)
    # The author's choice: publish my words, or officials only read and count them.
    may_publish: bool = True
    about_participant: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Answer(SQLModel, table=True):
    """One chosen value: a stance, a choice, a rating, or a ticked concern.

    A ticked concern has no question; its value is the concern's key.
    """

    __table_args__ = (UniqueConstraint("submission_id", "question_id", "value"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id")
    question_id: UUID | None = Field(
        default=None, foreign_key="question.id", index=True
    )
    value: str = Field(max_length=200)


class Comment(SQLModel, table=True):
    """One free-text answer to one question in one submission.

    `text` is what was written; `masked_text` is what anyone else may ever read.
    """

    __table_args__ = (UniqueConstraint("submission_id", "question_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id")
    question_id: UUID = Field(foreign_key="question.id", index=True)
    proposal_id: UUID | None = Field(default=None, foreign_key="proposal.id")
    proposal_version: int | None = None
    text: str
    masked_text: str
    language: str = Field(default="und", max_length=10)
    state: CommentState = Field(
        default=CommentState.RECEIVED, sa_type=enum_text(CommentState), index=True
    )
    withheld_reason: str = Field(default="", max_length=60)
    state_note: str = ""
    state_changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    state_changed_by: UUID | None = Field(default=None, foreign_key="official.id")
    created_at: datetime = Field(sa_type=UTCDateTime, index=True)
    updated_at: datetime = Field(sa_type=UTCDateTime)
