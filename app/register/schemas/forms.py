"""What people and officials may send in, besides a record's answers."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    FiniteFloat,
    StringConstraints,
    field_validator,
)

from app.errors import N_
from app.register.models import Status

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
NeededLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
NeededProse = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
]
# RFC 5321, 4.5.3.1.1
_LONGEST_LOCAL_PART: Final = 64


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SystemForm(_Form):
    """A new system."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)
    ]
    status: Status = Status.PROPOSED
    # Asked only where the body has a system of this name.
    is_another: bool = False


class PublishForm(_Form):
    """Why a version is published."""

    change_note: Prose = ""
    change_reason: Prose = ""
    is_correction: bool = False
    confirm_rest: bool = False
    # Which topic or promise led to it, as the list names it.
    caused_by: Line = ""
    no_consultation_reason: Prose = ""


class ConfirmForm(_Form):
    """When a record that still holds is to be reviewed next."""

    next_review: date | None = None

    @field_validator("next_review", mode="before")
    @classmethod
    def _left_empty(cls, given: str) -> str | None:
        return given.strip() or None


class StatusForm(_Form):
    """A step in a system's life."""

    status: Status
    # Needed where a record is public, which only the service knows.
    change_note: Prose = ""
    caused_by: Line = ""
    no_consultation_reason: Prose = ""


class RemovalForm(_Form):
    """Why an entry leaves the lists, for everyone to read."""

    removal_reason: NeededProse


class WithholdForm(_Form):
    """Which law forbids to publish that a system exists; kept in the audit trail."""

    law: NeededProse
    sure_to_hide: bool = False


class RestoreForm(_Form):
    """Why an entry is back, for everyone to read."""

    restore_reason: NeededProse


class DiscardForm(_Form):
    """That a draft may go for good."""

    sure_to_discard: bool = False


class DeleteForm(_Form):
    """That a system which was never public may go for good."""

    sure_to_delete: bool = False


class IncidentForm(_Form):
    """Something that went wrong."""

    happened_on: date
    title: NeededLine
    what_happened: NeededProse
    who_was_affected: Prose = ""
    what_was_done: Prose = ""
    is_resolved: bool = False


class IncidentChangeForm(IncidentForm):
    """Another wording, which one its writer saw, and whether earlier ones may be read."""

    seen: Line = ""
    hide_earlier: bool = False


class ReadingForm(_Form):
    """One figure on one day."""

    measure: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)
    ]
    unit: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    measured_on: date
    value: FiniteFloat
    note: Prose = ""
    hide_earlier: bool = False


class ErrorForm(_Form):
    """An error that somebody found in a record."""

    about: Line = ""
    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4_000)
    ]
    how_known: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=2_000)
    ] = ""


class MissingForm(_Form):
    """A system that is in use and not in the register."""

    about: NeededLine
    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4_000)
    ]
    how_known: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=2_000)
    ] = ""


class ReportAnswerForm(_Form):
    """What a body answers to a report, and which earlier answer its writer saw."""

    act: Literal["answer", "withhold"] = "answer"
    answer: NeededProse
    seen: Line = ""
    hide_earlier: bool = False


def _short_before_at(email: str) -> str:
    if len(email.partition("@")[0]) > _LONGEST_LOCAL_PART:
        raise ValueError(N_("Please check how this is written."))
    return email


class FollowForm(_Form):
    """Where news about something is to go; ASCII only, as every server takes it."""

    email: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True,
            max_length=254,
            pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            r"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        ),
        AfterValidator(_short_before_at),
    ]


class ImportForm(_Form):
    """What a register's file is, and whether it is only a part of that register."""

    format: Literal["us-2025", "nl-short", "nl-1.0", "folkmoot"]
    is_partial: bool = False


class TakingBackForm(_Form):
    """Why an import is taken back, and the numbers that its reader saw."""

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)
    ]
    seen: Line = ""
