"""The life of a system: which status may follow which, and who may be shown what."""

from typing import Final

from app.errors import N_, Conflict, Invalid
from app.register.models import Status, System

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
