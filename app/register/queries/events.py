"""What happened to public records, for feeds, histories and followers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.errors import N_
from app.register.models import EventKind, RegisterEvent, System
from app.register.queries.search import list_found
from app.register.schemas.search import RegisterQuery

# Every other kind of event is a version.
_BETWEEN_VERSIONS: Final = (
    EventKind.INCIDENT,
    EventKind.REVIEW_OVERDUE,
    EventKind.REMOVED,
    EventKind.RESTORED,
)
StatementT = TypeVar("StatementT", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event with the names a reader needs."""

    event: RegisterEvent
    slug: str
    name: str
    body: str

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def label(self) -> str:
        """What it is called in feeds and histories."""
        if self.event.detail.get("is_change"):
            return N_("Incident changed")
        return self.event.kind.label

    @property
    def address(self) -> str:
        """Where it is told at length: an incident has its own place on the page."""
        incident = self.event.detail.get("incident")
        return f"/register/{self.slug}{f'#incident-{incident}' if incident else ''}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; what is None or empty narrows nothing.

    Attributes:
        after: Only later ones than this moment.
        until: Only those up to and with this moment.
        ids: Only these events.
        found: Only of these systems. Databases take no such lists; who reads must look.
    """

    system_id: UUID | None = None
    kind: EventKind | None = None
    bodies: Sequence[str] = ()
    after: datetime | None = None
    until: datetime | None = None
    ids: Sequence[UUID] = ()
    found: frozenset[UUID] | None = None


def list_public_events(
    session: Session, wanted: Wanted | None = None, most: int = 50
) -> list[PublicEvent]:
    """Return what happened to records that are public now, newest first."""
    statement = of_public_records(
        select(RegisterEvent, System, Organisation), wanted or Wanted()
    ).order_by(col(RegisterEvent.at).desc(), col(RegisterEvent.id).desc())
    return [
        PublicEvent(event, system.slug, system.name, body.name)
        for event, system, body in session.exec(statement.limit(most))
    ]


def list_between_versions(session: Session, system: System) -> list[PublicEvent]:
    """Return what happened to a public system besides its versions, newest first."""
    statement = (
        of_public_records(
            select(RegisterEvent, System, Organisation), Wanted(system_id=system.id)
        )
        .where(col(RegisterEvent.kind).in_(_BETWEEN_VERSIONS))
        .order_by(col(RegisterEvent.at).desc(), col(RegisterEvent.id).desc())
    )
    return [
        PublicEvent(event, system.slug, system.name, body.name)
        for event, system, body in session.exec(statement)
    ]


def narrowed(
    session: Session, wanted: Wanted, query: RegisterQuery, today: date
) -> Wanted:
    """Narrow what is wanted to the records that a search finds.

    A whole body, or everything, also tells of entries that were removed since.
    """
    if not query.words and set(query.filters) <= {"body"}:
        return replace(wanted, bodies=query.filters.get("body", ()))
    return replace(wanted, found=frozenset(list_found(session, query, today)))


def of_public_records(statement: StatementT, wanted: Wanted) -> StatementT:
    """Narrow what is selected of events to those of public records that are wanted."""
    return (
        statement.select_from(RegisterEvent)
        .join(System, col(System.id) == col(RegisterEvent.system_id))
        .join(Organisation, col(Organisation.id) == col(System.organisation_id))
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .where(*_conditions(wanted))
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
