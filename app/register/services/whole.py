"""Takes in a register in our own format: every version as it was."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.errors import N_, Invalid
from app.register.models import (
    EventKind,
    RegisterEvent,
    RegisterRecord,
    Status,
    StepAct,
    System,
)
from app.register.rules.review import last_confirmed_on, review_due_on
from app.register.rules.taking_back import IS_TAKEN_BACK
from app.register.schemas.answers import read_answers, stored_answers
from app.register.schemas.exchange import ImportReport
from app.register.services.drafts import rebase_drafts
from app.register.services.entries import (
    Shown,
    add_rows,
    enter_new,
    event_row,
    refresh_entries,
)
from app.register.services.exporting import systems_as_exported
from app.register.services.import_steps import (
    StepNotes,
    map_sidecars,
    source_of,
    standing_of,
)
from app.register.services.import_words import TAKEN_AGAIN, said
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.systems import is_address, require_name
from app.register.services.versions import events_of, seal_of, told_of
from app.register.services.whole_again import (
    CAME_WITH_FILE,
    holds_again,
    said_by,
    take_again,
    told_of_removal,
)
from app.register.services.whole_compared import (
    continues,
    differs_beside,
    says_the_same,
    would_put_back,
)
from app.register.services.whole_extras import brings_extras, take_asking, take_extras
from app.register.standards import folkmoot
from app.register.standards.folkmoot import ToldSystem
from app.register.standards.source import Problem

_STAYS_REMOVED: Final = N_(
    "This record was taken off the lists here. It stays as it is until officials put it back."
)


def import_whole(session: Session, data: bytes, *, now: datetime) -> ImportReport:
    """Import a file of the schema `folkmoot/register@1` in the caller's transaction.

    Raises:
        UnreadableFile: The file as a whole cannot be read; nothing is imported.
    """
    return take_all(session, WholeFile(data), Terms(now))


class WholeFile:
    """A file of our own.

    A system that is here already is unchanged when it says the same, updated when the
    file continues its versions, and rejected when the two tell different stories.
    """

    def __init__(self, data: bytes) -> None:
        organisations, self.systems = folkmoot.read(data)
        self.organisations = {
            one["slug"]: one for one in organisations if one.get("slug")
        }
        self.count = len(self.systems)

    def begin(self) -> ImportReport:
        return ImportReport(read=self.count)

    def look(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        here = _Here(session, self.systems[span], terms)
        self._judge(here, span, report)

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        here = _Here(session, self.systems[span], terms)
        notes = StepNotes(terms.import_id)
        new, changed = [], []
        for verdict, told in self._judge(here, span, report):
            system = here.systems.get(told.data["slug"])
            if system is None:
                new.append((told, self._body(here, told.data["organisation"], terms)))
            elif verdict == "updated":
                changed.append((told, system))
            elif not here.gate.is_theirs(system):
                notes.add(system.id, StepAct.KEPT)
        held = map_sidecars(session, [system.id for _, system in changed])
        before = [
            (standing_of(one), [source_of(row) for row in held.get(one.id, [])])
            for _, one in changed
        ]
        here.update(changed, terms)
        for (stood, sources), (told, system) in zip(before, changed, strict=True):
            if standing_of(system) == stood and not told.data["sidecars"]:
                # An incident or a figure alone leaves nothing that could go back.
                notes.add(system.id, StepAct.KEPT)
            else:
                notes.note(system, StepAct.UPDATED, stood, sources)
        for system in _create_all(session, new, terms):
            notes.note(system, StepAct.CREATED)
        notes.write(session)

    def _judge(
        self, here: "_Here", span: slice, report: ImportReport
    ) -> list[tuple[str, ToldSystem]]:
        """Count what becomes of each system, and return it with the system."""
        judged = []
        known = set(self.organisations)
        for row, data in enumerate(self.systems[span], start=span.start + 1):
            try:
                told = folkmoot.told_by(row, data, known)
                if isinstance(told, Problem):
                    raise Invalid({told.field: told.reason})  # noqa: TRY301 - one way out
                verdict = here.verdict(told)
            except Invalid as error:
                name = data.get("name") if isinstance(data.get("name"), str) else ""
                report.reject(row, error.field_errors, name or "")
                continue
            setattr(report, verdict, getattr(report, verdict) + 1)
            if told.data["slug"] in here.kept_off:
                report.warn(row, "slug", _STAYS_REMOVED, told.data["name"])
            if verdict != "unchanged":
                report.foretell(verdict, told.data["name"], here.changed_keys(told))
            judged.append((verdict, told))
        return judged

    def _body(self, here: "_Here", slug: str, terms: Terms) -> Organisation:
        if slug not in here.bodies:
            body = folkmoot.organisation_in(self.organisations[slug], terms.now)
            here.session.add(body)
            here.session.flush()
            here.bodies[slug] = body
        return here.bodies[slug]

    def list_missing(self, session: Session, terms: Terms) -> Sequence[System]:  # noqa: ARG002
        # A file of ours may hold one system only, so it says nothing of others.
        return []

    def count_held(self, session: Session, terms: Terms) -> int:  # noqa: ARG002
        return 0

    def remove(self, session: Session, systems: Sequence[System], terms: Terms) -> None:
        """Nothing is ever missing."""


class _Here:
    """What is here already of some systems of a file; looked up once for all of them."""

    def __init__(
        self, session: Session, some: Sequence[dict[str, Any]], terms: Terms
    ) -> None:
        self.session = session
        slugs = [str(one.get("slug")) for one in some]
        found = session.exec(select(System).where(col(System.slug).in_(slugs))).all()
        self.systems = {one.slug: one for one in found}
        self.bodies = {one.slug: one for one in session.exec(select(Organisation))}
        told = systems_as_exported(session, found)
        self.exported = {one["slug"]: one for one in told}
        self.gate = Gate(session, terms)
        self.seen: set[str] = set()
        # What officials took off the lists here, and the file still shows.
        self.kept_off: set[str] = set()

    def changed_keys(self, told: ToldSystem) -> list[str]:
        """Return the fields in which a file's latest version differs from ours."""
        ours = self.exported.get(told.data["slug"])
        if ours is None or not ours["records"]:
            return []
        before, after = (one["records"][-1]["fields"] for one in (ours, told.data))
        keys = before.keys() | after.keys()
        return sorted(key for key in keys if before.get(key) != after.get(key))

    def verdict(self, told: ToldSystem) -> str:
        """Return which count of a report a system belongs to.

        Raises:
            Invalid: It cannot be taken; names the field.
        """
        _require_sound(told)
        data = told.data
        slug = data["slug"]
        if slug in self.seen:
            reason = N_("An earlier record of this file has the same identifier.")
            raise Invalid({"slug": reason})
        self.seen.add(slug)
        system = self.systems.get(slug)
        body = self.bodies.get(data["organisation"])
        self.gate.require_open(body, system.organisation_id if system else None)
        if system is None:
            return "created"
        ours = self.exported[slug]
        if says_the_same(ours, data):
            return "unchanged"
        self.gate.require_seen(system)
        marks = told_of_removal(self.session, system)
        if not marks and would_put_back(ours, data):
            self.kept_off.add(slug)
            return "unchanged"
        if continues(ours, data):
            return "updated"
        if holds_again(ours, data, is_taken_back=IS_TAKEN_BACK in marks):
            is_same = said_by(ours) == said_by(data)
            return "unchanged" if is_same else "updated"
        if differs_beside(ours, data):
            is_more = brings_extras(self.session, told, system)
            return "updated" if is_more else "unchanged"
        raise Invalid({"slug": N_("Another system here has this address and history.")})

    def update(
        self, changed: Sequence[tuple[ToldSystem, System]], terms: Terms
    ) -> None:
        """Add what the file says and we do not, or what we no longer say."""
        longer: list[tuple[ToldSystem, System]] = []
        again: list[tuple[ToldSystem, System]] = []
        for told, system in changed:
            ours = self.exported[system.slug]
            is_longer = continues(ours, told.data) or differs_beside(ours, told.data)
            (longer if is_longer else again).append((told, system))
        _continue_all(self.session, longer, terms)
        if again:
            take_again(self.session, again, terms)


