"""Some records of another register's file: compared with what is here, and taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.db import new_id
from app.errors import N_, Invalid
from app.register.models import EventKind, Sidecar, StepAct, System
from app.register.queries import map_drafts, map_records
from app.register.schemas.answers import Answers, read_answers
from app.register.schemas.change import Change
from app.register.schemas.exchange import ImportReport
from app.register.schemas.sources import identifiers_in
from app.register.services.drafts import restated
from app.register.services.entries import add_rows, mark_changed, note_event
from app.register.services.import_steps import (
    StepNotes,
    source_of,
    standing_of,
)
from app.register.services.import_words import (
    CHANGED,
    TAKEN,
    TAKEN_AGAIN,
    said,
)
from app.register.services.intake import Gate, Terms
from app.register.services.systems import require_name, slug_of
from app.register.services.versions import (
    FirstVersion,
    new_version,
    publish_first_versions,
    publish_versions,
)
from app.register.standards.source import SourceRecord

_LONGEST_BODY: Final = 200
_LONGEST_KEY: Final = 200
_LONGEST_SLUG: Final = 70


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
        self.bodies = {one.name: one for one in session.exec(select(Organisation))}
        self.gate = Gate(session, terms)
        self.firsts: list[tuple[SourceRecord, FirstVersion]] = []
        self.changed: dict[UUID, _Changed] = {}
        self.is_source_changed = False
        self.notes = StepNotes(terms.import_id)

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
            self.bodies.get(record.organisation),
            system.organisation_id if system else None,
        )
        self.gate.require_seen(system)
        return read_answers(record.fields)

    def take(self, record: SourceRecord, report: ImportReport) -> None:
        """Create, update or leave one record."""
        known = self.known.get(record.key)
        if known is not None and known.digest == record.digest:
            if not self.gate.hides(self.systems[known.system_id]):
                self._keep(record, known)
            report.unchanged += 1
            return
        answers = self.checked(record)
        if known is not None:
            self._change(record, known, answers)
            report.updated += 1
            return
        first = FirstVersion(
            organisation=self._body_named(record.organisation),
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

    def finish(self) -> None:
        """Publish what changed and what is new, in few statements."""
        if self.is_source_changed:
            mark_changed(self.session, self.terms.now)
        self._publish_changed()
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

    def _keep(self, record: SourceRecord, known: Sidecar) -> None:
        """Leave a record that is the same; its source's row may stand elsewhere."""
        source = source_of(known)
        sources = [source] if self._keep_source(known, record) else []
        self.notes.add(known.system_id, StepAct.KEPT, sources=sources)

    def _change(self, record: SourceRecord, known: Sidecar, answers: Answers) -> None:
        """Note what a record says now; it is published with the others."""
        if known.system_id in self.changed:
            # Two records may stand for one system: each is a version of its own.
            self._publish_changed()
        note = self._note_on(record, known)
        system = self.systems[known.system_id]
        before, source = standing_of(system), source_of(known)
        system.organisation_id = self._body_named(record.organisation).id
        system.name = require_name(record.name)
        system.status = record.status
        if system.removed_at is not None:
            self._put_back(system, record)
        known.digest = record.digest
        known.imported_at = self.terms.now
        self._keep_source(known, record)
        self.changed[system.id] = _Changed(
            system, answers, record.language, note, before, source
        )

    def _note_on(self, record: SourceRecord, known: Sidecar) -> str:
        keys = ", ".join(changed_keys(record, known))
        if not keys:
            return said(TAKEN_AGAIN, record.language, self.name)
        return said(CHANGED, record.language, self.name, keys=keys)

    def _put_back(self, system: System, record: SourceRecord) -> None:
        """Put back what was removed: its source holds it again."""
        system.removed_at, system.removal_reason = None, ""
        words = said(TAKEN_AGAIN, record.language, self.name)
        kind, now = EventKind.RESTORED, self.terms.now
        note_event(self.session, system, kind, note=words, now=now)

    def _publish_changed(self) -> None:
        changed = list(self.changed.values())
        self.changed = {}
        if not changed:
            return
        systems = [one.system for one in changed]
        records = map_records(self.session, systems)
        # A draft that another body's officials left stays as it is.
        own = [one for one in systems if self.gate.is_own(one)]
        drafts = map_drafts(self.session, own)
        official, now = self.terms.official, self.terms.now
        versions = []
        for one in changed:
            change = Change(note=one.note, taken_from=self.name)
            record = new_version(one.system, official, change, now)
            before = drafts.get(one.system.id) or records[one.system.id]
            # Answers that an earlier copy gave and this one lacks are gone there too.
            record.fields = restated(one.answers, before.fields)
            record.language = one.language
            versions.append((one.system, record))
        publish_versions(self.session, versions, now=now)
        for one in changed:
            self.notes.note(one.system, StepAct.UPDATED, one.before, [one.source])
        for draft in drafts.values():
            self.session.delete(draft)

    def _keep_source(self, sidecar: Sidecar, record: SourceRecord) -> bool:
        """Keep what the source says now; tell whether that is anything else."""
        is_moved = sidecar.position != record.row
        is_other = sidecar.values != record.values
        sidecar.position = record.row
        if is_other:
            # What the source says stands on a page of its own and in files.
            self.is_source_changed = True
            sidecar.values = dict(record.values)
        self.session.add(sidecar)
        return is_moved or is_other

    def _body_named(self, name: str) -> Organisation:
        """Return the organisation, added if it is not there yet."""
        if name not in self.bodies:
            taken = {one.slug for one in self.bodies.values()}
            slug = stem = slug_of(name)
            number = 2
            while slug in taken:
                slug = f"{stem[:_LONGEST_SLUG]}-{number}"
                number += 1
            body = Organisation(slug=slug, name=name, created_at=self.terms.now)
            self.session.add(body)
            self.session.flush()
            self.bodies[name] = body
        return self.bodies[name]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A system whose source says something else now; how it and its source stood."""

    system: System
    answers: Answers
    language: str
    note: str
    before: dict[str, Any]
    source: dict[str, Any]


def changed_keys(record: SourceRecord, known: Sidecar) -> list[str]:
    before, after = known.values, record.values
    return sorted(
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and key not in record.bookkeeping
    )
