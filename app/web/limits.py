"""Limits that hold across processes: counts in the database, no addresses.

An attempt counts in the caller's transaction: commit also when you refuse.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, Final

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col

from app.errors import TooManyAttempts
from app.web.models import NetworkKey, RateCount
from app.web.requests import Request, client_address

_KEY_DAYS: Final = 1
_KEY_BYTES: Final = 32


def require_within(
    session: Session, bucket: str, key: str, *, limit: int, seconds: int, now: datetime
) -> None:
    """Count one attempt, and refuse it when there were `limit` in this window.

    Raises:
        TooManyAttempts: Says in how many seconds the window ends.
    """
    moment = int(now.timestamp())
    window = moment // seconds
    ends = (window + 1) * seconds
    if _count(session, bucket, _fit(key), window, ends) > limit:
        raise TooManyAttempts(max(1, ends - moment))


def _count(session: Session, bucket: str, key: str, window: int, ends: int) -> int:
    row = {"bucket": bucket, "key": key, "window": window, "ends": ends, "count": 1}
    statement = (
        _insert_into(session, RateCount)
        .values(row)
        .on_conflict_do_update(
            index_elements=["bucket", "key", "window"],
            set_={"count": col(RateCount.count) + 1},
        )
        .returning(col(RateCount.count))
    )
    return int(session.execute(statement).scalar_one())


def forget(session: Session, bucket: str, key: str) -> None:
    """Start a count anew, as after a successful sign-in."""
    session.execute(
        delete(RateCount).where(
            col(RateCount.bucket) == bucket, col(RateCount.key) == _fit(key)
        )
    )


def forget_old(session: Session, now: datetime) -> None:
    """Delete counts whose window is over, and keys of days that are past."""
    session.execute(delete(RateCount).where(col(RateCount.ends) < int(now.timestamp())))
    oldest = now.date() - timedelta(days=_KEY_DAYS)
    session.execute(delete(NetworkKey).where(col(NetworkKey.day) < oldest))


def network_key(session: Session, request: Request, *, now: datetime) -> str:
    """Return a name for the network a request comes from, useless after tomorrow.

    An IPv6 household has a /64 to itself, so that is what is counted.
    """
    address = client_address(request)
    try:
        width = 64 if ip_address(address).version == 6 else 32  # noqa: PLR2004
        address = str(ip_network(f"{address}/{width}", strict=False))
    except ValueError:
        pass  # a Unix socket or a test client has no address
    digest = hmac.new(_key_of(session, now), address.encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


def _key_of(session: Session, now: datetime) -> bytes:
    today = now.date()
    found = session.get(NetworkKey, today)
    if found is not None:
        return found.key
    row = {"day": today, "key": secrets.token_bytes(_KEY_BYTES)}
    session.execute(
        _insert_into(session, NetworkKey).values(row).on_conflict_do_nothing()
    )
    made = session.get_one(NetworkKey, today)
    return made.key


def _insert_into(session: Session, table: type[SQLModel]) -> Any:
    """Return the INSERT of the database in use, which knows ON CONFLICT."""
    # Loaded only where it is used: PostgreSQL's takes a tenth of a second.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)


def _fit(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
