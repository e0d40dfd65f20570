"""When an imported file may be worked on, and when what it brought may be taken out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from app.comments.models import CommentImport, ImportState
from app.comments.rules.mapping import Problem
from app.consultations.models import Consultation
from app.errors import N_, Conflict, Invalid

# A file is kept no longer than this before it is imported.
LONGEST_KEPT: Final = timedelta(hours=24)
# Files that may wait beside one another in one consultation.
MOST_WAITING: Final = 5
# Above this many bytes or rows the worker does it, and the page shows how far it is.
LARGE: Final = 2 * 2**20
MANY_ROWS: Final = 5_000
MOST_BYTES: Final = 25 * 2**20
_MOST_PROBLEMS_KEPT: Final = 1000
_LEFT_OUT: Final = "…"

WAITING: Final = (
    ImportState.UPLOADED,
    ImportState.CHECKING,
    ImportState.CHECKED,
    ImportState.QUEUED,
)
_BUSY: Final = frozenset({ImportState.CHECKING, ImportState.QUEUED})


def require_editable(one: CommentImport) -> None:
    """Refuse to change how a file is read once it is being read, or settled.

    Raises:
        Conflict: Says which.
    """
    if one.state in _BUSY:
        raise Conflict(N_("This file is being read just now. Please wait a moment."))
    require_waiting(one)


def require_waiting(one: CommentImport) -> None:
    """Refuse what only makes sense before a file is taken in.

    Raises:
        Conflict: It was taken in or discarded.
    """
    if one.state not in WAITING:
        raise Conflict(N_("This file is settled. Upload it again to change that."))


def require_checked(one: CommentImport, *, skips_broken: bool) -> None:
    """Refuse to import what was not looked at, or is broken and was to be whole.

    Raises:
        Conflict: It was not checked, or is being imported already.
        Invalid: Some rows are broken, and nobody said to leave them out.
    """
    if one.state is not ImportState.CHECKED:
        raise Conflict(N_("Check the file first, then import it."))
    if one.report.get("broken", 0) and not skips_broken:
        raise Invalid(
            {"broken": N_("Mend these rows and upload again, or leave them out.")}
        )


def require_undoable(
    one: CommentImport, consultation: Consultation, *, shown: int
) -> None:
    """Refuse to take out what others have read or what results were drawn from.

    Raises:
        Conflict: Says why.
    """
    if one.state is not ImportState.DONE or one.finished_at is None:
        raise Conflict(N_("There is nothing of this file to take out."))
    published_at = consultation.results_published_at
    if published_at is not None and published_at >= one.finished_at:
        raise Conflict(
            N_("Results with these comments are published, so they stay on record.")
        )
    if shown and consultation.published_at is not None:
        raise Conflict(
            N_(
                "Some of these comments are shown to everyone. Withhold single ones "
                "instead, with a reason."
            )
        )


def problems_as_json(
    problems: Sequence[Problem], names: Collection[str]
) -> list[dict[str, Any]]:
    """Return the first broken rows, so that they can be told in any language.

    Of words only `names` stay, which the official gave: all others are from the file,
    and may be a person's name or what they said.
    """
    return [
        {
            "row": one.row,
            "message": one.why.message,
            "parameters": {
                key: value if isinstance(value, int) or value in names else _LEFT_OUT
                for key, value in one.why.parameters.items()
            },
        }
        for one in problems[:_MOST_PROBLEMS_KEPT]
    ]


def names_given(choices: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of questions that an official gave to columns of a file."""
    keys = (meaning.partition(".")[2] for meaning in choices.get("columns", {}))
    return frozenset(keys) - {""}
