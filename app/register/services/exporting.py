"""What leaves the register: public systems in each format."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterRecord,
    Sidecar,
    System,
)
from app.register.schemas.answers import stored_answers
from app.register.standards import atrs_3, folkmoot, nl_1_0, tables, us_2025
from app.register.standards.source import OutgoingRecord

WRITERS: Final[dict[str, Callable[[Sequence[OutgoingRecord]], bytes]]] = {
    "csv": tables.write_csv,
    "jsonl": tables.write_jsonl,
    "us-2025": us_2025.write,
    "nl-1.0": nl_1_0.write,
    "atrs-3": atrs_3.write,
}
FORMATS: Final = ("folkmoot", *WRITERS)


def export_register(
    session: Session, name: str, *, base_url: str, slug: str | None = None
) -> bytes:
    """Return the public register, or one system of it, in a format.

    A system that was imported in this format gives its own source values back.

    Raises:
        Invalid: A value does not fit the format; names the system and the field.
    """
    systems = _public_systems(session, slug)
    if name == "folkmoot":
        # Entries that were removed keep their address and last text, here as well.
        return _whole(session, systems)
    systems = [one for one in systems if one.removed_at is None]
    return WRITERS[name](_outgoing(session, systems, name, base_url))


def _public_systems(session: Session, slug: str | None) -> list[System]:
    query = (
        select(System)
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .order_by(System.slug)
    )
    return list(session.exec(query.where(System.slug == slug) if slug else query))


def _outgoing(
    session: Session, systems: Sequence[System], name: str, base_url: str
) -> list[OutgoingRecord]:
    current = {
        one.system_id: one
        for one in session.exec(
            select(RegisterRecord).join(
                System,
                (col(System.id) == col(RegisterRecord.system_id))
                & (col(System.current_version) == col(RegisterRecord.version)),
            )
        )
    }
    bodies = {one.id: one for one in session.exec(select(Organisation))}
    sidecars = {
        one.system_id: one
        for one in session.exec(select(Sidecar).where(Sidecar.format == name))
    }
    records = [
        _record(one, current[one.id], bodies[one.organisation_id], base_url)
        for one in systems
    ]
    pairs = [
        (sidecars.get(system.id), record)
        for system, record in zip(systems, records, strict=True)
    ]
    # Imported records in the order of their file, then our own by address.
    pairs.sort(key=lambda pair: (pair[0] is None, pair[0].position if pair[0] else 0))
    return [_with_source(record, sidecar) for sidecar, record in pairs]


def _record(
    system: System, record: RegisterRecord, body: Organisation, base_url: str
) -> OutgoingRecord:
    answers = stored_answers(record.fields)
    return OutgoingRecord(
        slug=system.slug,
        name=record.name,
        organisation=body.name,
        status=record.status,
        fields={key: one.value for key, one in answers.items() if one.is_answered},
        language=record.language,
        url=f"{base_url}/{record.language}/register/{system.slug}",
    )


def _with_source(record: OutgoingRecord, sidecar: Sidecar | None) -> OutgoingRecord:
    if sidecar is None:
        return record
    return OutgoingRecord(
        slug=record.slug,
        name=record.name,
        organisation=record.organisation,
        status=record.status,
        fields=record.fields,
        values=sidecar.values,
        language=record.language,
        key=sidecar.source_key,
        url=record.url,
    )


def _whole(session: Session, systems: Sequence[System]) -> bytes:
    used = {one.organisation_id for one in systems}
    bodies = session.exec(select(Organisation).order_by(Organisation.slug)).all()
    return folkmoot.write(
        [folkmoot.organisation_out(one) for one in bodies if one.id in used],
        [system_as_exported(session, one) for one in systems],
    )


def system_as_exported(session: Session, system: System) -> dict[str, Any]:
    """Return one system in the format `folkmoot/register@1`."""
    records = session.exec(
        select(RegisterRecord)
        .where(RegisterRecord.system_id == system.id)
        .order_by(col(RegisterRecord.version))
    ).all()
    sidecars = session.exec(
        select(Sidecar)
        .where(Sidecar.system_id == system.id)
        .order_by(Sidecar.format, Sidecar.source_key)
    ).all()
    incidents = session.exec(
        select(Incident)
        .where(Incident.system_id == system.id)
        .order_by(col(Incident.happened_on), Incident.title)
    ).all()
    readings = session.exec(
        select(MonitoringReading)
        .where(MonitoringReading.system_id == system.id)
        .order_by(MonitoringReading.measure, col(MonitoringReading.measured_on))
    ).all()
    body = session.get_one(Organisation, system.organisation_id)
    return folkmoot.system_out(system, body, records, (sidecars, incidents, readings))
