"""What happened: incidents, figures over time, reports, reviews and copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.db import LARGEST_INTEGER
from app.errors import NotFound
from app.register.models import (
    ErrorReport,
    EventKind,
    Incident,
    MonitoringReading,
    RegisterEvent,
    RegisterRecord,
    ReportKind,
    Snapshot,
    System,
)


@dataclass(frozen=True, slots=True)
class Series:
    """All figures of one measure, oldest first."""

    measure: str
    unit: str
    readings: list[MonitoringReading]

    @property
    def latest(self) -> MonitoringReading:
        return self.readings[-1]


def list_incidents(session: Session, system: System) -> Sequence[Incident]:
    """Return a system's incidents, newest first."""
    return session.exec(
        select(Incident)
        .where(Incident.system_id == system.id)
        .order_by(col(Incident.happened_on).desc(), col(Incident.id).desc())
    ).all()


def get_incident(session: Session, system: System, incident_id: UUID) -> Incident:
    incident = session.get(Incident, incident_id)
    if incident is None or incident.system_id != system.id:
        raise NotFound("incident", incident_id)
    return incident


def find_same_incident(
    session: Session, system: System, said: Mapping[str, Any], since: datetime
) -> Incident | None:
    """Return an incident that was entered since and says just this."""
    query = select(Incident).where(Incident.system_id == system.id)
    for key, value in said.items():
        query = query.where(getattr(Incident, key) == value)
    return session.exec(query.where(Incident.published_at > since)).first()


def list_incident_events(
    session: Session, incident: Incident
) -> Sequence[RegisterEvent]:
    """Return what feeds tell of one incident."""
    events = session.exec(
        select(RegisterEvent)
        .where(RegisterEvent.system_id == incident.system_id)
        .where(RegisterEvent.kind == EventKind.INCIDENT)
    )
    return [one for one in events if one.detail.get("incident") == str(incident.id)]


def list_series(session: Session, system: System) -> list[Series]:
    """Return a system's figures, one series for each measure."""
    readings = session.exec(
        select(MonitoringReading)
        .where(MonitoringReading.system_id == system.id)
        .order_by(MonitoringReading.measure, col(MonitoringReading.measured_on))
    )
    return [
        Series(measure, some[-1].unit, some)
        for measure, group in groupby(readings, lambda one: one.measure)
        if (some := list(group))
    ]


def find_reading(
    session: Session, system: System, measure: str, day: date
) -> MonitoringReading | None:
    """Return the figure of a measure and day, to be changed: others have to wait."""
    return session.exec(
        select(MonitoringReading)
        .where(MonitoringReading.system_id == system.id)
        .where(MonitoringReading.measure == measure)
        .where(MonitoringReading.measured_on == day)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def get_report(
    session: Session, number: int, *, to_change: bool = False
) -> ErrorReport:
    """Return a report by its public number; to change it, others have to wait."""
    if number > LARGEST_INTEGER:
        raise NotFound("report", number)
    statement = select(ErrorReport).where(ErrorReport.number == number)
    if to_change:
        statement = statement.with_for_update().execution_options(
            populate_existing=True
        )
    report = session.exec(statement).one_or_none()
    if report is None:
        raise NotFound("report", number)
    return report


def list_reports(
    session: Session,
    *,
    kind: ReportKind | None = None,
    system_id: UUID | None = None,
    most: int = 200,
    skipped: int = 0,
) -> Sequence[ErrorReport]:
    """Return reports, newest first."""
    statement = select(ErrorReport).order_by(col(ErrorReport.number).desc())
    statement = statement.limit(most).offset(skipped)
    if kind is not None:
        statement = statement.where(ErrorReport.kind == kind)
    if system_id is not None:
        statement = statement.where(ErrorReport.system_id == system_id)
    return session.exec(statement).all()


def count_reports(session: Session, kind: ReportKind | None = None) -> int:
    """Count what people reported, all or of one kind."""
    statement = select(func.count()).select_from(ErrorReport)
    if kind is not None:
        statement = statement.where(ErrorReport.kind == kind)
    return session.exec(statement).one()


def next_report_number(session: Session) -> int:
    highest = session.exec(select(func.max(ErrorReport.number))).one()
    return int(highest or 0) + 1


def list_snapshots(session: Session) -> Sequence[Snapshot]:
    """Return the daily copies of the register, newest first."""
    return session.exec(select(Snapshot).order_by(col(Snapshot.day).desc())).all()


def list_due_systems(session: Session, organisation_id: UUID) -> Sequence[System]:
    """Return a body's public systems that have a review day, the next first."""
    return session.exec(
        select(System)
        .where(System.organisation_id == organisation_id)
        .where(col(System.review_due_on).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .where(col(System.removed_at).is_(None))
        .order_by(col(System.review_due_on), System.name)
    ).all()


def list_newly_overdue(session: Session, now: datetime) -> Sequence[System]:
    """Return overdue public systems whose lateness no feed has told of yet."""
    told = (
        select(RegisterEvent.id)
        .where(RegisterEvent.system_id == System.id)
        .where(RegisterEvent.kind == EventKind.REVIEW_OVERDUE)
        .where(col(RegisterEvent.version) == col(System.current_version))
    )
    return session.exec(
        select(System)
        .where(col(System.review_due_on) < now.date())
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .where(col(System.removed_at).is_(None))
        .where(~told.exists())
    ).all()


def map_version_starts(
    session: Session, system_ids: Sequence[UUID]
) -> Mapping[UUID, list[tuple[datetime, int]]]:
    """Return since when each version of some systems' records stood, oldest first."""
    rows = session.exec(
        select(
            RegisterRecord.system_id,
            RegisterRecord.published_at,
            RegisterRecord.version,
        )
        .where(col(RegisterRecord.system_id).in_(system_ids))
        .order_by(col(RegisterRecord.version))
    )
    starts: dict[UUID, list[tuple[datetime, int]]] = {}
    for system_id, published_at, version in rows:
        starts.setdefault(system_id, []).append((published_at, version))
    return starts
