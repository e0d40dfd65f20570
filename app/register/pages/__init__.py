"""The register's public pages and the variables of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from app.register.models import (
    ErrorReport,
    Incident,
    RegisterRecord,
    Snapshot,
    System,
)
from app.register.pages.reports import ToldReport
from app.register.queries.events import PublicEvent
from app.register.queries.history import Series
from app.register.queries.in_use import InUseCounts
from app.register.queries.matches import Match
from app.register.queries.search import Facet, Found
from app.register.rules.compare import FieldChange
from app.register.rules.completeness import Completeness
from app.register.rules.incidents import Correction, EarlierWording
from app.register.rules.open_data.origins import Origin
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.touch import Path
from app.register.rules.weakening import Weakening
from app.register.schemas.answers import Answers
from app.register.schemas.fields import Sections
from app.register.schemas.kinds import Layer, RecordField
from app.register.schemas.search import Sort
from app.web.forms import SubmittedForm


@dataclass(frozen=True, slots=True)
class ListPage:
    """The register: search, filters with counts, results.

    `matches` tells by system where the searched words stand.
    `invented` are the slugs of bodies to be marked as such, among real ones.
    """

    template: ClassVar[str] = "register/list.html"
    fragment: ClassVar[str | None] = "register/_results.html"

    found: Found
    counts: InUseCounts
    questions: Mapping[str, str]
    register_total: int
    today: date
    sorts: Sequence[tuple[Sort, str]]
    invented: frozenset[str]
    matches: Mapping[UUID, Match]


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """All values of one filter, each a link."""

    template: ClassVar[str] = "register/browse.html"
    fragment: ClassVar[str | None] = None

    facet: Facet
    register_total: int


@dataclass(frozen=True, slots=True)
class SystemPage:
    """One system: in short, what people said, the full account, history.

    `feedback` is whatever the publishing room shows of what people said.
    """

    template: ClassVar[str] = "register/system.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    answers: Answers
    fields: Mapping[str, RecordField]
    sections: Sections
    layers: Mapping[Layer, Completeness]
    # Each with what it said before, oldest first.
    incidents: Sequence[tuple[Incident, Sequence[EarlierWording]]]
    # Each with those of its figures that were put right.
    series: Sequence[tuple[Series, Sequence[Correction]]]
    events: Sequence[PublicEvent]
    reports: Sequence[ErrorReport]
    # The version that last changed an answer, and what it took away.
    told: RegisterRecord
    weakenings: Sequence[Weakening]
    feedback: object


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the source of a record says, in its own words and fields.

    `published_by` is the body whose official published the latest version, `is_changed`
    whether that answers something in another way.
    """

    template: ClassVar[str] = "register/source.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    origins: Sequence[Origin]
    published_by: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All versions of a record, and what happened between them."""

    template: ClassVar[str] = "register/history.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    # Newest first.
    steps: Sequence["VersionRow | PublicEvent"]
    # By author, whose official published: another body's may have stood in.
    publishers: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version as its history shows it."""

    record: RegisterRecord
    before: RegisterRecord | None
    answers_changed: int
    weakenings: Sequence[Weakening]

    @property
    def at(self) -> datetime:
        return self.record.published_at


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One earlier version, whole."""

    template: ClassVar[str] = "register/version.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    answers: Answers
    fields: Mapping[str, RecordField]
    sections: Sections
    told: RegisterRecord
    weakenings: Sequence[Weakening]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions side by side, words marked."""

    template: ClassVar[str] = "register/compare.html"
    fragment: ClassVar[str | None] = "register/_comparison.html"

    public: PublicRecord
    versions: Sequence[RegisterRecord]
    before: RegisterRecord
    after: RegisterRecord
    # Each version between, with what it takes away.
    steps: Sequence[tuple[RegisterRecord, Sequence[Weakening]]]
    changes: Sequence[FieldChange]
    weakenings: Sequence[Weakening]


@dataclass(frozen=True, slots=True)
class TouchPage:
    """Does this touch me?"""

    template: ClassVar[str] = "register/touch.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    answers: Answers
    fields: Mapping[str, RecordField]
    path: Path


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter to print and fill in by hand."""

    template: ClassVar[str] = "register/letter.html"
    fragment: ClassVar[str | None] = None

    public: PublicRecord
    answers: Answers
    is_under_ai_act: bool


@dataclass(frozen=True, slots=True)
class ReportErrorPage:
    """A form about an error in a record."""

    template: ClassVar[str] = "register/report_error.html"
    fragment: ClassVar[str | None] = None

    system: System
    # The one that was read, though another may be public by now.
    version: int
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportMissingPage:
    """A form about a system that is in use and not registered."""

    template: ClassVar[str] = "register/report_missing.html"
    fragment: ClassVar[str | None] = None

    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report and what was answered."""

    template: ClassVar[str] = "register/report.html"
    fragment: ClassVar[str | None] = None

    told: ToldReport
    answer_days: int


@dataclass(frozen=True, slots=True)
class MissingPage:
    """What people reported as missing, with dated answers."""

    template: ClassVar[str] = "register/missing.html"
    fragment: ClassVar[str | None] = None

    reports: Sequence[ToldReport]
    answer_days: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Every report by its number, newest first, and a way to find one's own."""

    template: ClassVar[str] = "register/reports.html"
    fragment: ClassVar[str | None] = None

    reports: Sequence[ToldReport]
    answer_days: int
    form: SubmittedForm
    errors: Mapping[str, str]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class DataPage:
    """Downloads, feeds, the interface for programs, licence, daily copies."""

    template: ClassVar[str] = "register/data.html"
    fragment: ClassVar[str | None] = None

    register_total: int
    columns: Sequence[Mapping[str, object]]
    snapshots: Sequence[Snapshot]
    licence: str
    licence_url: str
    # How many records came from which other register.
    taken_over: Sequence[tuple[str, int]]
