"""What becomes of a public record: a next version, a step in its life, an end."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts.models import Official
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
from app.register.rules.review import is_confirmed_on, needs_new_review
from app.register.schemas.answers import stored_answers
from app.register.schemas.change import Change
from app.register.services.drafts import confirm_answers, save_draft
from app.register.services.entries import (
    add_rows,
    event_row,
    refresh_entries,
    refresh_entry,
)
from app.register.services.versions import new_version, publish_versions


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
    record = new_version(system, official, change, now)
    if system.current_version is None:
        record.no_consultation_reason = _first_reason(session, system, change)
    record.fields = dict(draft.fields)
    record.language = draft.language
    session.delete(draft)
    publish_versions(session, [(system, record)], now=now)
    return record


def confirm_record(
    session: Session,
    system: System,
    official: Official,
    next_review: date | None,
    *,
    note: str,
    now: datetime,
) -> RegisterRecord:
    """Say of a whole public record that it still holds, as a version of its own.

    Raises:
        Conflict: There is no public record, a draft waits, the system has ended, or
            all of it was confirmed today already.
        Invalid: The record names a day for its review that has come, and no other is
            given.
    """
    record = find_record(session, system)
    if record is None or find_draft(session, system) is not None:
        raise Conflict(N_("Only a public record without a draft can be confirmed."))
    if system.status in ENDED:
        raise Conflict(N_("This system has ended: its record needs no review."))
    today = now.date()
    answers = stored_answers(record.fields)
    if is_confirmed_on(answers, today):
        raise Conflict(
            N_(
                "Every answer of this record was confirmed today already, and its page "
                "says so. To change only the day of its next review, edit the record."
            )
        )
    if next_review is not None and next_review <= today:
        raise Invalid({"next_review": N_("Give a day that is still to come.")})
    if next_review is None and needs_new_review(answers, today):
        raise Invalid(
            {"next_review": N_("Say when the record is to be reviewed next.")}
        )
    if next_review is not None:
        entered = {"review_due": {"value": next_review.isoformat()}}
        save_draft(session, system, entered, official=official, now=now)
    confirm_answers(session, system, None, now=now)
    return publish_record(session, system, official, Change(note), now=now)


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
    record = new_version(system, official, change, now)
    record.no_consultation_reason = reason
    record.name = current.name
    record.fields = dict(current.fields)
    record.language = current.language
    publish_versions(session, [(system, record)], now=now)
    return record


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
    remove_systems(session, [(system, reason.strip())], now=now)


def remove_systems(
    session: Session,
    removed: Sequence[tuple[System, str]],
    *,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Take entries out of the lists, each with its reason; tell `detail` besides."""
    for system, reason in removed:
        system.removed_at, system.removal_reason = now, reason
        system.moved_at = now
        session.add(system)
    _tell_all(session, EventKind.REMOVED, removed, detail, now)


def restore_system(
    session: Session, system: System, reason: str, *, now: datetime
) -> None:
    """Put a removed entry back; its history tells of the removal, and of this."""
    restore_systems(session, [(system, reason)], now=now)


def restore_systems(
    session: Session,
    restored: Sequence[tuple[System, str]],
    *,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Put removed entries back, each with its reason; tell `detail` besides."""
    for system, _ in restored:
        system.removed_at, system.removal_reason = None, ""
        system.moved_at = now
        session.add(system)
    _tell_all(session, EventKind.RESTORED, restored, detail, now)


def _tell_all(
    session: Session,
    kind: EventKind,
    told: Sequence[tuple[System, str]],
    detail: dict[str, Any] | None,
    now: datetime,
) -> None:
    if not told:
        return
    rows = [
        event_row(system, kind, note=note, detail=detail, now=now)
        for system, note in told
    ]
    add_rows(session, RegisterEvent, rows)
    refresh_entries(session, [system for system, _ in told], now=now)
