"""Puts the council and its systems in place."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.cli.engine_record import ENGINE_FIELDS
from app.register.models import Status, System
from app.register.schemas.change import Change
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services import create_system, publish_record, save_draft
from app.register.services.incidents import record_incident, record_reading

_MONTH: Final = timedelta(days=30.44)


def load_systems(
    session: Session,
    organisation: Organisation,
    official: Official,
    council: dict[str, Any],
    *,
    now: datetime,
) -> dict[str, System]:
    """Create and publish each system at its day; return them by slug."""
    return {
        one["slug"]: _load(session, organisation, official, one, now)
        for one in council["systems"]
    }


def _load(
    session: Session,
    organisation: Organisation,
    official: Official,
    data: dict[str, Any],
    now: datetime,
) -> System:
    at = now + timedelta(days=data.get("first_published", -140))
    status = Status(data["status"])
    system = create_system(session, organisation, data["name"], status=status, now=at)
    # Addresses in the demonstration are short, whatever the names are.
    system.slug = data["slug"]
    system.no_consultation_reason = data.get("no_consultation_reason", "")
    session.add(system)
    review = (now + timedelta(days=data.get("review", 200))).date().isoformat()
    fields = {"review_due": review, **data["fields"]}
    if data.get("describes_engine"):
        fields = {**ENGINE_FIELDS, "use_started": at.date().isoformat(), **fields}
    entered = {key: {"state": "answered", "value": one} for key, one in fields.items()}
    for key, until in data.get("not_yet_known", {}).items():
        day = (now + timedelta(days=until)).date().isoformat()
        entered[key] = {"state": "not_yet_known", "until": day}
    for key, reason in data.get("not_applicable", {}).items():
        entered[key] = {"state": "not_applicable", "reason": reason}
    save_draft(session, system, entered, official=official, now=at)
    publish_record(session, system, official, Change(note="First published."), now=at)
    return system


def load_incidents_and_readings(
    session: Session,
    systems: dict[str, System],
    official: Official,
    council: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """Add what went wrong, and the figures of the last months."""
    for one in council["incidents"]:
        at = now + timedelta(days=one["day"])
        told = {key: one[key] for key in one.keys() - {"system", "day"}}
        form = IncidentForm(happened_on=at.date(), **told)
        record_incident(session, systems[one["system"]], form, official, now=at)
    for one in council["readings"]:
        for back, value in enumerate(reversed(one["values"]), start=1):
            at = now - back * _MONTH
            reading = ReadingForm(
                measure=one["measure"],
                unit=one["unit"],
                measured_on=at.date(),
                value=value,
            )
            record_reading(session, systems[one["system"]], reading, official, now=at)
