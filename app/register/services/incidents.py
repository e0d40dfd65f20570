"""What went wrong, and figures over time. Both are public as soon as they are entered."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Official
from app.errors import N_, Conflict, Invalid
from app.register.models import EventKind, Incident, MonitoringReading, System
from app.register.queries.history import find_reading
from app.register.rules.life import is_public
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services.entries import mark_changed, note_event


def record_incident(
    session: Session,
    system: System,
    form: IncidentForm,
    official: Official | None,
    *,
    now: datetime,
) -> Incident:
    """Add an incident to a public record and tell it in the feeds.

    Raises:
        Conflict: The system has no public record yet.
        Invalid: It is dated in the future.
    """
    if not is_public(system):
        raise Conflict(N_("Publish the record first; incidents stand beside it."))
    if form.happened_on > now.date():
        raise Invalid({"happened_on": N_("This day has not come yet.")})
    incident = Incident(
        system_id=system.id,
        recorded_by=official.id if official else None,
        published_at=now,
        updated_at=now,
        **form.model_dump(),
    )
    session.add(incident)
    session.flush()
    note_event(
        session,
        system,
        EventKind.INCIDENT,
        note=incident.title,
        detail={"incident": str(incident.id)},
        now=now,
    )
    mark_changed(session, now)
    return incident


def update_incident(
    session: Session, incident: Incident, form: IncidentForm, *, now: datetime
) -> None:
    """Say more of an incident, such as what was done since."""
    if form.happened_on > now.date():
        raise Invalid({"happened_on": N_("This day has not come yet.")})
    for key, value in form.model_dump().items():
        setattr(incident, key, value)
    incident.updated_at = now
    session.add(incident)
    mark_changed(session, now)


def record_reading(
    session: Session,
    system: System,
    form: ReadingForm,
    official: Official | None,
    *,
    now: datetime,
) -> MonitoringReading:
    """Add a figure; one for the same measure and day is put right instead."""
    if form.measured_on > now.date():
        raise Invalid({"measured_on": N_("This day has not come yet.")})
    reading = find_reading(session, system, form.measure, form.measured_on)
    if reading is None:
        reading = MonitoringReading(
            system_id=system.id, recorded_at=now, **form.model_dump()
        )
    reading.value, reading.unit, reading.note = form.value, form.unit, form.note
    reading.recorded_by = official.id if official else None
    reading.recorded_at = now
    session.add(reading)
    session.flush()
    mark_changed(session, now)
    return reading
