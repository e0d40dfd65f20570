"""What taking an import back may do: all that nobody changed since, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from app.errors import N_, Conflict
from app.register.models import (
    ImportState,
    ImportStep,
    RegisterImport,
    RegisterRecord,
    StepAct,
    StepOutcome,
    System,
    TakingBack,
    TakingBackState,
)

WINDOW: Final = timedelta(days=30)
# What an event says of itself that taking an import back made happen.
IS_TAKEN_BACK: Final = "is_taken_back"


class Effect(StrEnum):
    """What taking an import back does to a system; the names of a report's counts."""

    REMOVED = "removed"
    REMOVED_AGAIN = "removed_again"
    GONE_BACK = "gone_back"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class FoundStep:
    """What an import did to a system, with the system as it is now.

    Attributes:
        is_held_later: Whether a later import that stands holds the system too.
        is_added_to: Whether officials added an incident or a figure, or people were
            asked about it.
        is_of_others: Whether only another body's officials may write about it.
    """

    step: ImportStep
    system: System
    is_held_later: bool
    is_added_to: bool
    is_of_others: bool

    @property
    def effect(self) -> Effect:
        before = self.step.before
        if not before.get("version"):
            return Effect.REMOVED
        if bool(before["removed_at"]) == (self.system.removed_at is not None):
            return Effect.GONE_BACK
        return Effect.REMOVED_AGAIN if before["removed_at"] else Effect.PUT_BACK

    @property
    def why_left(self) -> StepOutcome | None:
        """Say why the system is left as it is; None when it is not."""
        step, system = self.step, self.system
        is_kept = step.act is StepAct.KEPT
        reasons = {
            StepOutcome.OF_OTHERS: self.is_of_others,
            StepOutcome.LATER_IMPORT: self.is_held_later,
            StepOutcome.NEWER_VERSION: not is_kept
            and system.current_version != step.version,
            # Both may be on the lists, and it was off them in between.
            StepOutcome.MOVED: not is_kept
            and (system.removed_at, system.moved_at)
            != (step.removed_at, step.moved_at),
            StepOutcome.ADDED_TO: not is_kept
            and self.is_added_to
            and self.effect in (Effect.REMOVED, Effect.REMOVED_AGAIN),
        }
        return next((why for why, holds in reasons.items() if holds), None)


def says_other(one: RegisterRecord, other: RegisterRecord) -> bool:
    """Tell whether two versions differ in anything that they say."""
    return _said(one) != _said(other)


def _said(record: RegisterRecord) -> tuple[Any, ...]:
    return (record.name, record.status, record.language, record.fields)


def taken_back_until(row: RegisterImport) -> datetime:
    """Return the moment from which on an import stays."""
    return (row.finished_at or row.uploaded_at) + WINDOW


def require_may_take_back(
    row: RegisterImport, taking: TakingBack | None, now: datetime
) -> None:
    """Raise when there is nothing to take back, or not any more.

    What was left because of a later import can be taken back once that one is gone.

    Raises:
        Conflict: Says which.
    """
    is_in_part = row.state is ImportState.FAILED and row.position > 0
    if row.state is not ImportState.DONE and not is_in_part:
        raise Conflict(N_("Nothing of this file was imported."))
    if taking is not None and taking.state is TakingBackState.WORKING:
        raise Conflict(N_("This import is being taken back already."))
    if now > taken_back_until(row):
        raise Conflict(
            N_(
                "An import can be taken back for 30 days. Correct the records one by "
                "one, or import the right file."
            )
        )
