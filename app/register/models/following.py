"""Who asked to be told by e-mail."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, new_id


class Follow(SQLModel, table=True):
    """An address that follows a system, or what a search finds. Shown to nobody.

    On a demonstration, and at localhost, the outbox page shows letters with theirs.

    `query` is the search as it stands in an address; empty, with no system, for the
    whole register. Nothing is sent before the address's owner has confirmed.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, index=True)
    system_id: UUID | None = Field(default=None, foreign_key="system.id", index=True)
    query: str = Field(default="", max_length=2_000)
    language: str = Field(default="en", max_length=10)
    # Of the link in the letter that asks to confirm; gone once it was used.
    token_digest: str | None = Field(default=None, unique=True, max_length=64)
    asked_at: datetime = Field(sa_type=UTCDateTime, index=True)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # What happened up to then has been told, or was before their time.
    told_until: datetime = Field(sa_type=UTCDateTime)
    last_told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
