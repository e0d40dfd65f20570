"""Makes lists, filters and search anew from what is public.

They are written whenever a record changes. Where a new release reads records in another
way, those of before keep the old values until their next version; this brings them up.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.register.models import System
from app.register.services.entries import mark_changed, refresh_entries

_AT_ONCE: Final = 100


def count_all(session: Session) -> int:
    """Count the systems to go through, public or not."""
    return session.exec(select(func.count()).select_from(System)).one()


def reindex_some(
    session: Session, after: UUID | None, *, now: datetime
) -> Sequence[UUID]:
    """Write the entries of the next systems anew; return whose, none at the end.

    A few in each transaction, so that others can write meanwhile. On PostgreSQL whoever
    publishes or hides one of them is waited for before any is read.
    """
    mark_changed(session, now)
    query = select(System).order_by(col(System.id)).limit(_AT_ONCE)
    if after is not None:
        query = query.where(col(System.id) > after)
    systems = session.exec(query).all()
    refresh_entries(session, systems, now=now)
    return [one.id for one in systems]
