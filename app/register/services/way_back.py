"""Leaves systems as an import found them; nothing is erased.

What came is removed, what changed says again in a new version what it said before, what
was removed is put back; each tells that the import was taken back. However many there
are, it takes the same few statements.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.register.models import (
    ImportStep,
    RegisterImport,
    RegisterRecord,
    Sidecar,
    StepAct,
)
from app.register.queries import map_records
from app.register.rules.taking_back import IS_TAKEN_BACK, FoundStep, says_other
from app.register.rules.weakening import find_weakenings
from app.register.schemas.answers import stored_answers
from app.register.schemas.change import Change
from app.register.services.drafts import rebase_drafts
from app.register.services.entries import mark_changed, refresh_entries
from app.register.services.import_words import said_of_taking_back
from app.register.services.records import remove_systems, restore_systems
from app.register.services.versions import publish_versions, repeated_version

_DETAIL: Final = {IS_TAKEN_BACK: True}
# A system that another version is due of, with the version that held before.
_Again: TypeAlias = tuple[FoundStep, RegisterRecord]


class WayBack:
    """The way back from one import, for some of the systems that it touched."""

    def __init__(
        self,
        session: Session,
        row: RegisterImport,
        official: Official,
        reason: str,
        now: datetime,
    ) -> None:
        self.session = session
        self.row = row
        self.official = official
        self.reason = reason
        self.now = now
        self.current: dict[UUID, RegisterRecord] = {}
        # What is off the lists, and only back on them while a version is published.
        self.off: set[UUID] = set()

    def take(self, found: Sequence[FoundStep]) -> None:
        """Leave systems as the import found them."""
        touched = [one for one in found if one.step.act is not StepAct.KEPT]
        self.current = dict(map_records(self.session, [one.system for one in touched]))
        there = [one for one in touched if one.step.before.get("version")]
        self.off = {one.system.id for one in there if one.system.removed_at}
        again = self._to_say_again(there)
        # First, as a record is found by what its sources call it, too.
        self._put_sources_back(found)
        self._put_back(there, again)
        self._say_again(again)
        self._remove(touched)
        self._move_earlier_steps(there)

    def _put_back(self, there: Sequence[FoundStep], again: Sequence[_Again]) -> None:
        """Put back what the import removed, and under the body that it had.

        Where a version is due, also what was removed before: it is removed again after.
        """
        due = {one.system.id for one, _ in again}
        moved = []
        for one in there:
            body = UUID(one.step.before["organisation_id"])
            if one.system.organisation_id != body:
                one.system.organisation_id = body
                moved.append(one.system)
        restored = [
            (one.system, self._words(self._language(one)))
            for one in there
            if one.system.removed_at
            and (one.system.id in due or not one.step.before["removed_at"])
        ]
        now = self.now
        restore_systems(self.session, restored, now=now, detail=_DETAIL)
        refresh_entries(self.session, moved, now=now)

    def _to_say_again(self, there: Sequence[FoundStep]) -> list[_Again]:
        """Return what another version is due of, each with what it said before."""
        earlier = self._earlier(there)
        return [
            (one, earlier[one.step.id])
            for one in there
            if _is_to_say_again(self.current[one.system.id], earlier[one.step.id])
        ]

    def _say_again(self, again: Sequence[_Again]) -> None:
        """Publish what was said before as the next version of each."""
        versions, nexts = [], {}
        for one, before in again:
            current = self.current[one.system.id]
            change = Change(self._words(before.language), self._reason(current, before))
            record = repeated_version(
                one.system, before, self.official, change, self.now
            )
            versions.append((one.system, record))
            nexts[one.system.id] = (current, record)
        if versions:
            publish_versions(self.session, versions, now=self.now, detail=_DETAIL)
            # What came with the import is not published from a draft again.
            rebase_drafts(self.session, nexts)

    def _remove(self, touched: Sequence[FoundStep]) -> None:
        """Remove what was not there before, or was removed before."""
        new = [one for one in touched if not one.step.before.get("version")]
        again = [
            one
            for one in touched
            if one.step.before.get("removed_at") and not one.system.removed_at
        ]
        removed = [(one.system, self._words(self._language(one))) for one in new]
        removed += [(one.system, self._why_off_again(one)) for one in again]
        remove_systems(self.session, removed, now=self.now, detail=_DETAIL)
        for sidecar in self._sidecars([one.system.id for one in new]):
            # The same row coming again is taken as changed.
            sidecar.digest = ""
            self.session.add(sidecar)

    def _why_off_again(self, one: FoundStep) -> str:
        """Return why it is off the lists: since before, or as this is taken back."""
        if one.system.id in self.off:
            return str(one.step.before["removal_reason"])
        return self._words(self._language(one))

    def _put_sources_back(self, found: Sequence[FoundStep]) -> None:
        """Put the rows of other registers back as they stood beside the records."""
        # Where the import held two rows for one system, the first is how it was.
        kept = {row["id"]: row for one in found for row in reversed(one.step.sources)}
        # A file of ours brings rows of other registers along, known from nowhere else.
        is_ours = self.row.format == "folkmoot"
        ids = [
            one.system.id
            for one in found
            if one.step.sources or (is_ours and one.step.act is not StepAct.KEPT)
        ]
        if not ids:
            return
        for sidecar in self._sidecars(ids):
            row = kept.get(str(sidecar.id))
            if row is not None:
                sidecar.values, sidecar.digest = row["values"], row["digest"]
                sidecar.position = row["position"]
                sidecar.imported_at = datetime.fromisoformat(row["imported_at"])
            elif is_ours:
                # The same row coming again is taken as changed.
                sidecar.digest = ""
            self.session.add(sidecar)
        # What a source says stands on a page of its own and in files.
        mark_changed(self.session, self.now)

    def _move_earlier_steps(self, there: Sequence[FoundStep]) -> None:
        """Let earlier imports know the systems as they are: nobody else changed them."""
        by_system = {one.system.id: one for one in there}
        earlier = select(ImportStep).where(
            col(ImportStep.system_id).in_(by_system),
            ImportStep.import_id != self.row.id,
        )
        for step in self.session.exec(earlier):
            one = by_system[step.system_id]
            if step.id < one.step.id and _stood(step) == _stood_before(one.step):
                step.version = one.system.current_version
                step.removed_at = one.system.removed_at
                step.moved_at = one.system.moved_at
                self.session.add(step)

    def _earlier(self, there: Sequence[FoundStep]) -> dict[UUID, RegisterRecord]:
        """Return the version that held before, by step."""
        wanted = {
            (one.system.id, one.step.before["version"]): one.step.id for one in there
        }
        rows = self.session.exec(
            select(RegisterRecord)
            .where(col(RegisterRecord.system_id).in_([key for key, _ in wanted]))
            .where(col(RegisterRecord.version).in_({one for _, one in wanted}))
        )
        by_place = {(one.system_id, one.version): one for one in rows}
        return {step_id: by_place[place] for place, step_id in wanted.items()}

    def _sidecars(self, system_ids: Sequence[UUID]) -> Sequence[Sidecar]:
        rows = select(Sidecar).where(col(Sidecar.system_id).in_(system_ids))
        return self.session.exec(rows).all()

    def _words(self, language: str) -> str:
        at = self.row.finished_at or self.row.uploaded_at
        return said_of_taking_back(language, self.row.format, at, self.reason)

    def _language(self, one: FoundStep) -> str:
        return self.current[one.system.id].language

    def _reason(self, current: RegisterRecord, before: RegisterRecord) -> str:
        """Return why, where something is lost; the note says it of everything else."""
        answers = (stored_answers(one.fields) for one in (current, before))
        return self.reason if find_weakenings(*answers) else ""


def _is_to_say_again(current: RegisterRecord, before: RegisterRecord) -> bool:
    """Tell whether another version is due: not where one says the same again already."""
    if current.version == before.version:
        return False
    return current.repeats_at is None or says_other(current, before)


def _stood(step: ImportStep) -> tuple[Any, ...]:
    return (step.version, step.removed_at, step.moved_at)


def _stood_before(step: ImportStep) -> tuple[Any, ...]:
    told = (step.before["removed_at"], step.before["moved_at"])
    moments = (datetime.fromisoformat(one) if one else None for one in told)
    return (step.before["version"], *moments)
