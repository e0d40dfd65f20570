"""Takes other registers in: new systems, new versions, and tombstones.

What a source row said is kept whole beside the record, so that nothing is lost, and
so that the same row coming again changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.db import new_id
from app.errors import N_, Invalid
from app.register.models import Sidecar, System
from app.register.queries import find_record, map_drafts, map_records
from app.register.schemas.answers import Answers, read_answers
from app.register.schemas.change import Change
from app.register.schemas.exchange import ImportReport
from app.register.schemas.sources import NAMES, identifiers_in
from app.register.services.drafts import restated
from app.register.services.entries import add_rows, mark_changed
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.records import remove_system
from app.register.services.systems import require_name, slug_of
from app.register.services.versions import (
    FirstVersion,
    new_version,
    publish_first_versions,
    publish_versions,
)
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import Problem, SourceFile, SourceRecord

READERS: Final[dict[str, Callable[[bytes], SourceFile]]] = {
    "us-2025": us_2025.read,
    "nl-short": nl_short.read,
    "nl-1.0": nl_1_0.read,
}
# A note stands in a record and is read out in the record's language.
_TAKEN: Final = {
    "en": "Imported from: {source}.",
    "nl": "Overgenomen uit: {source}.",
}
_CHANGED: Final = {
    "en": "Changed in: {source} ({keys}).",
    "nl": "Gewijzigd in: {source} ({keys}).",
}
_REMOVED: Final = {
    "en": "The source this came from no longer holds it.",
    "nl": "De bron waar dit uit komt, bevat het niet meer.",
}
_DUTCH_NAMES: Final = {
    "nl-short": "Algoritmeregister, dagelijkse kopie",
    "nl-1.0": "Publicatiestandaard 1.0",
}
_UNKNOWN: Final = N_(
    "This record has no identifier, so we cannot tell which systems the file lacks. "
    "None is removed."
)
_LONGEST_BODY: Final = 200
_LONGEST_KEY: Final = 200
_LONGEST_SLUG: Final = 70


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
        batch = _Batch(session, self.name, self.records[span], terms)
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
                keys = _changed_keys(record, known)
                report.foretell("updated", record.name, keys)

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        batch = _Batch(session, self.name, self.records[span], terms)
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
        for system in systems:
            record = find_record(session, system)
            reason = _said(_REMOVED, record.language if record else "en", self.name)
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
        self.bodies = {one.name: one for one in session.exec(select(Organisation))}
        self.gate = Gate(session, terms)
        self.firsts: list[tuple[SourceRecord, FirstVersion]] = []
        self.changed: dict[UUID, _Changed] = {}
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
                self._keep_source(known, record)
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
            note=_said(_TAKEN, record.language, self.name),
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

    def _change(self, record: SourceRecord, known: Sidecar, answers: Answers) -> None:
        """Note what a record says now; it is published with the others."""
        if known.system_id in self.changed:
            # Two records may stand for one system: each is a version of its own.
            self._publish_changed()
        keys = ", ".join(_changed_keys(record, known))
        note = _said(_CHANGED, record.language, self.name, keys)
        system = self.systems[known.system_id]
        system.organisation_id = self._body_named(record.organisation).id
        system.name = require_name(record.name)
        system.status = record.status
        system.removed_at = None
        known.digest = record.digest
        known.imported_at = self.terms.now
        self._keep_source(known, record)
        self.changed[system.id] = _Changed(system, answers, record.language, note)

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
            record = new_version(one.system, official, Change(note=one.note), now)
            before = drafts.get(one.system.id) or records[one.system.id]
            # Answers that an earlier copy gave and this one lacks are gone there too.
            record.fields = restated(one.answers, before.fields)
            record.language = one.language
            versions.append((one.system, record))
        publish_versions(self.session, versions, now=now)
        for draft in drafts.values():
            self.session.delete(draft)

    def _keep_source(self, sidecar: Sidecar, record: SourceRecord) -> None:
        sidecar.position = record.row
        if sidecar.values != record.values:
            # What the source says stands on a page of its own and in files.
            self.is_source_changed = True
            sidecar.values = dict(record.values)
        self.session.add(sidecar)

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
    """A system whose source says something else now."""

    system: System
    answers: Answers
    language: str
    note: str


def _said(
    sentences: Mapping[str, str], language: str, name: str, keys: str = ""
) -> str:
    """Return a note in a record's language, or in English where we lack it."""
    source = NAMES[name]
    if language == "nl":
        source = _DUTCH_NAMES.get(name, source)
    return sentences.get(language, sentences["en"]).format(source=source, keys=keys)


def _changed_keys(record: SourceRecord, known: Sidecar) -> list[str]:
    before, after = known.values, record.values
    return sorted(
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and key not in record.bookkeeping
    )


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
