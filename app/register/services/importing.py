"""Takes other registers in: new systems, new versions, and tombstones.

What a source row said is kept whole beside the record, so that nothing is lost, and
so that the same row coming again changes nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from app.accounts.models import Official, Organisation
from app.errors import N_, Invalid
from app.register.models import Sidecar, System
from app.register.schemas.change import Change
from app.register.schemas.exchange import ImportReport
from app.register.services.drafts import open_draft, save_draft
from app.register.services.records import publish_record, remove_system
from app.register.services.systems import create_system, slug_of
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import SourceFile, SourceRecord

READERS: Final[dict[str, Callable[[bytes], SourceFile]]] = {
    "us-2025": us_2025.read,
    "nl-short": nl_short.read,
    "nl-1.0": nl_1_0.read,
}
NAMES: Final = {
    "us-2025": "US federal inventory 2025",
    "nl-short": "Dutch algorithm register, daily copy",
    "nl-1.0": "Dutch publication standard 1.0",
}


class _Import:
    """One run over a file; looks everything up once instead of once a record."""

    def __init__(
        self, session: Session, name: str, official: Official | None, now: datetime
    ) -> None:
        self.session = session
        self.name = name
        self.official = official
        self.now = now
        self.report = ImportReport()
        rows = session.exec(select(Sidecar).where(Sidecar.format == name)).all()
        self.known = {one.source_key: one for one in rows}
        self.bodies = {one.name: one for one in session.exec(select(Organisation))}

    def take(self, record: SourceRecord) -> None:
        """Create, update or leave one record; note why it was rejected."""
        known = self.known.get(record.key)
        if known is not None and known.digest == record.digest:
            known.values = dict(record.values)
            known.position = record.row
            self.session.add(known)
            self.report.unchanged += 1
            return
        with self.session.begin_nested():
            if known is None:
                self._create(record)
                self.report.created += 1
            else:
                self._update(record, known)
                self.report.updated += 1

    def body_named(self, name: str) -> Organisation:
        """Return the organisation, added if it is not there yet."""
        if name not in self.bodies:
            taken = {one.slug for one in self.bodies.values()}
            slug = stem = slug_of(name)
            number = 2
            while slug in taken:
                slug = f"{stem[:70]}-{number}"
                number += 1
            body = Organisation(slug=slug, name=name[:200], created_at=self.now)
            self.session.add(body)
            self.session.flush()
            self.bodies[name] = body
        return self.bodies[name]

    def _create(self, record: SourceRecord) -> None:
        body = self.body_named(record.organisation)
        system = create_system(
            self.session, body, record.name, status=record.status, now=self.now
        )
        self.session.add(
            Sidecar(
                system_id=system.id,
                format=self.name,
                source_key=record.key,
                values=dict(record.values),
                digest=record.digest,
                position=record.row,
                imported_at=self.now,
            )
        )
        self._publish(system, record, f"Imported from: {NAMES[self.name]}.")

    def _update(self, record: SourceRecord, known: Sidecar) -> None:
        system = self.session.get_one(System, known.system_id)
        before, after = known.values, record.values
        keys = sorted(
            key
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key) and key not in record.bookkeeping
        )
        system.organisation_id = self.body_named(record.organisation).id
        system.status = record.status
        system.removed_at = None
        known.values = dict(record.values)
        known.digest = record.digest
        known.position = record.row
        known.imported_at = self.now
        self.session.add_all([system, known])
        self._publish(
            system, record, f"Changed in: {NAMES[self.name]} ({', '.join(keys)})."
        )

    def _publish(self, system: System, record: SourceRecord, note: str) -> None:
        draft = open_draft(self.session, system, now=self.now)
        draft.name = record.name
        draft.language = record.language
        # Answers that an earlier copy gave and this one lacks are gone there too.
        emptied = {key: {"state": "answered"} for key in draft.fields}
        save_draft(
            self.session,
            system,
            {**emptied, **record.fields},
            official=self.official,
            now=self.now,
        )
        publish_record(
            self.session, system, self.official, Change(note=note), now=self.now
        )


def import_register(
    session: Session,
    name: str,
    data: bytes,
    *,
    official: Official | None = None,
    is_partial: bool = False,
    now: datetime,
) -> ImportReport:
    """Import a file of one of `READERS`; each record whole or not at all.

    A file that is a whole register also removes what it no longer holds, unless
    `is_partial`; the removed keep their address and last text.

    Raises:
        UnreadableFile: The file as a whole cannot be read; nothing is imported.
    """
    source = READERS[name](data)
    run = _Import(session, name, official, now)
    report = run.report
    report.read = source.read_count
    report.rejected += [
        _entry(one.row, one.field, one.reason) for one in source.rejected
    ]
    report.warnings += [
        _entry(one.row, one.field, one.reason) for one in source.warnings
    ]
    for record in source.records:
        try:
            run.take(record)
        except Invalid as error:
            report.rejected += [
                _entry(record.row, field, reason)
                for field, reason in error.field_errors.items()
            ]
    if source.is_whole and not is_partial:
        _remove_missing(run, {record.key for record in source.records})
    session.flush()
    return report


def _remove_missing(run: _Import, present: set[str]) -> None:
    for key, sidecar in run.known.items():
        system = run.session.get_one(System, sidecar.system_id)
        if key in present or system.removed_at is not None:
            continue
        reason = N_("The source this came from no longer holds it.")
        remove_system(run.session, system, reason, now=run.now)
        # If it ever comes back, it is taken as changed.
        sidecar.digest = ""
        run.session.add(sidecar)
        run.report.removed += 1


def list_sidecars(session: Session, name: str) -> list[Sidecar]:
    """Return a format's sidecars in the order of the file they came from."""
    return list(
        session.exec(
            select(Sidecar)
            .where(Sidecar.format == name)
            .order_by(col(Sidecar.position), col(Sidecar.source_key))
        )
    )


def _entry(row: int, field: str, reason: str) -> dict[str, str | int]:
    return {"row": row, "field": field, "reason": reason}
