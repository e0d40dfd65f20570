"""Officials answer what people report: errors in records, and systems that are missing."""

from datetime import UTC, datetime
from typing import Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import may_act_as, require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.errors import Invalid
from app.register.models import ErrorReport, ReportState
from app.register.pages.office import AnswerReportPage, OfficeReportsPage
from app.register.pages.reports import told_reports
from app.register.queries.reports import (
    count_late_reports,
    count_office_reports,
    find_owner,
    get_own_report,
    list_office_reports,
)
from app.register.rules.reports import ANSWER_DAYS
from app.register.schemas.forms import ReportAnswerForm
from app.register.services.reports import answer_report
from app.register.web.desk import OFFICE
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import (
    FormData,
    FormErrors,
    SubmittedForm,
    query_of,
    read_form,
    told,
)
from app.web.pages import render, see_other
from app.web.requests import Request

REPORTS: Final = f"{OFFICE}/reports"
_ON_A_PAGE: Final = 25


class OfficeReportController(Controller):
    """Reports of errors and of missing systems, answered in public."""

    path = REPORTS
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def list_all(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        number: PageNumber = 1,
    ) -> Response[str]:
        state = _state_in(request)
        counts = count_office_reports(session, official)
        skipped = (number - 1) * _ON_A_PAGE
        reports = list_office_reports(
            session, official, state, limit=_ON_A_PAGE, offset=skipped
        )
        page = OfficeReportsPage(
            official=official,
            reports=told_reports(session, reports, now),
            state=state,
            counts=counts,
            late=count_late_reports(session, official, now),
            answer_days=ANSWER_DAYS,
            number=number,
            pages=max(1, -(-counts[state] // _ON_A_PAGE)),
        )
        return render(request, page)

    @get("/{number:int}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        number: FromPath[int],
    ) -> Response[str]:
        report = get_own_report(session, official, number)
        page = _report_page(
            session, official, report, SubmittedForm(), FormErrors(), now=now
        )
        return render(request, page)

    @post("/{number:int}", sync_to_thread=True)
    def answer(
        self,
        request: Request,
        session: WriteSession,
        official: SignedIn,
        number: FromPath[int],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        report = get_own_report(session, official, number, to_change=True)
        entered, errors = read_form(ReportAnswerForm, form)
        now = datetime.now(UTC)
        if entered is not None:
            try:
                _answer(session, report, entered, official, now)
            except Invalid as error:
                errors = told(error)
        if errors:
            page = _report_page(session, official, report, form, errors, now=now)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate("The answer is public now."))
        return see_other(request, f"{REPORTS}/{number}")


def _answer(
    session: Session,
    report: ErrorReport,
    entered: ReportAnswerForm,
    official: Official,
    now: datetime,
) -> None:
    """Answer, and put into the audit trail on whose behalf and instead of what."""
    earlier = answer_report(session, report, entered, official, now=now)
    detail: dict[str, object] = {"number": report.number, "act": entered.act}
    body = find_owner(session, report)
    if body not in {None, official.organisation_id}:
        detail["on_behalf_of"] = str(body)
    if earlier is not None:
        detail["earlier"] = earlier
    record_act(
        session,
        official,
        "corrected_answer" if earlier else "answered_report",
        "report",
        str(report.id),
        detail=detail,
        now=now,
    )


def _state_in(request: Request) -> ReportState:
    """Return which reports the address asks for; those that wait unless told."""
    wanted = query_of(request).get("state")
    return ReportState(wanted) if wanted in set(ReportState) else ReportState.RECEIVED


def _report_page(
    session: Session,
    official: Official,
    report: ErrorReport,
    form: SubmittedForm,
    errors: FormErrors,
    *,
    now: datetime,
) -> AnswerReportPage:
    (shown,) = told_reports(session, [report], now)
    may_answer = may_act_as(official, Role.PUBLISHER)
    return AnswerReportPage(official, shown, may_answer, ANSWER_DAYS, form, errors)
