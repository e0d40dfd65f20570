"""All that is public, gathered for pages, files and the API."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterEntry,
    RegisterRecord,
    Sidecar,
    System,
    SystemFeedback,
)
from app.register.queries.systems import get_public_system, get_record
from app.register.rules.open_data.public_record import PublicRecord
from app.register.schemas.sources import NAMES

_AT_ONCE: Final = 250
RowT = TypeVar("RowT", Incident, MonitoringReading, Sidecar)


def get_public_record(
    session: Session, slug: str, today: date, version: int | None = None
) -> PublicRecord:
    """Return one version of a public system, the current one unless told otherwise."""
    system = get_public_system(session, slug)
    if version is None:
        version = system.current_version or 0
    record = get_record(session, system, version)
    return PublicRecord(
        system=system,
        record=record,
        organisation=session.get_one(Organisation, system.organisation_id),
        feedback=session.get(SystemFeedback, system.id),
        today=today,
        incidents=_incidents(session, [system.id]),
        readings=_readings(session, [system.id]),
        sidecars=_sidecars(session, [system.id]),
    )


def iterate_public_records(
    session: Session, system_ids: Iterable[UUID], today: date
) -> Iterator[PublicRecord]:
    """Return current records in the order of the ids, a few hundred in memory."""
    ids = iter(system_ids)
    while some := list(islice(ids, _AT_ONCE)):
        by_id = {one.system.id: one for one in _batch(session, some, today)}
        yield from (by_id[one] for one in some if one in by_id)
        session.expunge_all()


def count_taken_over(session: Session) -> list[tuple[str, int]]:
    """Return how many public records came from each other register, by its name."""
    rows = session.exec(
        select(Sidecar.format, func.count(func.distinct(Sidecar.system_id)))
        .join(RegisterEntry, col(RegisterEntry.system_id) == col(Sidecar.system_id))
        .group_by(Sidecar.format)
        .order_by(Sidecar.format)
    )
    return [(NAMES.get(key, key), count) for key, count in rows]


def _batch(session: Session, ids: list[UUID], today: date) -> list[PublicRecord]:
    statement = (
        select(System, RegisterRecord, Organisation)
        .join(RegisterRecord, col(RegisterRecord.system_id) == col(System.id))
        .join(Organisation, col(Organisation.id) == col(System.organisation_id))
        .where(col(RegisterRecord.version) == col(System.current_version))
        .where(col(System.is_withheld).is_(False))
        .where(col(System.id).in_(ids))
    )
    feedback = {
        one.system_id: one
        for one in session.exec(
            select(SystemFeedback).where(col(SystemFeedback.system_id).in_(ids))
        )
    }
    incidents = _by_system(_incidents(session, ids))
    readings = _by_system(_readings(session, ids))
    sidecars = _by_system(_sidecars(session, ids))
    return [
        PublicRecord(
            system=system,
            record=record,
            organisation=organisation,
            feedback=feedback.get(system.id),
            today=today,
            incidents=incidents.get(system.id, ()),
            readings=readings.get(system.id, ()),
            sidecars=sidecars.get(system.id, ()),
        )
        for system, record, organisation in session.exec(statement)
    ]


def _by_system(rows: Iterable[RowT]) -> dict[UUID, list[RowT]]:
    found: dict[UUID, list[RowT]] = {}
    for one in rows:
        found.setdefault(one.system_id, []).append(one)
    return found


def _incidents(session: Session, ids: list[UUID]) -> Sequence[Incident]:
    return session.exec(
        select(Incident)
        .where(col(Incident.system_id).in_(ids))
        .order_by(col(Incident.happened_on).desc())
    ).all()


def _readings(session: Session, ids: list[UUID]) -> Sequence[MonitoringReading]:
    return session.exec(
        select(MonitoringReading)
        .where(col(MonitoringReading.system_id).in_(ids))
        .order_by(MonitoringReading.measure, col(MonitoringReading.measured_on))
    ).all()


def _sidecars(session: Session, ids: list[UUID]) -> Sequence[Sidecar]:
    return session.exec(
        select(Sidecar)
        .where(col(Sidecar.system_id).in_(ids))
        .order_by(Sidecar.format, Sidecar.source_key)
    ).all()
