"""All that is public, gathered for pages, files and the API."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterRecord,
    System,
    SystemFeedback,
)
from app.register.queries.systems import get_public_system, get_record
from app.register.rules.open_data.public_record import PublicRecord

_AT_ONCE: Final = 250


def get_public_record(
    session: Session, slug: str, today: date, version: int | None = None
) -> PublicRecord:
    """Return one version of a public system, the current one unless told otherwise."""
    system = get_public_system(session, slug)
    record = get_record(session, system, version or system.current_version or 0)
    return PublicRecord(
        system=system,
        record=record,
        organisation=session.get_one(Organisation, system.organisation_id),
        feedback=session.get(SystemFeedback, system.id),
        today=today,
        incidents=_incidents(session, [system.id]),
        readings=_readings(session, [system.id]),
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
    incidents, readings = _incidents(session, ids), _readings(session, ids)
    return [
        PublicRecord(
            system=system,
            record=record,
            organisation=organisation,
            feedback=feedback.get(system.id),
            today=today,
            incidents=[one for one in incidents if one.system_id == system.id],
            readings=[one for one in readings if one.system_id == system.id],
        )
        for system, record, organisation in session.exec(statement)
    ]


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
