"""What needs an official's attention, drawn from every room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from litestar import Controller, Response, get
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import may_act_as
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import (
    list_decided_ids,
    list_organisation_consultations,
    list_settled_ids,
)
from app.consultations.rules import Phase, phase_at
from app.consultations.web.office import PHASE_LABELS
from app.errors import N_
from app.publishing.queries.duties import ROLE_FOR, URGENT, Duty, Waiting, list_duties
from app.register.models import ReportState
from app.register.queries.history import list_due_systems
from app.register.queries.reports import count_late_reports, count_office_reports
from app.register.rules.review import is_overdue
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession
from app.web.formats import format_number
from app.web.pages import render
from app.web.requests import Request

# What to say, and where in the consultation it is done.
_WORDS: Final[Mapping[Duty, tuple[str, str]]] = {
    Duty.LATE_COMMENTS: (
        N_("Comments that have waited for over 48 hours: %(count)s"),
        "/comments?late=yes",
    ),
    Duty.OVERDUE_PROMISES: (N_("Promises that are overdue: %(count)s"), "/responses"),
    Duty.FAILED_READING: (N_("An analysis has failed"), "/analysis"),
    Duty.COMMENTS: (N_("Comments to look at: %(count)s"), "/comments"),
    Duty.FILES: (N_("Uploaded files to import or discard: %(count)s"), "/imports"),
    Duty.DRAFT: (N_("Finish this draft and publish it"), ""),
    Duty.READING: (N_("Start the analysis: nobody has read this yet"), "/analysis"),
    Duty.TOPICS: (N_("Topics to check: %(count)s"), "/topics"),
    Duty.PUBLICATION: (N_("Publish the topics: %(count)s are confirmed"), "/publish"),
    Duty.ANSWERS: (N_("Topics without a public answer: %(count)s"), "/responses"),
    Duty.DECISION: (N_("Write down the decision and publish it"), "/decision"),
}


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """One thing to do, and where."""

    text: str
    path: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """One consultation, and what in it waits for this official."""

    consultation: Consultation
    phase: str
    is_open: bool
    duties: Sequence[ShownDuty]

    @property
    def is_urgent(self) -> bool:
        return any(one.is_urgent for one in self.duties)


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """The first page after signing in."""

    template: ClassVar[str] = "publishing/office.html"
    fragment: ClassVar[str | None] = None

    official: Official
    waiting: Sequence[Attention]
    quiet: Sequence[Attention]
    reports: int
    late_reports: int
    overdue: int
    may_start: bool


class DashboardController(Controller):
    """The workspace's front page."""

    path = "/office"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        decided, settled = list_decided_ids(session), list_settled_ids(session)
        rows = [
            _attention(
                official,
                one,
                list_duties(session, one, now, is_settled=one.id in settled),
                phase_at(
                    one,
                    now,
                    is_answered=one.answered_at is not None,
                    is_decided=one.id in decided,
                ),
            )
            for one in list_organisation_consultations(
                session, official.organisation_id
            )
        ]
        rows.sort(key=lambda row: not row.is_urgent)
        may_answer = may_act_as(official, Role.PUBLISHER)
        reports = count_office_reports(session, official)[ReportState.RECEIVED]
        page = DashboardPage(
            official,
            waiting=[row for row in rows if row.duties],
            quiet=[row for row in rows if not row.duties],
            reports=reports if may_answer else 0,
            late_reports=count_late_reports(session, official, now),
            overdue=_count_overdue(session, official, now),
            may_start=may_answer,
        )
        return render(request, page)


def _count_overdue(session: Session, official: Official, now: datetime) -> int:
    """Count the body's records whose review is overdue."""
    systems = list_due_systems(session, official.organisation_id)
    return sum(is_overdue(one.review_due_on, now.date()) for one in systems)


def _attention(
    official: Official,
    consultation: Consultation,
    waiting: Sequence[Waiting],
    phase: Phase,
) -> Attention:
    duties = [
        _shown(consultation, one.duty, one.count)
        for one in waiting
        if may_act_as(official, ROLE_FOR.get(one.duty, Role.PUBLISHER))
    ]
    return Attention(
        consultation,
        translate(PHASE_LABELS[phase]),
        is_open=phase is Phase.OPEN,
        duties=duties,
    )


def _shown(consultation: Consultation, duty: Duty, count: int) -> ShownDuty:
    words, path = _WORDS[duty]
    return ShownDuty(
        translate(words, count=format_number(count)),
        f"/office/consultations/{consultation.slug}{path}",
        is_urgent=duty in URGENT,
    )
