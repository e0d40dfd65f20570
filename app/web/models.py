"""What the web keeps: counts for limits, keys that unname networks, the last change."""

from datetime import date

from sqlalchemy import BigInteger
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


class PublicChange(SQLModel, table=True):
    """One row, whose number moves whenever a table that the public sees is changed.

    Triggers move it in the transaction of the change itself, whoever makes it
    (`migrations/versions/0006_public_change.py`).
    """

    __tablename__ = "public_change"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(sa_type=BigInteger)
