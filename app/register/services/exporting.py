"""What leaves the register: public systems in each format."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.accounts.queries import get_organisation
from app.errors import Invalid
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterRecord,
    Sidecar,
    System,
    SystemFeedback,
)
from app.register.queries import get_public_system
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
_AT_ONCE: Final = 200
Part = TypeVar("Part", RegisterRecord, Sidecar, Incident, MonitoringReading)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which public systems leave; what is empty narrows nothing.

    Attributes:
        slug: Only the system of this address.
        body: Only systems of the body of this address.
        without: Systems left out, by the ends of their addresses.
    """

    slug: str = ""
    body: str = ""
    without: frozenset[str] = frozenset()


def export_register(
    session: Session, name: str, *, base_url: str, wanted: Wanted | None = None
) -> bytes:
    """Return the public register, or what is wanted of it, in a format.

    A system that was imported in this format gives its own source values back.

    Raises:
        Invalid: A value does not fit the format; names the system and the field.
        NotFound: There is no such body, or no such public system.
    """
    systems = _public_systems(session, wanted or Wanted())
    if name == "folkmoot":
        # Entries that were removed keep their address and last text, here as well.
        return _whole(session, systems)
    systems = [one for one in systems if one.removed_at is None]
    return WRITERS[name](_outgoing(session, systems, name, base_url))


def export_what_fits(
    session: Session, name: str, *, base_url: str, wanted: Wanted
) -> tuple[bytes, dict[str, str]]:
    """Return the systems that fit a format, and why each other one does not.

    A system is left out whole: nothing of it is ever cut to fit.
    """
    try:
        return export_register(session, name, base_url=base_url, wanted=wanted), {}
    except Invalid as error:
        unfit = error.field_errors
    slugs = {place.partition(".")[0] for place in unfit}
    fitting = replace(wanted, without=wanted.without | slugs)
    return export_register(session, name, base_url=base_url, wanted=fitting), unfit


def _public_systems(session: Session, wanted: Wanted) -> list[System]:
    query = (
        select(System)
        .where(col(System.current_version).is_not(None))
        .where(col(System.is_withheld).is_(False))
        .order_by(System.slug)
    )
    if wanted.slug:
        query = query.where(System.id == get_public_system(session, wanted.slug).id)
    if wanted.body:
        body = get_organisation(session, wanted.body)
        query = query.where(System.organisation_id == body.id)
    return [one for one in session.exec(query) if one.slug not in wanted.without]


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
    consulted = set(
        session.exec(
            select(SystemFeedback.system_id).where(SystemFeedback.is_consulted_on)
        )
    )
    records = [
        replace(
            _record(one, current[one.id], bodies[one.organisation_id], base_url),
            is_consulted_on=one.id in consulted,
        )
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
    return replace(record, values=sidecar.values, key=sidecar.source_key)


def _whole(session: Session, systems: Sequence[System]) -> bytes:
    used = {one.organisation_id for one in systems}
    bodies = session.exec(select(Organisation).order_by(Organisation.slug)).all()
    return folkmoot.write(
        [folkmoot.organisation_out(one) for one in bodies if one.id in used],
        systems_as_exported(session, systems),
    )


def systems_as_exported(
    session: Session, systems: Sequence[System]
) -> list[dict[str, Any]]:
    """Return systems in the format `folkmoot/register@1`, a few hundred in memory."""
    bodies = {one.id: one for one in session.exec(select(Organisation))}
    exported = []
    for start in range(0, len(systems), _AT_ONCE):
        some = systems[start : start + _AT_ONCE]
        parts = _Parts(session, [one.id for one in some])
        exported += [
            folkmoot.system_out(
                one,
                bodies[one.organisation_id],
                parts.records[one.id],
                (
                    parts.sidecars[one.id],
                    parts.incidents[one.id],
                    parts.readings[one.id],
                ),
                is_consulted_on=one.id in parts.consulted,
            )
            for one in some
        ]
        parts.let_go()
    return exported


class _Parts:
    """What belongs to some systems, by system, each in the order it is exported in."""

    def __init__(self, session: Session, ids: Sequence[UUID]) -> None:
        self.session = session
        self.records = self._of(RegisterRecord, ids, RegisterRecord.version)
        self.sidecars = self._of(Sidecar, ids, Sidecar.format, Sidecar.source_key)
        self.incidents = self._of(
            Incident, ids, Incident.happened_on, Incident.title, Incident.id
        )
        self.readings = self._of(
            MonitoringReading,
            ids,
            MonitoringReading.measure,
            MonitoringReading.measured_on,
        )
        self.consulted = set(
            session.exec(
                select(SystemFeedback.system_id)
                .where(SystemFeedback.is_consulted_on)
                .where(col(SystemFeedback.system_id).in_(ids))
            )
        )

    def let_go(self) -> None:
        """Forget the rows that nobody changed; a whole register would fill the memory."""
        for group in (self.records, self.sidecars, self.incidents, self.readings):
            for rows in group.values():
                for row in rows:
                    if not self.session.is_modified(row):
                        self.session.expunge(row)

    def _of(
        self, kind: type[Part], ids: Sequence[UUID], *order: Any
    ) -> dict[UUID, list[Part]]:
        rows = self.session.exec(
            select(kind).where(col(kind.system_id).in_(ids)).order_by(*order)
        )
        found: dict[UUID, list[Part]] = defaultdict(list)
        for row in rows:
            found[row.system_id].append(row)
        return found
