"""Letters that wait to be sent, or stand on the outbox page."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, new_id


class OutgoingMessage(SQLModel, table=True):
    """One letter. It goes once it is sent; `kept_at` says that no server is set.

    `about` names what it belongs to, so that it can be taken back.
    """

    __tablename__ = "outgoing_message"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    about: str = Field(default="", max_length=80, index=True)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    text: str
    headers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    written_at: datetime = Field(sa_type=UTCDateTime, index=True)
    kept_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failure: str = ""
