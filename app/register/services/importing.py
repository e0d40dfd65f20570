"""Takes other registers in: new systems, new versions, and tombstones.

What a source row said is kept whole beside the record, so that nothing is lost, and
so that the same row coming again changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from app.db import new_id
from app.errors import N_, Invalid
from app.register.models import (
    Sidecar,
    System,
)
from app.register.queries import find_record
from app.register.schemas.answers import Answers, read_answers
from app.register.schemas.exchange import ImportReport
from app.register.services.entries import (
    add_rows,
    mark_changed,
)
from app.register.services.import_words import (
    REMOVED,
    TAKEN,
    said,
)
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.merging import (
    Newer,
    Together,
    bring_together,
    changed_keys,
    said_before,
    said_now,
)
from app.register.services.newer_copies import Bodies, NewerCopies
from app.register.services.records import remove_system
from app.register.services.systems import require_name
from app.register.services.versions import (
    FirstVersion,
    publish_first_versions,
)
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import (
    Problem,
    SourceFile,
    SourceRecord,
    each_key_once,
)

READERS: Final[dict[str, Callable[[bytes], SourceFile]]] = {
    "us-2025": us_2025.read,
    "nl-short": nl_short.read,
    "nl-1.0": nl_1_0.read,
}
_UNKNOWN: Final = N_(
    "This record has no identifier, so we cannot tell which systems the file lacks. "
    "None is removed."
)
_STAYS_REMOVED: Final = N_(
    "Officials took this record off the lists here. It stays off until they put it back."
)
_LONGEST_BODY: Final = 200
_LONGEST_KEY: Final = 200


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
        batch = _Batch(session, self.name, self.records[span], terms)
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
        batch = _Batch(session, self.name, self.records[span], terms)
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
        for system in systems:
            record = find_record(session, system)
            reason = said(REMOVED, record.language if record else "en", self.name)
            remove_system(session, system, reason, now=terms.now)
            for sidecar in session.exec(
                select(Sidecar)
                .where(Sidecar.format == self.name)
                .where(Sidecar.system_id == system.id)
            ):
                # If it ever comes back, it is taken as changed.
                sidecar.digest = ""
                session.add(sidecar)


class _Batch:
    """Some records of a file; looks up once what all of them need."""

    def __init__(
        self,
        session: Session,
        name: str,
        records: Sequence[SourceRecord],
        terms: Terms,
    ) -> None:
        self.session = session
        self.name = name
        self.terms = terms
        keys = [one.key for one in records]
        rows = session.exec(
            select(Sidecar)
            .where(Sidecar.format == name)
            .where(col(Sidecar.source_key).in_(keys))
        )
        self.known = {one.source_key: one for one in rows}
        ids = [one.system_id for one in self.known.values()]
        found = session.exec(select(System).where(col(System.id).in_(ids)))
        self.systems = {one.id: one for one in found}
        self.bodies = Bodies(session, terms.now)
        self.gate = Gate(session, terms)
        self.firsts: list[tuple[SourceRecord, FirstVersion]] = []
        self.copies = NewerCopies(session, name, terms, self.bodies, self.gate)
        self.is_source_changed = False

    def checked(self, record: SourceRecord) -> Answers:
        """Return a record's answers.

        Raises:
            Invalid: Names each field that cannot be taken; nothing is ever cut.
        """
        require_name(record.name)
        if len(record.organisation) > _LONGEST_BODY:
            raise Invalid({"organisation": N_("This name is too long.")})
        if len(record.key) > _LONGEST_KEY:
            raise Invalid({"id": N_("This identifier is too long.")})
        known = self.known.get(record.key)
        system = self.systems[known.system_id] if known else None
        self.gate.require_open(
            self.bodies.by_name.get(record.organisation),
            system.organisation_id if system else None,
        )
        self.gate.require_seen(system)
        return read_answers(record.fields)

    def take(self, record: SourceRecord, report: ImportReport) -> None:
        """Create, update or leave one record."""
        known = self.known.get(record.key)
        if self.is_left(record, report):
            if known is not None and self._may_keep(known, record):
                known.digest = record.digest
                self._keep_source(known, record)
            return
        answers = self.checked(record)
        if known is not None:
            self._change(record, known, answers, report)
            report.updated += 1
            return
        first = FirstVersion(
            organisation=self.bodies.named(record.organisation),
            name=require_name(record.name),
            status=record.status,
            answers=answers,
            language=record.language,
            note=said(TAKEN, record.language, self.name),
        )
        self.firsts.append((record, first))
        report.created += 1

    def is_left(self, record: SourceRecord, report: ImportReport) -> bool:
        """Count a record that says what is here; or that officials took off the lists."""
        known = self.known.get(record.key)
        if known is None:
            return False
        is_removed = self.systems[known.system_id].removed_at is not None
        is_same = known.digest == record.digest
        if is_removed and known.digest and not is_same:
            report.warn(record.row, "id", _STAYS_REMOVED, record.name)
        is_left = is_same or (
            bool(known.digest) if is_removed else not changed_keys(record, known)
        )
        report.unchanged += is_left
        return is_left

    def finish(self, report: ImportReport) -> None:
        """Publish what changed and what is new, in few statements."""
        if self.is_source_changed:
            mark_changed(self.session, self.terms.now)
        self.copies.finish(report)
        versions = [first for _, first in self.firsts]
        terms = self.terms
        systems = publish_first_versions(
            self.session, versions, terms.official, now=terms.now
        )
        sidecars = [
            {
                "id": new_id(),
                "system_id": system.id,
                "format": self.name,
                "source_key": record.key,
                "values": dict(record.values),
                "digest": record.digest,
                "position": record.row,
                "imported_at": terms.now,
            }
            for (record, _), system in zip(self.firsts, systems, strict=True)
        ]
        add_rows(self.session, Sidecar, sidecars)

    def newer(self, record: SourceRecord, known: Sidecar, answers: Answers) -> Newer:
        """Return what a record says now beside what its source said before."""
        return Newer(
            self.systems[known.system_id],
            record,
            said_before(self.name, known),
            said_now(record, answers),
            changed_keys(record, known),
        )

    def together(self, newer: Sequence[Newer]) -> list[Together]:
        return bring_together(self.session, newer, self.bodies.by_name, self.gate)

    def _change(
        self,
        record: SourceRecord,
        known: Sidecar,
        answers: Answers,
        report: ImportReport,
    ) -> None:
        """Note what a record says now; it is published with the others."""
        newer = self.newer(record, known, answers)
        if newer.changed_keys:
            self.copies.add(newer, report)
            known.imported_at = self.terms.now
        else:
            # It says what it said when its source lost it: no version tells more.
            self.copies.put_back(newer.system, record.language)
        known.digest = record.digest
        self._keep_source(known, record)

    def _may_keep(self, known: Sidecar, record: SourceRecord) -> bool:
        """Tell whether what a source says may replace what it said: it is shown."""
        system = self.systems[known.system_id]
        is_same = not changed_keys(record, known)
        return is_same and not self.gate.hides(system)

    def _keep_source(self, sidecar: Sidecar, record: SourceRecord) -> None:
        sidecar.position = record.row
        if sidecar.values != record.values:
            # What the source says stands on a page of its own and in files.
            self.is_source_changed = True
            sidecar.values = dict(record.values)
        self.session.add(sidecar)
