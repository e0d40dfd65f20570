"""What participants sent: submissions, answers and comments."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
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


class ImportState(StrEnum):
    """Where an imported file stands; what was brought in can be taken out again."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    QUEUED = "queued"
    DONE = "done"
    UNDONE = "undone"
    DISCARDED = "discarded"


class CommentImport(SQLModel, table=True):
    """One file of comments that were collected elsewhere, and what became of it.

    `choices` is an `ImportForm`; `report` counts what it brings, or brought, and lists
    broken rows; `question_ids` are the questions that it added.
    """

    __tablename__ = "comment_import"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    official_id: UUID | None = Field(default=None, foreign_key="official.id")
    file_name: str = Field(max_length=120)
    size: int = 0
    # The worker reads it, since a request must not take that long.
    is_large: bool = False
    state: ImportState = Field(
        default=ImportState.UPLOADED, sa_type=enum_text(ImportState)
    )
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    question_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    # The attempt of the job that may store the result.
    attempt: str = Field(default="", max_length=40)
    progress: float = 0.0
    failure: str = ""
    created_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_by: UUID | None = Field(default=None, foreign_key="official.id")


class ImportFile(SQLModel, table=True):
    """An uploaded file, packed, for as long as its import is not settled."""

    __tablename__ = "import_file"

    import_id: UUID = Field(foreign_key="comment_import.id", primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


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
    import_id: UUID | None = Field(
        default=None, foreign_key="comment_import.id", index=True
    )
    # The official who typed in what came by phone, post or in person.
    entered_by: UUID | None = Field(default=None, foreign_key="official.id")
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
    # The version of the system's record that stood when it was sent.
    record_version: int | None = None
    import_id: UUID | None = Field(
        default=None, foreign_key="comment_import.id", index=True
    )
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
