"""What the web itself keeps: counts for limits, and keys that make networks unnamed."""

from datetime import date

from sqlmodel import Field, SQLModel


class RateCount(SQLModel, table=True):
    """How often something was tried within one window of time."""

    __tablename__ = "rate_count"

    bucket: str = Field(primary_key=True, max_length=60)
    key: str = Field(primary_key=True, max_length=80)
    window: int = Field(primary_key=True)
    # Seconds since 1970 at which the row may go.
    ends: int = Field(index=True)
    count: int = 0


class NetworkKey(SQLModel, table=True):
    """A random key for one day; without it, a digest leads back to no address."""

    __tablename__ = "network_key"

    day: date = Field(primary_key=True)
    key: bytes
