"""A file in our own format whose import was taken back, and that comes once more."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlmodel import Session, select

from app.register.models import EventKind, RegisterEvent, System
from app.register.queries import map_records
from app.register.rules.taking_back import IS_TAKEN_BACK, says_other
from app.register.schemas.change import Change
from app.register.services.drafts import rebase_drafts
from app.register.services.import_words import TAKEN_AGAIN, said
from app.register.services.intake import Terms
from app.register.services.records import remove_systems, restore_systems
from app.register.services.versions import publish_versions, repeated_version
from app.register.services.whole_extras import take_asking, take_extras
from app.register.standards.folkmoot import ToldSystem

# What an event says of itself that a file in our own format made happen.
CAME_WITH_FILE: Final = "came_with_file"


def holds_again(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], *, is_taken_back: bool
) -> bool:
    """Tell whether a file holds what we held until its import was taken back.

    All its versions are here then; ours only repeat earlier ones since, or the entry
    was removed when the import was taken back.
    """
    own, other = ours["records"], theirs["records"]
    is_gone = bool(ours["removed_at"]) and not theirs.get("removed_at")
    since = own[len(other) :]
    return (
        [one["seal"] for one in own[: len(other)]] == [one["seal"] for one in other]
        and all(one["repeats_at"] for one in since)
        and (is_taken_back if is_gone else bool(since))
    )


def said_by(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a system's latest version says, and whether it was removed."""
    latest = data["records"][-1]
    keys = ("name", "status", "language", "fields")
    return (bool(data.get("removed_at")), *(latest[key] for key in keys))


def told_of_removal(session: Session, system: System) -> set[str]:
    """Return the marks of what removed an entry; what officials removed has none."""
    if system.removed_at is None:
        return set()
    removals = session.exec(
        select(RegisterEvent.detail)
        .where(RegisterEvent.system_id == system.id)
        .where(RegisterEvent.kind == EventKind.REMOVED)
        .where(RegisterEvent.at == system.removed_at)
    )
    marks = (IS_TAKEN_BACK, CAME_WITH_FILE)
    return {mark for one in removals for mark in marks if one.get(mark)}


def take_again(
    session: Session, again: Sequence[tuple[ToldSystem, System]], terms: Terms
) -> None:
    """Say again what files say, in a new version where ours says something else."""
    systems = [system for _, system in again]
    records = map_records(session, systems)
    # What the entries are found by is looked up further down.
    take_extras(session, again)
    take_asking(session, again)
    restored, removed, versions = [], [], []
    for told, system in again:
        # All versions of the file are here, and ours since then only repeat some.
        latest, current = told.records[-1], records[system.id]
        note = said(TAKEN_AGAIN, latest.language, "folkmoot")
        if system.removed_at is not None:
            restored.append((system, note))
        if told.data.get("removed_at"):
            removed.append((system, told.data["removal_reason"]))
        if says_other(current, latest):
            versions.append((told, system, current, note))
    restore_systems(session, restored, now=terms.now)
    repeated, nexts = [], {}
    for told, system, current, note in versions:
        latest, change = told.records[-1], Change(note)
        record = repeated_version(system, latest, terms.official, change, terms.now)
        repeated.append((system, record))
        nexts[system.id] = (current, record)
    if repeated:
        publish_versions(session, repeated, now=terms.now)
        rebase_drafts(session, nexts)
    remove_systems(session, removed, now=terms.now, detail={CAME_WITH_FILE: True})
