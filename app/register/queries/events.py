"""What happened to public records, for feeds, histories and followers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.register.models import EventKind, RegisterEvent, System
from app.register.queries.search import list_found
from app.register.schemas.search import RegisterQuery

# Among so many of the latest events those of a search are looked for.
_LOOKED_THROUGH: Final = 5_000


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
    """

    system_id: UUID | None = None
    kind: EventKind | None = None
    bodies: Sequence[str] = ()
    after: datetime | None = None
    until: datetime | None = None


def list_public_events(
    session: Session, wanted: Wanted | None = None, most: int = 50
) -> list[PublicEvent]:
    """Return what happened to records that are public now, newest first."""
    statement = (
        select(RegisterEvent, System, Organisation)
        .join(System, col(System.id) == col(RegisterEvent.system_id))
        .join(Organisation, col(Organisation.id) == col(System.organisation_id))
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .where(*_conditions(wanted or Wanted()))
        .order_by(col(RegisterEvent.at).desc(), col(RegisterEvent.id).desc())
        .limit(most)
    )
    return [
        PublicEvent(event, system.slug, system.name, body.name)
        for event, system, body in session.exec(statement)
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
    events = list_public_events(session, wanted, _LOOKED_THROUGH)
    return [one for one in events if one.event.system_id in found][:most]


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
    return conditions
