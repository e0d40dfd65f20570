"""A file in our own format whose import was taken back, and that comes once more."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from app.register.models import EventKind, RegisterEvent, Sidecar, System
from app.register.queries import find_record, get_record
from app.register.rules.taking_back import IS_TAKEN_BACK, says_other
from app.register.schemas.change import Change
from app.register.services.import_words import TAKEN_AGAIN, said
from app.register.services.intake import Terms
from app.register.services.records import remove_system, restore_system
from app.register.services.versions import publish_versions, repeated_version
from app.register.standards.folkmoot import ToldSystem


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


def was_taken_back(session: Session, system: System) -> bool:
    """Tell whether an entry was removed because an import was taken back."""
    removals = session.exec(
        select(RegisterEvent.detail)
        .where(RegisterEvent.system_id == system.id)
        .where(RegisterEvent.kind == EventKind.REMOVED)
        .where(RegisterEvent.at == system.removed_at)
    )
    return any(one.get(IS_TAKEN_BACK) for one in removals)


def take_again(
    session: Session, system: System, told: ToldSystem, terms: Terms
) -> None:
    """Say again what a file says, in a new version where ours says something else."""
    latest = get_record(session, system, told.records[-1].version)
    current = find_record(session, system)
    note = said(TAKEN_AGAIN, latest.language, "folkmoot")
    if system.removed_at is not None:
        restore_system(session, system, note, now=terms.now)
    if current is not None and says_other(current, latest):
        change = Change(note)
        again = repeated_version(system, latest, terms.official, change, terms.now)
        publish_versions(session, [(system, again)], now=terms.now)
    _keep_sources(session, system, told)
    if told.data.get("removed_at"):
        remove_system(session, system, told.data["removal_reason"], now=terms.now)


def _keep_sources(session: Session, system: System, told: ToldSystem) -> None:
    """Know the rows of other registers again, which were forgotten with the import."""
    kept = {
        (one.format, one.source_key): one
        for one in told.extras
        if isinstance(one, Sidecar)
    }
    for row in session.exec(select(Sidecar).where(Sidecar.system_id == system.id)):
        one = kept.get((row.format, row.source_key))
        if one is not None:
            row.values, row.digest = one.values, one.digest
            row.position, row.imported_at = one.position, one.imported_at
            session.add(row)
