"""Publishes what sources say otherwise now, many records in few statements."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.register.models import (
    EventKind,
    RegisterEvent,
    RegisterRecord,
    StepAct,
    System,
)
from app.register.schemas.change import Change
from app.register.schemas.exchange import ImportReport
from app.register.services.drafts import rebase_drafts
from app.register.services.entries import add_rows, event_row, refresh_entries
from app.register.services.import_steps import StepNotes
from app.register.services.import_words import CHANGED, KEPT, TAKEN_AGAIN, said
from app.register.services.intake import Gate, Terms
from app.register.services.merging import Newer, Together, bring_together
from app.register.services.systems import slug_of
from app.register.services.versions import new_version, publish_versions

_LONGEST_SLUG: Final = 70


class Bodies:
    """All bodies by name; those that a source names and we lack are added."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.by_name = {one.name: one for one in session.exec(select(Organisation))}

    def named(self, name: str) -> Organisation:
        """Return the organisation, added if it is not there yet."""
        if name not in self.by_name:
            taken = {one.slug for one in self.by_name.values()}
            slug = stem = slug_of(name)
            number = 2
            while slug in taken:
                slug = f"{stem[:_LONGEST_SLUG]}-{number}"
                number += 1
            body = Organisation(slug=slug, name=name, created_at=self.now)
            self.session.add(body)
            self.session.flush()
            self.by_name[name] = body
        return self.by_name[name]


class NewerCopies:
    """Systems that are here and whose source says something else, or holds them again."""

    def __init__(
        self,
        session: Session,
        name: str,
        terms: Terms,
        bodies: Bodies,
        gate: Gate,
        notes: StepNotes,
    ) -> None:
        self.session = session
        self.name = name
        self.terms = terms
        self.bodies = bodies
        self.gate = gate
        self.notes = notes
        self.changed: dict[UUID, Newer] = {}
        self.returned: list[System] = []
        self.events: list[dict[str, Any]] = []

    def add(self, newer: Newer, report: ImportReport) -> None:
        """Note what a record says now; it is published with the others."""
        if newer.system.id in self.changed:
            # Two records may stand for one system: each is a version of its own.
            self._publish(report)
        self.changed[newer.system.id] = newer

    def put_back(self, newer: Newer) -> None:
        """Put a system on the lists again that its source holds again, as it was."""
        self._restore(newer.system, newer.source.language)
        self.returned.append(newer.system)
        self._note(newer)

    def finish(self, report: ImportReport) -> None:
        self._publish(report)
        add_rows(self.session, RegisterEvent, self.events)
        if self.returned:
            refresh_entries(self.session, self.returned, now=self.terms.now)

    def _publish(self, report: ImportReport) -> None:
        """Publish what changed; officials' own answers and drafts stay."""
        changed = list(self.changed.values())
        self.changed = {}
        if not changed:
            return
        bodies = self.bodies.by_name
        together = bring_together(self.session, changed, bodies, self.gate)
        versions = [(one.newer.system, self._next_version(one)) for one in together]
        publish_versions(self.session, versions, now=self.terms.now)
        nexts = {}
        for one, (system, record) in zip(together, versions, strict=True):
            self._note(one.newer)
            one.tell(report)
            nexts[system.id] = (one.record, record)
        rebase_drafts(self.session, nexts)

    def _next_version(self, one: Together) -> RegisterRecord:
        system, merged = one.newer.system, one.merged.said
        if one.is_body_changed:
            system.organisation_id = self.bodies.named(merged.organisation).id
        system.name, system.status = merged.name, merged.status
        if system.removed_at is not None:
            self._restore(system, merged.language)
        change = Change(note=self._words_on(one), taken_from=self.name)
        record = new_version(system, self.terms.official, change, self.terms.now)
        record.fields, record.language = one.fields, merged.language
        return record

    def _restore(self, system: System, language: str) -> None:
        note, now = said(TAKEN_AGAIN, language, self.name), self.terms.now
        system.removed_at, system.removal_reason = None, ""
        system.moved_at = now
        self.session.add(system)
        self.events.append(event_row(system, EventKind.RESTORED, note=note, now=now))

    def _note(self, newer: Newer) -> None:
        """Note how a system stood, so that the import can be taken back."""
        act = StepAct.UPDATED
        self.notes.note(newer.system, act, newer.standing, [newer.row])

    def _words_on(self, one: Together) -> str:
        language, keys = one.merged.said.language, ", ".join(one.newer.changed_keys)
        note = said(CHANGED, language, self.name, keys=keys)
        if one.merged.kept:
            note += said(KEPT, language, self.name, keys=", ".join(one.merged.kept))
        return note
