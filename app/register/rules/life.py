"""The life of a system: which status may follow which, and who may be shown what."""

from datetime import date
from typing import Final

from app.errors import N_, Conflict, Invalid
from app.register.models import Status, System
from app.register.schemas.answers import Answers, text_value

# Touching people now, or stopped only for a while.
IN_USE: Final = frozenset({Status.OPEN_PILOT, Status.CLOSED_PILOT, Status.IN_USE})
ENDED: Final = frozenset({Status.RETIRED, Status.WITHDRAWN, Status.REJECTED})
_AFTER_THE_END: Final = frozenset({Status.PROPOSED, Status.IN_DEVELOPMENT})


def is_public(system: System) -> bool:
    """Tell whether anyone may see the system; withheld is the same as unknown."""
    return system.current_version is not None and not system.is_withheld


def is_listed(system: System) -> bool:
    """Tell whether the system is public and was not taken out of the lists."""
    return is_public(system) and system.removed_at is None


def require_may_become(system: System, status: Status) -> None:
    """Raise when the status is the same, or an ended system would skip its restart."""
    if system.status is status:
        raise Conflict(N_("The system has this status already."))
    if system.status in ENDED and status not in ENDED | _AFTER_THE_END:
        raise Conflict(
            N_("A system that has ended starts again as proposed or in development.")
        )


def is_ahead(day: str, today: date) -> bool:
    """Tell whether a year, month or day lies wholly ahead: "2027", "2027-01"."""
    return day > today.isoformat()


def begins_later(answers: Answers, today: date) -> bool:
    """Tell whether a record says that its system's use is still to begin."""
    return is_ahead(text_value(answers, "use_started"), today)


def require_begun(status: Status, answers: Answers, today: date) -> None:
    """Raise when a record would call a system used and its use yet to begin.

    Asked of officials only: what another register says is shown as it is.
    """
    if status in IN_USE and begins_later(answers, today):
        raise Invalid(
            {
                "status": N_(
                    "The record says that use begins on a day still to come. Correct "
                    "“In use or on trial since” first."
                )
            }
        )


def needs_reason_without_consultation(status: Status, *, is_consulted_on: bool) -> bool:
    """Tell whether a system with this status is used though nobody was asked."""
    return status in IN_USE and not is_consulted_on


def require_reason_without_consultation(
    status: Status, *, is_consulted_on: bool, reason: str
) -> str:
    """Return the reason to publish; nothing where none is needed.

    Raises:
        Invalid: A system would be used unconsulted and nobody says why.
    """
    if not needs_reason_without_consultation(status, is_consulted_on=is_consulted_on):
        return ""
    if not reason.strip():
        raise Invalid(
            {
                "no_consultation_reason": N_(
                    "The public was not asked about this system. Say why."
                )
            }
        )
    return reason.strip()
