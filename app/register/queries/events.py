"""What happened to public records, for feeds, histories and followers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.register.models import EventKind, RegisterEvent, System
from app.register.queries.search import list_found
from app.register.schemas.search import RegisterQuery

# So many rows are fetched at once while events of a search are looked for.
_AT_ONCE: Final = 1_000
StatementT = TypeVar("StatementT", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event with the names a reader needs."""

    event: RegisterEvent
    slug: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; what is None or empty narrows nothing.

    Attributes:
        after: Only later ones than this moment.
        until: Only those up to and with this moment.
        ids: Only these events.
    """

    system_id: UUID | None = None
    kind: EventKind | None = None
    bodies: Sequence[str] = ()
    after: datetime | None = None
    until: datetime | None = None
    ids: Sequence[UUID] = ()


def list_public_events(
    session: Session, wanted: Wanted | None = None, most: int = 50
) -> list[PublicEvent]:
    """Return what happened to records that are public now, newest first."""
    statement = _newest(select(RegisterEvent, System, Organisation), wanted or Wanted())
    return [
        PublicEvent(event, system.slug, system.name, body.name)
        for event, system, body in session.exec(statement.limit(most))
    ]


def list_events_found(
    session: Session,
    query: RegisterQuery,
    today: date,
    wanted: Wanted | None = None,
    most: int = 50,
) -> list[PublicEvent]:
    """Return what happened to the records that a search finds, newest first.

    A whole body, or everything, also tells of entries that were removed since.
    """
    wanted = wanted or Wanted()
    if not query.words and set(query.filters) <= {"body"}:
        bodies = query.filters.get("body", ())
        return list_public_events(session, replace(wanted, bodies=bodies), most)
    found = set(list_found(session, query, today))
    # However long ago: a search may find little among much that happened elsewhere.
    rows = session.exec(
        _newest(select(RegisterEvent.id, RegisterEvent.system_id), wanted),
        execution_options={"yield_per": _AT_ONCE},
    )
    ids = list(islice((one for one, system in rows if system in found), most))
    rows.close()
    return list_public_events(session, Wanted(ids=ids), most) if ids else []


def _newest(statement: StatementT, wanted: Wanted) -> StatementT:
    """Narrow what is selected of events to those of public records, newest first."""
    return (
        statement.select_from(RegisterEvent)
        .join(System, col(System.id) == col(RegisterEvent.system_id))
        .join(Organisation, col(Organisation.id) == col(System.organisation_id))
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .where(*_conditions(wanted))
        .order_by(col(RegisterEvent.at).desc(), col(RegisterEvent.id).desc())
    )


def _conditions(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = []
    if wanted.system_id is not None:
        conditions.append(RegisterEvent.system_id == wanted.system_id)
    if wanted.kind is not None:
        conditions.append(RegisterEvent.kind == wanted.kind)
    if wanted.bodies:
        conditions.append(col(Organisation.slug).in_(wanted.bodies))
    if wanted.after is not None:
        conditions.append(RegisterEvent.at > wanted.after)
    if wanted.until is not None:
        conditions.append(RegisterEvent.at <= wanted.until)
    if wanted.ids:
        conditions.append(col(RegisterEvent.id).in_(wanted.ids))
    return conditions
