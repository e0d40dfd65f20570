"""AI systems and what the register says of them, version by version."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id
from app.errors import N_


class Status(StrEnum):
    """Where a system is in its life."""

    PROPOSED = "proposed"
    IN_DEVELOPMENT = "in_development"
    CLOSED_PILOT = "closed_pilot"
    OPEN_PILOT = "open_pilot"
    IN_USE = "in_use"
    PAUSED = "paused"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    # Only of imported records: the source does not say, and we do not guess.
    NOT_STATED = "not_stated"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def about(self) -> str:
        return STATUS_HELP[self]


STATUS_LABELS: Final = {
    Status.PROPOSED: N_("Proposed"),
    Status.IN_DEVELOPMENT: N_("In development"),
    Status.CLOSED_PILOT: N_("Closed pilot"),
    Status.OPEN_PILOT: N_("Open pilot"),
    Status.IN_USE: N_("In use"),
    Status.PAUSED: N_("Paused"),
    Status.RETIRED: N_("Retired"),
    Status.WITHDRAWN: N_("Withdrawn after a problem"),
    Status.REJECTED: N_("Rejected"),
    Status.NOT_STATED: N_("Not stated"),
}
STATUS_HELP: Final = {
    Status.PROPOSED: N_("It is an idea. Nothing is built or decided yet."),
    Status.IN_DEVELOPMENT: N_("It is being built. It does not yet touch anyone."),
    Status.CLOSED_PILOT: N_("It is tried out with a small group that was chosen."),
    Status.OPEN_PILOT: N_("It is tried out with the public."),
    Status.IN_USE: N_("It is used for real."),
    Status.PAUSED: N_("It has been stopped for the time being."),
    Status.RETIRED: N_("It is no longer used."),
    Status.WITHDRAWN: N_("It was taken out of use because of a problem."),
    Status.REJECTED: N_("It was proposed and will not be built or used."),
    Status.NOT_STATED: N_("The source of this entry does not say."),
}


class System(SQLModel, table=True):
    """An AI system through its whole life. Its slug never changes."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    slug: str = Field(unique=True, max_length=120)
    name: str = Field(max_length=300)
    status: Status = Field(sa_type=enum_text(Status))
    # Why a system in use was never consulted on, as last given; each version that puts
    # it to use keeps the reason given for that step.
    no_consultation_reason: str = ""
    # Public once a version is published and neither of the two below is set.
    current_version: int | None = None
    is_withheld: bool = False
    # A removed entry keeps its address, which answers 410 with the last text.
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removal_reason: str = ""
    # When it was last removed, or put back.
    moved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Both are worked out from the record at publication.
    last_confirmed_on: date | None = None
    review_due_on: date | None = Field(default=None, index=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    updated_at: datetime = Field(sa_type=UTCDateTime)


class RecordDraft(SQLModel, table=True):
    """What is being written about a system and is not yet public.

    `fields` holds answers by key (see `schemas/answers.py`). `revision` tells whether
    somebody else saved meanwhile.
    """

    __tablename__ = "record_draft"

    system_id: UUID = Field(foreign_key="system.id", primary_key=True)
    name: str = Field(max_length=300)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    language: str = Field(default="en", max_length=10)
    updated_at: datetime = Field(sa_type=UTCDateTime)
    updated_by: UUID | None = Field(default=None, foreign_key="official.id")
    revision: int = 1


class RegisterRecord(SQLModel, table=True):
    """One published, immutable version of what the register says of a system.

    `caused_by` says in plain data which topic or promise led to the change, or which
    consultation where it was decided on, with the counts as they were (`kind`, `id`, `label`, `comments`, `distinct_texts`, `url`).
    """

    __tablename__ = "register_record"
    __table_args__ = (UniqueConstraint("system_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id")
    version: int
    name: str = Field(max_length=300)
    status: Status = Field(sa_type=enum_text(Status))
    fields: dict[str, Any] = Field(sa_type=JSON)
    language: str = Field(default="en", max_length=10)
    published_at: datetime = Field(sa_type=UTCDateTime, index=True)
    author_id: UUID | None = Field(default=None, foreign_key="official.id")
    author: str = Field(default="", max_length=200)
    change_note: str = ""
    change_reason: str = ""
    # Only of a version that puts a system to use that nobody was asked about.
    no_consultation_reason: str = ""
    caused_by: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    is_correction: bool = False
    # What this version takes away from people: `[{"kind": …, "field": …}]`.
    weakenings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    # School grade of the summary's wording; None where we cannot measure it.
    reading_grade: float | None = None
    # Which format of another register's file an import made this version of, or the
    # one whose text it says again.
    taken_from: str = Field(default="", max_length=20)
    # When the earlier version was published whose text this one says again, after an
    # import was taken back.
    repeats_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # SHA-256 over this version and the seal of the one before it.
    seal: str = Field(default="", max_length=64)


class SystemFeedback(SQLModel, table=True):
    """A plain summary of what people said, pushed down when topics are published."""

    __tablename__ = "system_feedback"

    system_id: UUID = Field(foreign_key="system.id", primary_key=True)
    consultations: int = 0
    submissions: int = 0
    comments: int = 0
    distinct_texts: int = 0
    is_consulted_on: bool = False
    updated_at: datetime = Field(sa_type=UTCDateTime)


class EventKind(StrEnum):
    """What feeds tell of a system."""

    PUBLISHED = "published"
    CHANGED = "changed"
    WEAKENED = "weakened"
    CORRECTED = "corrected"
    INCIDENT = "incident"
    # Looked at again; nothing it says has changed.
    CONFIRMED = "confirmed"
    REVIEW_OVERDUE = "review_overdue"
    RETIRED = "retired"
    REMOVED = "removed"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        return EVENT_LABELS[self]


EVENT_LABELS: Final = {
    EventKind.PUBLISHED: N_("Published"),
    EventKind.CHANGED: N_("Changed"),
    EventKind.WEAKENED: N_("Weakened"),
    EventKind.CORRECTED: N_("Corrected"),
    EventKind.INCIDENT: N_("Incident"),
    EventKind.CONFIRMED: N_("Confirmed"),
    EventKind.REVIEW_OVERDUE: N_("Review overdue"),
    EventKind.RETIRED: N_("Ended"),
    EventKind.REMOVED: N_("Removed"),
    EventKind.RESTORED: N_("Put back"),
}


class RegisterEvent(SQLModel, table=True):
    """One thing that happened to a public record, for feeds and histories."""

    __tablename__ = "register_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kind: EventKind = Field(sa_type=enum_text(EventKind))
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    version: int | None = None
    note: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class RegisterEntry(SQLModel, table=True):
    """What lists, filters and search need of a public system's current record.

    `facets` holds the values a system can be filtered by, `{"topic": ["health"], …}`.
    Written anew whenever the record, its status or its feedback changes.
    """

    __tablename__ = "register_entry"

    system_id: UUID = Field(foreign_key="system.id", primary_key=True)
    # What full-text search knows it by.
    number: int = Field(unique=True)
    slug: str = Field(max_length=120)
    name: str = Field(max_length=300)
    summary: str = ""
    language: str = Field(default="en", max_length=10)
    organisation_slug: str = Field(max_length=80, index=True)
    organisation_name: str = Field(max_length=200)
    status: Status = Field(sa_type=enum_text(Status))
    facets: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    # While every promise of an answer still stands, and from which days it is less.
    completeness: int = 0
    lapses: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    comments: int = 0
    version: int
    updated_at: datetime = Field(sa_type=UTCDateTime, index=True)
    review_due_on: date | None = None

    def completeness_on(self, day: date) -> int:
        """The share of questions that are answered, or explained, on a day."""
        return share_on(self.completeness, self.lapses, day)


def share_on(share: int, lapses: Mapping[str, int], day: date) -> int:
    """Return what is left of a share, by the last promise that was broken by a day."""
    past = max((one for one in lapses if one <= day.isoformat()), default="")
    return lapses.get(past, share)


class RegisterState(SQLModel, table=True):
    """One row that counts public changes: the version of the index and of files."""

    __tablename__ = "register_state"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    changed_at: datetime = Field(sa_type=UTCDateTime)


class Incident(SQLModel, table=True):
    """Something that went wrong: what happened, who was affected, what was done.

    `earlier_wordings` keeps what was said before, oldest first: its words, in whose name
    (`by`), `from` when and `until` when. Empty words were taken from view.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id", index=True)
    happened_on: date
    title: str = Field(max_length=200)
    what_happened: str
    who_was_affected: str = ""
    what_was_done: str = ""
    is_resolved: bool = False
    recorded_by: UUID | None = Field(default=None, foreign_key="official.id")
    published_at: datetime = Field(sa_type=UTCDateTime)
    updated_at: datetime = Field(sa_type=UTCDateTime)
    earlier_wordings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)

    @property
    def latest_wording(self) -> str:
        """Name the wording that holds now, so that nobody replaces another unseen."""
        return self.updated_at.isoformat()


class MonitoringReading(SQLModel, table=True):
    """One figure measured on one day, with its unit.

    `earlier_values` keeps what was put right, oldest first, with its days:
    `[{"value": 9.0, "unit": "…", "note": "…", "from": "…", "until": "…"}]`.
    """

    __tablename__ = "monitoring_reading"
    __table_args__ = (UniqueConstraint("system_id", "measure", "measured_on"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id")
    measure: str = Field(max_length=120)
    unit: str = Field(default="", max_length=40)
    measured_on: date
    value: float
    note: str = ""
    recorded_by: UUID | None = Field(default=None, foreign_key="official.id")
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    earlier_values: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class ReportKind(StrEnum):
    """What somebody reports about the register."""

    ERROR = "error"
    MISSING = "missing"


class ReportState(StrEnum):
    """Where a report is; only an answered one shows its words in public."""

    RECEIVED = "received"
    ANSWERED = "answered"
    # Personal attack or personal data: counted in public, its words never shown.
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        return REPORT_LABELS[self]


REPORT_LABELS: Final = {
    ReportState.RECEIVED: N_("Received, being checked"),
    ReportState.ANSWERED: N_("Answered"),
    ReportState.WITHHELD: N_("Answered; the report's words are not shown"),
}


class ErrorReport(SQLModel, table=True):
    """An error in a record, or a system in use that is not registered."""

    __tablename__ = "error_report"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: ReportKind = Field(sa_type=enum_text(ReportKind))
    number: int = Field(unique=True)
    # Whose it is to answer is its system's body, also after the system moved to another.
    system_id: UUID | None = Field(default=None, foreign_key="system.id", index=True)
    # Which field of the record, or who runs the missing system.
    about: str = Field(default="", max_length=300)
    text: str
    how_known: str = ""
    record_version: int | None = None
    state: ReportState = Field(
        default=ReportState.RECEIVED, sa_type=enum_text(ReportState)
    )
    # What holds now.
    answer: str = ""
    # What was answered before, oldest first: `[{"answer": …, "from": …, "until": …}]`.
    # Empty words were taken from view; the audit trail alone still has them.
    earlier_answers: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    reported_at: datetime = Field(sa_type=UTCDateTime, index=True)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answer_changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: UUID | None = Field(default=None, foreign_key="official.id")
    # Whose official answered: another body, where the record's own has nobody here.
    answering_body_id: UUID | None = Field(default=None, foreign_key="organisation.id")

    @property
    def latest_answer(self) -> str:
        """Name the answer that holds now, so that nobody replaces another unseen."""
        at = self.answer_changed_at or self.answered_at
        return at.isoformat() if at else ""


class Sidecar(SQLModel, table=True):
    """What an imported file said and our fields have no home for, kept as it was.

    `values` is the whole source row, so that an export gives every value back;
    `digest` tells whether the same row comes again.
    """

    __table_args__ = (UniqueConstraint("format", "source_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    system_id: UUID = Field(foreign_key="system.id", index=True)
    format: str = Field(max_length=20)
    source_key: str = Field(max_length=200)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    digest: str = Field(max_length=64)
    position: int = 0
    imported_at: datetime = Field(sa_type=UTCDateTime)


class Snapshot(SQLModel, table=True):
    """One day's whole register as files, with their checksums."""

    day: date = Field(primary_key=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    systems: int
    # `[{"name": "register.csv.gz", "bytes": 1, "sha256": "…"}]`
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
