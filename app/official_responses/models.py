"""What the public body answers, topic by topic, and what it promises."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


class OfficialResponse(SQLModel, table=True):
    """The body's answer to one topic."""

    __tablename__ = "official_response"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", unique=True)
    text: str
    what_changes: str = ""
    written_by: UUID | None = Field(default=None, foreign_key="official.id")
    updated_at: datetime = Field(sa_type=UTCDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Promise(SQLModel, table=True):
    """What the body can be held to, with an owner and a date."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    response_id: UUID = Field(foreign_key="official_response.id", index=True)
    text: str
    owner: str = Field(max_length=200)
    due_on: date
    state: PromiseState = Field(
        default=PromiseState.OPEN, sa_type=enum_text(PromiseState)
    )
    kept_by_record_id: UUID | None = Field(
        default=None, foreign_key="register_record.id"
    )
    state_note: str = ""
    state_changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