def _require_sound(told: ToldSystem) -> None:
    """Check what our own forms would have checked, and that no version was altered.

    Raises:
        Invalid: Names the version and the field.
    """
    if not is_address(told.data["slug"]):
        raise Invalid({"slug": N_("This cannot be the end of an address here.")})
    require_name(told.data["name"])
    seal = ""
    for record in told.records:
        place = f"records.{record.version}"
        require_name(record.name)
        try:
            read_answers(record.fields)
        except Invalid as error:
            found = {f"{place}.{key}": why for key, why in error.field_errors.items()}
            raise Invalid(found) from error
        if record.seal != seal_of(record, seal):
            reason = N_("This version was altered after it was published.")
            raise Invalid({f"{place}.seal": reason})
        seal = record.seal


def _continue_all(
    session: Session, longer: Sequence[tuple[ToldSystem, System]], terms: Terms
) -> None:
    """Add what files hold of systems and we do not: versions, a removal, incidents."""
    if not longer:
        return
    nexts: dict[UUID, tuple[RegisterRecord, RegisterRecord]] = {}
    events: list[dict[str, Any]] = []
    for told, system in longer:
        data = told.data
        for record, before in _new_versions(system, told):
            session.add(record)
            events += _make_current(system, record, before)
            if before is not None:
                first, _ = nexts.get(system.id, (before, record))
                nexts[system.id] = (first, record)
        system.name, system.status = data["name"], Status(data["status"])
        system.updated_at = folkmoot.moment(data["updated_at"])
        session.add(system)
        events += _take_removal(system, told, terms.now)
    take_extras(session, longer)
    take_asking(session, longer)
    rebase_drafts(session, nexts)
    add_rows(session, RegisterEvent, events)
    refresh_entries(session, [system for _, system in longer], now=terms.now)


