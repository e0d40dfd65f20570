"""Takes other registers in: new systems, new versions, and tombstones.

What a source row said is kept whole beside the record, so that nothing is lost, and
so that the same row coming again changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from app.errors import N_, Invalid
from app.register.models import Sidecar, StepAct, System
from app.register.queries import find_record
from app.register.schemas.exchange import ImportReport
from app.register.services.batch import Batch, changed_keys
from app.register.services.import_steps import (
    StepNotes,
    map_sidecars,
    source_of,
    standing_of,
)
from app.register.services.import_words import (
    REMOVED,
    said,
)
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.records import remove_system
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import Problem, SourceFile, SourceRecord

READERS: Final[dict[str, Callable[[bytes], SourceFile]]] = {
    "us-2025": us_2025.read,
    "nl-short": nl_short.read,
    "nl-1.0": nl_1_0.read,
}
_UNKNOWN: Final = N_(
    "This record has no identifier, so we cannot tell which systems the file lacks. "
    "None is removed."
)


def import_register(
    session: Session,
    name: str,
    data: bytes,
    *,
    is_partial: bool = False,
    now: datetime,
) -> ImportReport:
    """Import a file of one of `READERS` in the caller's transaction.

    Raises:
        UnreadableFile: The file as a whole cannot be read; nothing is imported.
    """
    return take_all(session, ForeignFile(name, data), Terms(now, None, is_partial))


class ForeignFile:
    """A file of another register's format.

    One that is a whole register also removes what it no longer holds; the removed keep
    their address and last text.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        source = READERS[name](data)
        self.records, repeated = _each_key_once(source.records)
        self.count = len(self.records)
        self.is_whole = source.is_whole
        self.read_count = source.read_count
        self.rejected = (*source.rejected, *repeated)
        self.warnings = source.warnings
        if self.is_whole:
            self._note_unknown()

    def begin(self) -> ImportReport:
        report = ImportReport(read=self.read_count)
        report.warnings = [_entry(one) for one in self.warnings]
        report.rejected = [_entry(one) for one in self.rejected]
        return report

    def _note_unknown(self) -> None:
        """Remove nothing where a record cannot be told: it may be any of ours."""
        unknown = {one.row for one in self.rejected if not one.key}
        self.is_whole = not unknown
        self.warnings += tuple(Problem(row, "id", _UNKNOWN) for row in sorted(unknown))

    def look(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        batch = Batch(session, self.name, self.records[span], terms)
        for record in self.records[span]:
            known = batch.known.get(record.key)
            try:
                if known is not None and known.digest == record.digest:
                    report.unchanged += 1
                    continue
                batch.checked(record)
            except Invalid as error:
                report.reject(record.row, error.field_errors, record.name)
                continue
            if known is None:
                report.created += 1
                report.foretell("created", record.name)
            else:
                report.updated += 1
                keys = changed_keys(record, known)
                report.foretell("updated", record.name, keys)

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        batch = Batch(session, self.name, self.records[span], terms)
        for record in self.records[span]:
            try:
                batch.take(record, report)
            except Invalid as error:
                report.reject(record.row, error.field_errors, record.name)
        batch.finish()

    def list_missing(self, session: Session, terms: Terms) -> Sequence[System]:
        if not self.is_whole or terms.is_partial:
            return []
        # A record that we cannot take is still one that the source holds.
        present = {one.key for one in self.records}
        present |= {one.key for one in self.rejected}
        rows = session.exec(
            select(System, Sidecar.source_key)
            .join(Sidecar, col(Sidecar.system_id) == col(System.id))
            .where(Sidecar.format == self.name, col(System.removed_at).is_(None))
        )
        gate = Gate(session, terms)
        return [
            system
            for system, key in rows
            if key not in present
            and gate.is_open(system.organisation_id)
            and not gate.hides(system)
        ]

    def remove(self, session: Session, systems: Sequence[System], terms: Terms) -> None:
        notes = StepNotes(terms.import_id)
        held = map_sidecars(session, self.name, [one.id for one in systems])
        for system in systems:
            before, sidecars = standing_of(system), held.get(system.id, [])
            sources = [source_of(one) for one in sidecars]
            record = find_record(session, system)
            reason = said(REMOVED, record.language if record else "en", self.name)
            remove_system(session, system, reason, now=terms.now)
            for sidecar in sidecars:
                # If it ever comes back, it is taken as changed.
                sidecar.digest = ""
                session.add(sidecar)
            notes.note(system, StepAct.REMOVED, before, sources)
        notes.write(session)


def _each_key_once(
    records: Sequence[SourceRecord],
) -> tuple[list[SourceRecord], list[Problem]]:
    """Keep the first record of each key; what comes again under it is a problem."""
    first: dict[str, SourceRecord] = {}
    repeated = []
    for one in records:
        if one.key in first:
            reason = N_("An earlier record of this file has the same identifier.")
            repeated.append(Problem(one.row, "id", reason, one.key, one.name))
        else:
            first[one.key] = one
    return list(first.values()), repeated


def _entry(one: Problem) -> dict[str, Any]:
    more = {"name": one.name, "value": one.value}
    known = {key: text for key, text in more.items() if text}
    return {"row": one.row, "field": one.field, "reason": one.reason, **known}
