"""Takes other registers in: new systems, new versions, and tombstones.

What a source row said is kept whole beside the record, so that nothing is lost, and
so that the same row coming again changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from app.errors import N_, Invalid
from app.register.models import Sidecar, StepAct, System
from app.register.queries import map_records
from app.register.schemas.exchange import ImportReport
from app.register.services.batch import Batch
from app.register.services.import_steps import (
    StepNotes,
    map_sidecars,
    source_of,
    standing_of,
)
from app.register.services.import_words import REMOVED, said
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.records import remove_systems
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import Problem, SourceFile, each_key_once

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
        self.records, repeated = each_key_once(source.records)
        self.count = len(self.records)
        self.is_whole = source.is_whole
        self.read_count = source.read_count
        self.rejected = (*source.rejected, *repeated)
        self.warnings = source.warnings
        if self.is_whole:
            self._note_unknown()

    def begin(self) -> ImportReport:
        report = ImportReport(read=self.read_count)
        report.warnings = [one.entry for one in self.warnings]
        report.rejected = [one.entry for one in self.rejected]
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
        newer = []
        for record in self.records[span]:
            known = batch.known.get(record.key)
            try:
                if batch.is_left(record, report):
                    continue
                answers = batch.checked(record)
            except Invalid as error:
                report.reject(record.row, error.field_errors, record.name)
                continue
            if known is None:
                report.created += 1
                report.foretell("created", record.name)
            else:
                report.updated += 1
                one = batch.newer(record, known, answers)
                report.foretell("updated", record.name, one.changed_keys)
                newer += [one] if one.changed_keys else []
        for each in batch.together(newer):
            each.tell(report)

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        batch = Batch(session, self.name, self.records[span], terms)
        for record in self.records[span]:
            try:
                batch.take(record, report)
            except Invalid as error:
                report.reject(record.row, error.field_errors, record.name)
        batch.finish(report)

    def list_missing(self, session: Session, terms: Terms) -> Sequence[System]:
        # A record that we cannot take is still one that the source holds.
        present = {one.key for one in self.records}
        present |= {one.key for one in self.rejected}
        held = self._held(session, terms)
        return [system for system, key in held if key not in present]

    def count_held(self, session: Session, terms: Terms) -> int:
        return len(self._held(session, terms))

    def _held(self, session: Session, terms: Terms) -> list[tuple[System, str]]:
        """Return the systems that a whole copy speaks of, each with the source's key."""
        if not self.is_whole or terms.is_partial:
            return []
        rows = session.exec(
            select(System, Sidecar.source_key)
            .join(Sidecar, col(Sidecar.system_id) == col(System.id))
            .where(Sidecar.format == self.name, col(System.removed_at).is_(None))
        )
        gate = Gate(session, terms)
        return [
            (system, key)
            for system, key in rows
            if gate.is_open(system.organisation_id) and not gate.hides(system)
        ]

    def remove(self, session: Session, systems: Sequence[System], terms: Terms) -> None:
        notes = StepNotes(terms.import_id)
        records = map_records(session, systems)
        held = map_sidecars(session, [one.id for one in systems], self.name)
        before, removed = [standing_of(one) for one in systems], []
        for system in systems:
            record = records.get(system.id)
            language = record.language if record else "en"
            removed.append((system, said(REMOVED, language, self.name)))
        remove_systems(session, removed, now=terms.now)
        for system, stood in zip(systems, before, strict=True):
            sidecars = held.get(system.id, [])
            sources = [source_of(one) for one in sidecars]
            for sidecar in sidecars:
                # If it ever comes back, it is taken as changed.
                sidecar.digest = ""
                session.add(sidecar)
            notes.note(system, StepAct.REMOVED, stood, sources)
        notes.write(session)
