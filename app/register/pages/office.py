"""The officials' pages of the register and the variables of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from app.accounts.models import AuditEntry, Official
from app.register.models import (
    Incident,
    RecordDraft,
    RegisterRecord,
    ReportState,
    Sidecar,
    System,
)
from app.register.pages.reports import ToldReport
from app.register.queries.history import Series
from app.register.rules.compare import FieldChange, Part
from app.register.rules.completeness import Completeness
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.reading_level import ReadingLevel, SummaryLevels
from app.register.rules.weakening import Weakening
from app.register.schemas.answers import Answers
from app.register.schemas.fields import Sections
from app.register.schemas.kinds import Layer, RecordField
from app.web.forms import SubmittedForm


@dataclass(frozen=True, slots=True)
class OfficeListPage:
    """A body's systems, what is due, and reports that wait for an answer."""

    template: ClassVar[str] = "register/office/list.html"
    fragment: ClassVar[str | None] = None

    official: Official
    systems: Sequence[System]
    due: Sequence[System]
    reports: int
    late: int
    drafts: frozenset[Any]
    calendar: str
    today: date


@dataclass(frozen=True, slots=True)
class NewSystemPage:
    """The form for a new system."""

    template: ClassVar[str] = "register/office/new.html"
    fragment: ClassVar[str | None] = None

    official: Official
    statuses: Sequence[tuple[str, str, str]]
    # The body's own systems of the name that was typed.
    namesakes: Sequence[System]
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficeSystemPage:
    """One system: where its record stands and what can be done."""

    template: ClassVar[str] = "register/office/system.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    draft: RecordDraft | None
    # The body's own officials left one that whoever stands in for them may not see.
    has_unseen_draft: bool
    record: RegisterRecord | None
    layers: Mapping[Layer, Completeness]
    blanks: Sequence[RecordField]
    incidents: Sequence[Incident]
    series: Sequence[Series]
    sources: Sequence[Sidecar]
    # What officials wrote in another way, with the words of the source.
    at_source: Sequence[tuple[RecordField, str]]
    is_public: bool
    # Since when and by whom the record is hidden, with the law that was named.
    hidden: AuditEntry | None
    # It touches people, and nobody outside can know of it.
    is_used_unseen: bool
    is_consulted_on: bool
    # The version that last said why the public was not asked, with its day.
    last_reason: RegisterRecord | None
    statuses: Sequence[tuple[str, str, str]]
    # Names the draft that is shown, so that nobody discards another unseen.
    revision: str
    # Topics and promises that a step may name as its cause, by consultation.
    causes: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    form: SubmittedForm
    errors: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class FieldInput:
    """One question of the draft as its form shows it."""

    field: RecordField
    state: str
    value: Any
    reason: str
    until: str
    error: str
    was_confirmed_on: date | None
    # Ticked: looked at today, and still right as it is.
    is_checked: bool
    level: ReadingLevel | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a colleague's text and what was typed differ."""

    key: str
    label: str
    theirs: Sequence[Part]
    mine: Sequence[Part]
    # None where nobody can tell whose text is to be kept.
    is_theirs: bool | None


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else saved since a form was opened, where the form differs."""

    who: str
    at: datetime | None
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class EditPage:
    """One layer of a draft to fill in."""

    template: ClassVar[str] = "register/office/edit.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    name: str
    language: str
    layer: Layer
    layers: Mapping[Layer, Completeness]
    sections: Sequence[tuple[str, Sequence[FieldInput]]]
    errors: Mapping[str, str]
    # Names the text that is shown, so that nobody replaces another unseen.
    revision: str
    meanwhile: Meanwhile | None


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The draft as the public would see it, what it changes, and publishing it."""

    template: ClassVar[str] = "register/office/preview.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    draft: RecordDraft
    has_draft: bool
    # Names the text that is shown, so that nobody publishes another unseen.
    revision: str
    # The draft as the next version would be.
    public: PublicRecord
    answers: Answers
    fields: Mapping[str, RecordField]
    sections: Sections
    levels: SummaryLevels
    changes: Sequence[FieldChange]
    weakenings: Sequence[Weakening]
    blanks: Sequence[RecordField]
    # Whether all that is public may be confirmed at once, and must then say when next.
    may_confirm: bool
    needs_next_review: bool
    # Whether it would become public in use, and nobody was asked about it.
    needs_reason: bool
    # Topics and promises that it may name as its cause, by consultation.
    causes: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    form: SubmittedForm
    errors: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident to enter or to go on with."""

    template: ClassVar[str] = "register/office/incident.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    incident: Incident | None
    form: SubmittedForm
    errors: Mapping[str, str]
    # Names the wording that is shown, so that nobody replaces another unseen.
    seen: str = ""
    # Somebody changed it since the form was opened: it is shown beside what was typed.
    is_newer: bool = False


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A figure to enter."""

    template: ClassVar[str] = "register/office/reading.html"
    fragment: ClassVar[str | None] = None

    official: Official
    system: System
    series: Sequence[Series]
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerReportPage:
    """A report to answer in public, or whose answer is to be put right."""

    template: ClassVar[str] = "register/office/answer_report.html"
    fragment: ClassVar[str | None] = None

    official: Official
    told: ToldReport
    may_answer: bool
    answer_days: int
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficeReportsPage:
    """Reports in one state, those that waited longest first."""

    template: ClassVar[str] = "register/office/reports.html"
    fragment: ClassVar[str | None] = None

    official: Official
    reports: Sequence[ToldReport]
    state: ReportState
    counts: Mapping[ReportState, int]
    late: int
    answer_days: int
    number: int
    pages: int