def _create_all(
    session: Session,
    new: Sequence[tuple[ToldSystem, Organisation]],
    terms: Terms,
) -> list[System]:
    """Add systems with all their versions, in few statements for many."""
    systems = [_new_system(told.data, body) for told, body in new]
    session.add_all(systems)
    session.flush()
    asked = take_asking(
        session, [(one, system) for (one, _), system in zip(new, systems, strict=True)]
    )
    shown: list[Shown] = []
    events: list[dict[str, Any]] = []
    for system, (told, body) in zip(systems, new, strict=True):
        session.add_all(_owned(told.extras, system))
        latest, told_before = None, len(events)
        for record, before in _new_versions(system, told):
            latest = record
            session.add(record)
            events += _make_current(system, record, before)
        events += _take_removal(system, told, terms.now)
        if latest is not None and system.removed_at is None:
            kinds = {one["kind"] for one in events[told_before:]}
            shown.append(
                Shown(
                    system,
                    latest,
                    body,
                    stored_answers(latest.fields),
                    is_weakened=EventKind.WEAKENED in kinds,
                    identifiers=told.identifiers,
                    feedback=asked.get(system.id),
                )
            )
    add_rows(session, RegisterEvent, events)
    enter_new(session, shown, now=terms.now)
    return systems


def _new_system(data: dict[str, Any], body: Organisation) -> System:
    return System(
        organisation_id=body.id,
        slug=data["slug"],
        name=data["name"],
        status=Status(data["status"]),
        no_consultation_reason=data.get("no_consultation_reason", ""),
        created_at=folkmoot.moment(data["created_at"]),
        updated_at=folkmoot.moment(data["updated_at"]),
    )


def _take_removal(
    system: System, told: ToldSystem, now: datetime
) -> list[dict[str, Any]]:
    """Remove an entry as a file does, or put it back; return what is to be told of it."""
    data, was_removed = told.data, system.removed_at is not None
    at = folkmoot.moment(data["removed_at"]) if data.get("removed_at") else None
    system.removed_at, system.removal_reason = at, data.get("removal_reason", "")
    if was_removed == (at is not None):
        return []
    system.moved_at = now
    if at is None:
        note = said(TAKEN_AGAIN, told.records[-1].language, "folkmoot")
        return [event_row(system, EventKind.RESTORED, note=note, now=now)]
    reason, detail = system.removal_reason, {CAME_WITH_FILE: True}
    return [event_row(system, EventKind.REMOVED, note=reason, detail=detail, now=at)]


def _new_versions(
    system: System, told: ToldSystem
) -> Iterator[tuple[RegisterRecord, RegisterRecord | None]]:
    """Yield each version that we lack, with the one before it."""
    here, before = system.current_version or 0, None
    for record in told.records:
        if record.version > here:
            record.system_id = system.id
            yield record, before
        before = record


def _make_current(
    system: System, record: RegisterRecord, before: RegisterRecord | None
) -> list[dict[str, Any]]:
    """Make a version its system's latest; return what is to be told of it."""
    system.current_version = record.version
    answers = stored_answers(record.fields)
    system.last_confirmed_on = last_confirmed_on(answers)
    system.review_due_on = review_due_on(
        record.status, answers, record.published_at.date()
    )
    kinds = events_of(record, before) if before else [EventKind.PUBLISHED]
    return told_of(system, record, kinds)


def _owned(rows: Sequence[Any], system: System) -> Sequence[Any]:
    for row in rows:
        row.system_id = system.id
    return rows
