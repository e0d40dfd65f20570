"""What went wrong, and figures over time. Both are public as soon as they are entered.

What they said before stays public beside them, unless an administrator takes its words
from view because they tell private things.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.errors import N_, Conflict, Invalid
from app.register.models import EventKind, Incident, MonitoringReading, System
from app.register.queries.history import (
    find_reading,
    find_same_incident,
    list_incident_events,
)
from app.register.rules.incidents import (
    SAID,
    as_wording,
    without_note,
    without_words,
)
from app.register.rules.life import is_public
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services.entries import mark_changed, note_event

# The same words again within this time are one form that was sent twice.
_SENT_TWICE: Final = timedelta(minutes=10)


def record_incident(
    session: Session,
    system: System,
    form: IncidentForm,
    official: Official | None,
    *,
    now: datetime,
) -> Incident:
    """Add an incident to a public record and tell it in the feeds.

    One that was sent twice is entered and told once; the first is returned.

    Raises:
        Conflict: The system has no public record yet, or it is hidden.
        Invalid: It is dated in the future.
    """
    # On PostgreSQL others write meanwhile: the second waits, and finds the first.
    session.refresh(system, with_for_update=True)
    _require_public(system)
    _require_happened(form, now)
    said = form.model_dump()
    same = find_same_incident(session, system, said, now - _SENT_TWICE)
    if same is not None:
        return same
    incident = Incident(
        system_id=system.id,
        recorded_by=official.id if official else None,
        published_at=now,
        updated_at=now,
        **said,
    )
    session.add(incident)
    session.flush()
    _tell(session, system, incident, now)
    mark_changed(session, now)
    return incident


def require_seen(session: Session, incident: Incident, seen: str) -> None:
    """Raise when somebody changed an incident since its form was opened."""
    session.refresh(incident, with_for_update=True)
    if incident.latest_wording != seen:
        raise Conflict(
            N_(
                "Somebody changed this incident meanwhile: read what it says now. "
                "Send yours again if it is to take its place."
            )
        )


def update_incident(
    session: Session,
    system: System,
    incident: Incident,
    form: IncidentForm,
    *,
    now: datetime,
) -> bool:
    """Say it anew, such as what was done since; what was said before stays in public.

    Returns whether the form says anything else at all.
    """
    _require_happened(form, now)
    session.refresh(incident, with_for_update=True)
    said = form.model_dump(include=set(SAID))
    if said == {key: getattr(incident, key) for key in SAID}:
        return False
    body = session.get_one(Organisation, system.organisation_id)
    incident.earlier_wordings = [
        *incident.earlier_wordings,
        as_wording(incident, body.name, now),
    ]
    for key, value in said.items():
        setattr(incident, key, value)
    incident.updated_at = now
    session.add(incident)
    _tell(session, system, incident, now, is_change=True)
    mark_changed(session, now)
    return True


def hide_earlier_wordings(
    session: Session, incident: Incident, *, now: datetime
) -> None:
    """Take the words said before from view, also where feeds tell them.

    That there were some, and when, stays public. Nothing keeps the words.
    """
    incident.earlier_wordings = [
        without_words(one) for one in incident.earlier_wordings
    ]
    session.add(incident)
    for event in list_incident_events(session, incident):
        event.note = incident.title
        session.add(event)
    mark_changed(session, now)


def record_reading(
    session: Session,
    system: System,
    form: ReadingForm,
    official: Official | None,
    *,
    now: datetime,
) -> MonitoringReading:
    """Add a figure; one for the same measure and day is put right, which shows.

    Raises:
        Conflict: The system has no public record yet, or it is hidden.
        Invalid: It is dated in the future.
    """
    _require_public(system)
    if form.measured_on > now.date():
        raise Invalid({"measured_on": N_("This day has not come yet.")})
    said = form.model_dump(include={"value", "unit", "note"})
    reading = find_reading(session, system, form.measure, form.measured_on)
    if reading is None:
        reading = MonitoringReading(
            system_id=system.id,
            measure=form.measure,
            measured_on=form.measured_on,
            recorded_at=now,
            **said,
        )
    else:
        _put_right(reading, said, now)
    reading.recorded_by = official.id if official else None
    if form.hide_earlier:
        reading.earlier_values = [without_note(one) for one in reading.earlier_values]
    session.add(reading)
    session.flush()
    mark_changed(session, now)
    return reading


def _require_public(system: System) -> None:
    if system.current_version is None:
        raise Conflict(
            N_("Publish the record first; incidents and figures stand beside it.")
        )
    if not is_public(system):
        raise Conflict(
            N_("This record is hidden. Show it again before you add something public.")
        )


def _require_happened(form: IncidentForm, now: datetime) -> None:
    if form.happened_on > now.date():
        raise Invalid({"happened_on": N_("This day has not come yet.")})


def _tell(
    session: Session,
    system: System,
    incident: Incident,
    now: datetime,
    *,
    is_change: bool = False,
) -> None:
    detail: dict[str, Any] = {"incident": str(incident.id)}
    note_event(
        session,
        system,
        EventKind.INCIDENT,
        note=incident.title,
        detail={**detail, "is_change": True} if is_change else detail,
        now=now,
    )


def _put_right(reading: MonitoringReading, said: dict[str, Any], now: datetime) -> None:
    """Replace a figure and keep what it was; the same one again changes nothing."""
    before = {key: getattr(reading, key) for key in said}
    if before == said:
        return
    days = {"from": reading.recorded_at.isoformat(), "until": now.isoformat()}
    reading.earlier_values = [*reading.earlier_values, {**before, **days}]
    for key, value in said.items():
        setattr(reading, key, value)
    reading.recorded_at = now
