"""Some records of another register's file: compared with what is here, and taken in."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from app.db import new_id
from app.errors import N_, Invalid
from app.register.models import Sidecar, StepAct, System
from app.register.schemas.answers import Answers, read_answers
from app.register.schemas.exchange import ImportReport
from app.register.schemas.sources import identifiers_in
from app.register.services.entries import add_rows, mark_changed
from app.register.services.import_steps import StepNotes, source_of, standing_of
from app.register.services.import_words import TAKEN, said
from app.register.services.intake import Gate, Terms
from app.register.services.merging import (
    Newer,
    Together,
    bring_together,
    changed_keys,
    said_before,
    said_now,
)
from app.register.services.newer_copies import Bodies, NewerCopies
from app.register.services.systems import require_name
from app.register.services.versions import FirstVersion, publish_first_versions
from app.register.standards.source import SourceRecord

_STAYS_REMOVED: Final = N_(
    "Officials took this record off the lists here. It stays off until they put it back."
)
_LONGEST_BODY: Final = 200
_LONGEST_KEY: Final = 200


class Batch:
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
        self.notes = StepNotes(terms.import_id)
        self.copies = NewerCopies(
            session, name, terms, self.bodies, self.gate, self.notes
        )
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
            if known is not None:
                self._keep(record, known)
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
            taken_from=self.name,
            identifiers=identifiers_in(record.values),
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
        for system in systems:
            self.notes.note(system, StepAct.CREATED)
        self.notes.write(self.session)

    def newer(self, record: SourceRecord, known: Sidecar, answers: Answers) -> Newer:
        """Return what a record says now beside what its source said before."""
        system = self.systems[known.system_id]
        return Newer(
            system,
            record,
            said_before(self.name, known),
            said_now(record, answers),
            changed_keys(record, known),
            standing_of(system),
            source_of(known),
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
            self.copies.put_back(newer)
        self._keep_source(known, record)

    def _keep(self, record: SourceRecord, known: Sidecar) -> None:
        """Leave a record as it is; its source's row may stand elsewhere."""
        if self.gate.is_theirs(self.systems[known.system_id]):
            # Whose bookkeeping stands here, and what is taken back, is theirs too.
            return
        sources: list[dict[str, Any]] = []
        # What a source says replaces what it said only where that is shown.
        if not changed_keys(record, known):
            before = source_of(known)
            self._keep_source(known, record)
            sources = [before] if source_of(known) != before else []
        self.notes.add(known.system_id, StepAct.KEPT, sources=sources)

    def _keep_source(self, sidecar: Sidecar, record: SourceRecord) -> None:
        sidecar.digest, sidecar.position = record.digest, record.row
        if sidecar.values != record.values:
            # What the source says stands on a page of its own and in files.
            self.is_source_changed = True
            sidecar.values = dict(record.values)
        self.session.add(sidecar)
