"""Published versions: each immutable, each sealed to the one before it.

Whether one is published or a hundred, it takes the same few statements.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.errors import N_, Conflict
from app.register.models import (
    EventKind,
    RegisterEvent,
    RegisterRecord,
    Status,
    System,
)
from app.register.queries import map_records
from app.register.rules.life import ENDED
from app.register.rules.reading_level import reading_level
from app.register.rules.review import confirms, last_confirmed_on, review_due_on
from app.register.rules.weakening import find_weakenings, read_weakenings, takes_away
from app.register.schemas.answers import Answers, stored_answers, text_value
from app.register.schemas.change import Change
from app.register.services.entries import (
    Shown,
    add_rows,
    enter_new,
    event_row,
    refresh_entries,
    write_whole,
)
from app.register.services.systems import free_slugs

# What a version makes of its system.
_PUBLISHED: Final = (
    "name",
    "status",
    "current_version",
    "updated_at",
    "last_confirmed_on",
    "review_due_on",
)


def new_version(
    system: System, official: Official | None, change: Change, now: datetime
) -> RegisterRecord:
    if system.removed_at is not None:
        raise Conflict(N_("This entry was removed from the register."))
    return RegisterRecord(
        system_id=system.id,
        version=(system.current_version or 0) + 1,
        name=system.name,
        status=system.status,
        fields={},
        published_at=now,
        author_id=official.id if official else None,
        author=official.name if official else "",
        change_note=change.note.strip(),
        change_reason=change.reason.strip(),
        caused_by=change.caused_by,
        is_correction=change.is_correction,
        taken_from=change.taken_from,
    )


def repeated_version(
    system: System,
    earlier: RegisterRecord,
    official: Official | None,
    change: Change,
    now: datetime,
) -> RegisterRecord:
    """Return a next version that says again what an earlier one said."""
    system.name, system.status = earlier.name, earlier.status
    record = new_version(system, official, change, now)
    record.fields, record.language = dict(earlier.fields), earlier.language
    record.repeats_at = earlier.repeats_at or earlier.published_at
    record.taken_from = earlier.taken_from
    return record


def publish_versions(
    session: Session,
    versions: Sequence[tuple[System, RegisterRecord]],
    *,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Publish each system's next version: what it takes away is named, and told.

    `detail` is told of each besides.
    """
    before = map_records(session, [system for system, _ in versions])
    events: list[dict[str, Any]] = []
    for system, record in versions:
        events += _make_next(system, record, before.get(system.id))
        write_whole(system, _PUBLISHED)
    for event in events:
        event["detail"].update(detail or {})
    session.add_all(one for version in versions for one in version)
    add_rows(session, RegisterEvent, events)
    refresh_entries(session, [system for system, _ in versions], now=now)


def _make_next(
    system: System, record: RegisterRecord, previous: RegisterRecord | None
) -> list[dict[str, Any]]:
    """Make a version its system's current one; return what is to be told of it."""
    answers = stored_answers(record.fields)
    kinds = [EventKind.PUBLISHED]
    if previous is not None:
        found = find_weakenings(stored_answers(previous.fields), answers)
        record.weakenings = [{"kind": one.kind, "field": one.field} for one in found]
        kinds = events_of(record, previous)
    _complete(system, record, answers, previous.seal if previous else "")
    return told_of(system, record, kinds)


def _complete(
    system: System, record: RegisterRecord, answers: Answers, previous_seal: str
) -> None:
    """Measure and seal a version, and make it its system's current one."""
    level = reading_level(text_value(answers, "plain_summary"), record.language)
    record.reading_grade = level.grade if level else None
    record.seal = seal_of(record, previous_seal)
    system.current_version = record.version
    system.updated_at = record.published_at
    system.last_confirmed_on = last_confirmed_on(answers)
    system.review_due_on = review_due_on(
        record.status, answers, record.published_at.date()
    )


@dataclass(frozen=True, slots=True)
class FirstVersion:
    """A system that comes into the register with its record; answers are checked."""

    organisation: Organisation
    name: str
    status: Status
    answers: Answers
    language: str
    note: str
    taken_from: str
    # What the register that it comes from calls it.
    identifiers: Sequence[str] = ()


def publish_first_versions(
    session: Session,
    firsts: Sequence[FirstVersion],
    official: Official | None,
    *,
    now: datetime,
) -> list[System]:
    """Create systems and publish their first records, in few statements for many."""
    systems = [
        System(
            organisation_id=one.organisation.id,
            slug=slug,
            name=one.name,
            status=one.status,
            created_at=now,
            updated_at=now,
        )
        for one, slug in zip(
            firsts, free_slugs(session, [one.name for one in firsts]), strict=True
        )
    ]
    session.add_all(systems)
    session.flush()
    shown = [
        Shown(
            system,
            _first_record(system, one, official, now),
            one.organisation,
            one.answers,
            identifiers=one.identifiers,
        )
        for one, system in zip(firsts, systems, strict=True)
    ]
    session.add_all(one.record for one in shown)
    events = [
        event_row(one.system, EventKind.PUBLISHED, note=one.record.change_note, now=now)
        for one in shown
    ]
    add_rows(session, RegisterEvent, events)
    enter_new(session, shown, now=now)
    return systems


def _first_record(
    system: System, first: FirstVersion, official: Official | None, now: datetime
) -> RegisterRecord:
    change = Change(note=first.note, taken_from=first.taken_from)
    record = new_version(system, official, change, now)
    record.fields = {key: one.stored() for key, one in first.answers.items()}
    record.language = first.language
    _complete(system, record, first.answers, "")
    return record


def told_of(
    system: System, record: RegisterRecord, kinds: Sequence[EventKind]
) -> list[dict[str, Any]]:
    """Return what feeds tell of a version that has just become its system's latest."""
    note, at = record.change_note, record.published_at
    return [
        event_row(system, one, note=note, detail=_detail_of(record), now=at)
        for one in kinds
    ]


def _detail_of(record: RegisterRecord) -> dict[str, Any]:
    """Return what is told of a version besides its note: why, and what it takes away."""
    detail: dict[str, Any] = {"caused_by": record.caused_by} if record.caused_by else {}
    if record.weakenings:
        detail["weakenings"] = record.weakenings
        # Nobody at the body was asked why where a command took a record over.
        if record.author or record.change_reason:
            detail["reason"] = record.change_reason
    return detail


def events_of(record: RegisterRecord, before: RegisterRecord) -> list[EventKind]:
    """Return what a later version is called in feeds and histories."""
    kinds = []
    if takes_away(read_weakenings(record.weakenings)):
        kinds.append(EventKind.WEAKENED)
    if record.status in ENDED and before.status not in ENDED:
        kinds.append(EventKind.RETIRED)
    if record.is_correction:
        kinds.append(EventKind.CORRECTED)
    is_repeated = record.repeats_at is not None
    if not kinds and not is_repeated and confirms(before, record):
        return [EventKind.CONFIRMED]
    return kinds or [EventKind.CHANGED]


def seal_of(record: RegisterRecord, previous_seal: str) -> str:
    """Return the SHA-256 that ties a version to the one before it."""
    said = {
        "previous": previous_seal,
        "version": record.version,
        "name": record.name,
        "status": record.status.value,
        "language": record.language,
        "fields": record.fields,
        "published_at": record.published_at.isoformat(),
        "change_note": record.change_note,
        "change_reason": record.change_reason,
        "caused_by": record.caused_by,
    }
    if record.no_consultation_reason:
        said["no_consultation_reason"] = record.no_consultation_reason
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
