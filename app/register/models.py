"""AI systems and what the register says of them, version by version."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class Status(StrEnum):
    """Where a system is in its life."""

    PROPOSED = "proposed"
    IN_DEVELOPMENT = "in_development"
    CLOSED_PILOT = "closed_pilot"
    OPEN_PILOT = "open_pilot"
    IN_USE = "in_use"
    PAUSED = "paused"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class System(SQLModel, table=True):
    """An AI system through its whole life. Its slug never changes."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    slug: str = Field(unique=True, max_length=120)
    name: str = Field(max_length=300)
    status: Status = Field(sa_type=enum_text(Status))
    # Why a system in use was never consulted on; published, so it must be written.
    no_consultation_reason: str = ""
    current_version: int | None = None
    created_at: datetime = Field(sa_type=UTCDateTime)
    updated_at: datetime = Field(sa_type=UTCDateTime)


class RecordDraft(SQLModel, table=True):
    """What is being written about a system and is not yet public."""

    __tablename__ = "record_draft"

    system_id: UUID = Field(foreign_key="system.id", primary_key=True)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    language: str = Field(default="en", max_length=10)
    updated_at: datetime = Field(sa_type=UTCDateTime)
    updated_by: UUID | None = Field(default=None, foreign_key="official.id")


class RegisterRecord(SQLModel, table=True):
    """One published, immutable version of what the register says of a system.

    `caused_by` says in plain data which topic or promise led to the change, with the
    counts as they were (`kind`, `id`, `label`, `comments`, `distinct_texts`, `url`).
    """

    __tablename__ = "register_record"
    __table_args__ = (UniqueConstraint("system_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id")
    version: int
    name: str = Field(max_length=300)
    status: Status = Field(sa_type=enum_text(Status))
    fields: dict[str, Any] = Field(sa_type=JSON)
    language: str = Field(default="en", max_length=10)
    published_at: datetime = Field(sa_type=UTCDateTime, index=True)
    author_id: UUID | None = Field(default=None, foreign_key="official.id")
    author: str = Field(default="", max_length=200)
    change_note: str = ""
    change_reason: str = ""
    caused_by: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class SystemFeedback(SQLModel, table=True):
    """A plain summary of what people said, pushed down when topics are published."""

    __tablename__ = "system_feedback"

    system_id: UUID = Field(foreign_key="system.id", primary_key=True)
    consultations: int = 0
    submissions: int = 0
    comments: int = 0
    distinct_texts: int = 0
    is_consulted_on: bool = False
    updated_at: datetime = Field(sa_type=UTCDateTime)
