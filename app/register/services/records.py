"""Published versions: each immutable, each sealed to the one before it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.errors import N_, Conflict, Invalid
from app.jobs import enqueue
from app.register.models import (
    EventKind,
    RegisterEvent,
    RegisterRecord,
    Status,
    System,
)
from app.register.queries import find_draft, find_record, is_consulted_on
from app.register.rules.life import (
    ENDED,
    needs_reason_without_consultation,
    require_begun,
    require_may_become,
    require_reason_without_consultation,
)
from app.register.rules.reading_level import reading_level
from app.register.rules.review import last_confirmed_on, review_due_on
from app.register.rules.weakening import Weakening, find_weakenings, takes_away
from app.register.schemas.answers import Answers, stored_answers, text_value
from app.register.schemas.change import Change
from app.register.services.entries import (
    Shown,
    add_rows,
    enter_new,
    event_row,
    note_event,
    refresh_entry,
)
from app.register.services.systems import free_slugs


def publish_record(
    session: Session,
    system: System,
    official: Official | None,
    change: Change,
    *,
    now: datetime,
) -> RegisterRecord:
    """Publish the draft as the next version and put the draft away.

    Raises:
        Conflict: There is no draft, or the entry was removed.
        Invalid: A later version says nothing of what changed.
    """
    draft = find_draft(session, system)
    if draft is None:
        raise Conflict(N_("There is nothing new to publish."))
    if system.current_version and not change.note.strip():
        raise Invalid({"change_note": N_("Say what changed.")})
    system.name = draft.name
    record = _new_version(system, official, change, now)
    if system.current_version is None:
        record.no_consultation_reason = _first_reason(session, system, change)
    record.fields = dict(draft.fields)
    record.language = draft.language
    session.delete(draft)
    return _publish(session, system, record)


def require_first_reason(session: Session, system: System, change: Change) -> None:
    """Raise when an official would first publish a system in use and says not why.

    Files and sources do not say it; so only officials are asked, where they publish.
    """
    if system.current_version is None:
        require_reason_without_consultation(
            system.status,
            is_consulted_on=is_consulted_on(session, system),
            reason=change.no_consultation_reason,
        )


def _first_reason(session: Session, system: System, change: Change) -> str:
    """Return why a system that becomes public in use was never consulted on."""
    given = change.no_consultation_reason.strip()
    system.no_consultation_reason = given or system.no_consultation_reason
    is_needed = needs_reason_without_consultation(
        system.status, is_consulted_on=is_consulted_on(session, system)
    )
    return system.no_consultation_reason if is_needed else ""


def change_status(
    session: Session,
    system: System,
    status: Status,
    official: Official | None,
    change: Change,
    *,
    now: datetime,
) -> RegisterRecord | None:
    """Move a system on in its life; where a record is public, as a new version.

    An unpublished draft stays as it is. Putting a system to use that nobody was asked
    about needs a reason, given anew at each such step: what was true of a pilot need
    not be true of daily use.

    Raises:
        Conflict: The system is there already, or this step may not follow.
        Invalid: Why the public was not asked, or what happened, is not said; or the
            record says that use begins later.
    """
    require_may_become(system, status)
    reason = require_reason_without_consultation(
        status,
        is_consulted_on=change.is_decided or is_consulted_on(session, system),
        reason=change.no_consultation_reason,
    )
    current = find_record(session, system)
    if current is not None:
        require_begun(status, stored_answers(current.fields), now.date())
        if not change.note.strip():
            raise Invalid({"change_note": N_("Say what happened.")})
    system.status = status
    system.no_consultation_reason = reason or system.no_consultation_reason
    system.updated_at = now
    session.add(system)
    if current is None:
        session.flush()
        return None
    record = _new_version(system, official, change, now)
    record.no_consultation_reason = reason
    record.name = current.name
    record.fields = dict(current.fields)
    record.language = current.language
    return _publish(session, system, record)


def withhold_system(session: Session, system: System, *, now: datetime) -> None:
    """Hide a system in every representation; it then answers like an unknown one.

    A job takes it out of the daily copies as well.
    """
    system.is_withheld = True
    session.add(system)
    refresh_entry(session, system, now=now)
    enqueue(session, "register.clean_copies", {"slug": system.slug})


def show_again(session: Session, system: System, *, now: datetime) -> None:
    """Make a withheld system public as it was."""
    system.is_withheld = False
    session.add(system)
    refresh_entry(session, system, now=now)


def remove_system(
    session: Session, system: System, reason: str, *, now: datetime
) -> None:
    """Take an entry out of the lists; its address keeps the last text and says why."""
    if not reason.strip():
        raise Invalid({"removal_reason": N_("Say why the entry is removed.")})
    system.removed_at = now
    system.removal_reason = reason.strip()
    session.add(system)
    note_event(session, system, EventKind.REMOVED, note=system.removal_reason, now=now)
    refresh_entry(session, system, now=now)


def restore_system(
    session: Session, system: System, reason: str, *, now: datetime
) -> None:
    """Put a removed entry back; its history tells of the removal, and of this."""
    system.removed_at = None
    system.removal_reason = ""
    session.add(system)
    note_event(session, system, EventKind.RESTORED, note=reason, now=now)
    refresh_entry(session, system, now=now)


def _new_version(
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
    )


def _publish(
    session: Session, system: System, record: RegisterRecord
) -> RegisterRecord:
    previous = find_record(session, system)
    answers = stored_answers(record.fields)
    weakenings = (
        find_weakenings(stored_answers(previous.fields), answers) if previous else []
    )
    record.weakenings = [{"kind": one.kind, "field": one.field} for one in weakenings]
    _complete(system, record, answers, previous.seal if previous else "")
    session.add_all([system, record])
    session.flush()
    _tell(session, system, record, previous, weakenings)
    refresh_entry(session, system, now=record.published_at)
    return record


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
    record = _new_version(system, official, Change(note=first.note), now)
    record.fields = {key: one.stored() for key, one in first.answers.items()}
    record.language = first.language
    _complete(system, record, first.answers, "")
    return record


def _tell(
    session: Session,
    system: System,
    record: RegisterRecord,
    previous: RegisterRecord | None,
    weakenings: list[Weakening],
) -> None:
    detail = detail_of(record)
    for kind in _events_of(record, previous, weakenings):
        note_event(
            session,
            system,
            kind,
            note=record.change_note,
            detail=detail,
            now=record.published_at,
        )


def detail_of(record: RegisterRecord) -> dict[str, Any]:
    """Return what is told of a version besides its note: why, and what it takes away."""
    detail: dict[str, Any] = {"caused_by": record.caused_by} if record.caused_by else {}
    if record.weakenings:
        detail["weakenings"] = record.weakenings
        # Nobody at the body was asked why where a command took a record over.
        if record.author or record.change_reason:
            detail["reason"] = record.change_reason
    return detail


def _events_of(
    record: RegisterRecord,
    previous: RegisterRecord | None,
    weakenings: list[Weakening],
) -> list[EventKind]:
    if previous is None:
        return [EventKind.PUBLISHED]
    return events_of(record, previous.status, is_weakened=takes_away(weakenings))


def events_of(
    record: RegisterRecord, before: Status, *, is_weakened: bool
) -> list[EventKind]:
    """Return what a later version is called in feeds and histories."""
    kinds = []
    if is_weakened:
        kinds.append(EventKind.WEAKENED)
    if record.status in ENDED and before not in ENDED:
        kinds.append(EventKind.RETIRED)
    if record.is_correction:
        kinds.append(EventKind.CORRECTED)
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
