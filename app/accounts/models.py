"""Public bodies, their officials, sessions, and the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class Role(StrEnum):
    """What an official may do; each includes those before it."""

    MODERATOR = "moderator"
    ANALYST = "analyst"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


class Organisation(SQLModel, table=True):
    """A public body that runs systems."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=200)
    kind: str = Field(default="", max_length=80)
    about: str = ""
    website: str = Field(default="", max_length=500)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=60)
    address: str = ""
    language: str = Field(default="en", max_length=10)
    is_demonstration: bool = False
    requires_second_factor: bool = False
    created_at: datetime = Field(sa_type=UTCDateTime)


class Official(SQLModel, table=True):
    """A person who works for a public body and signs in.

    Without a password they were invited and have not come yet. `factor_pending` is a
    second factor that was begun; `factor_last_step` makes each code work once.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=enum_text(Role))
    password_hash: str
    factor_secret: str = Field(default="", max_length=64)
    factor_pending: str = Field(default="", max_length=64)
    factor_last_step: int = 0
    is_active: bool = True
    created_at: datetime = Field(sa_type=UTCDateTime)


class OfficialSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds the token; we keep only its digest.

    One that `needs_factor` opens nothing but the page that asks for it.
    """

    __tablename__ = "official_session"

    token_digest: str = Field(primary_key=True, max_length=64)
    official_id: UUID = Field(foreign_key="official.id", index=True)
    signed_in_at: datetime = Field(sa_type=UTCDateTime)
    last_seen_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)
    needs_factor: bool = False


class RecoveryCode(SQLModel, table=True):
    """What opens the door once, when the second factor is not at hand; a digest."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    official_id: UUID = Field(foreign_key="official.id", index=True)
    digest: str = Field(max_length=64)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Invitation(SQLModel, table=True):
    """A link that sets a password once; we keep only its digest."""

    token_digest: str = Field(primary_key=True, max_length=64)
    official_id: UUID = Field(foreign_key="official.id", index=True)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class AuditEntry(SQLModel, table=True):
    """One official's act. Rows are only ever added; each seals the one before."""

    __tablename__ = "audit_entry"

    number: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    official_id: UUID | None = Field(
        default=None, foreign_key="official.id", index=True
    )
    actor: str = Field(max_length=200)
    act: str = Field(max_length=80)
    object_kind: str = Field(max_length=40)
    object_id: str = Field(max_length=80, index=True)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous_seal: str = Field(max_length=64)
    seal: str = Field(max_length=64)
