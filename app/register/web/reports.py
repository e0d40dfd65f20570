"""What people report, for everyone: telling it, and reading what was answered."""

from datetime import datetime
from typing import Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.errors import NotFound
from app.register.models import ReportKind
from app.register.pages import (
    MissingPage,
    ReportMissingPage,
    ReportPage,
    ReportsPage,
)
from app.register.pages.reports import told_reports
from app.register.queries.history import count_reports, get_report, list_reports
from app.register.rules.reports import ANSWER_DAYS
from app.register.schemas.forms import MissingForm
from app.register.services.reports import report_missing
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import (
    Now,
    PageNumber,
    ReadSession,
    WriteSession,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form
from app.web.limits import network_key, require_within
from app.web.pages import render, see_other
from app.web.requests import Request

REPORTS_A_DAY: Final = 20
_DAY: Final = 24 * 60 * 60
_ON_A_PAGE: Final = 20
_ON_THE_LIST: Final = 50
# As large as a number can be in every database.
_LONGEST_NUMBER: Final = 9


class ReportController(Controller):
    """Reports of errors and of missing systems, and what became of them."""

    path = "/register"
    include_in_schema = False

    @get("/report-missing", sync_to_thread=True)
    def missing_form(self, request: Request) -> Response[str]:
        return render(request, ReportMissingPage(SubmittedForm(), FormErrors()))

    @post("/report-missing", sync_to_thread=True)
    def tell_missing(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        entered, errors = read_form(MissingForm, form)
        if entered is None:
            return render(request, ReportMissingPage(form, errors), status_code=422)
        require_few_reports(request, session, now)
        region = app_settings(request).region
        report = report_missing(session, entered, region=region, now=now)
        session.commit()
        flash(request, translate("Thank you. Your report has been received."))
        return see_other(request, f"/register/reports/{report.number}")

    @get("/missing", sync_to_thread=True)
    def missing(
        self, request: Request, session: ReadSession, now: Now, number: PageNumber = 1
    ) -> Response[str]:
        reports = list_reports(
            session,
            kind=ReportKind.MISSING,
            most=_ON_A_PAGE,
            skipped=(number - 1) * _ON_A_PAGE,
        )
        page = MissingPage(
            told_reports(session, reports, now),
            ANSWER_DAYS,
            number,
            pages=max(1, -(-count_reports(session, ReportKind.MISSING) // _ON_A_PAGE)),
        )
        return public(request, page, keep=Keep(query=("page",)))

    @get("/reports", sync_to_thread=True)
    def list_all(
        self, request: Request, session: ReadSession, now: Now, number: PageNumber = 1
    ) -> Response[str]:
        form = query_of(request)
        errors = FormErrors()
        if "number" in form:
            found = _find_number(session, form.get("number"))
            if found is not None:
                return see_other(request, f"/register/reports/{found}")
            said = translate("There is no report with this number. Check it.")
            errors = FormErrors({"number": said})
        skipped = (number - 1) * _ON_THE_LIST
        reports = list_reports(session, most=_ON_THE_LIST, skipped=skipped)
        page = ReportsPage(
            told_reports(session, reports, now),
            ANSWER_DAYS,
            form,
            errors,
            number,
            pages=max(1, -(-count_reports(session) // _ON_THE_LIST)),
        )
        if errors:
            return render(request, page, status_code=404)
        return public(request, page, keep=Keep(query=("page",)))

    @get("/reports/{number:int}", sync_to_thread=True)
    def report(
        self, request: Request, session: ReadSession, now: Now, number: FromPath[int]
    ) -> Response[str]:
        report = get_report(session, number)
        (told,) = told_reports(session, [report], now)
        page = ReportPage(told, ANSWER_DAYS)
        return public(request, page, keep=Keep())


def require_few_reports(request: Request, session: Session, now: datetime) -> None:
    """Refuse a network that reports too much; nothing about it is kept for long."""
    key = network_key(session, request, now=now)
    require_within(
        session, "register-report", key, limit=REPORTS_A_DAY, seconds=_DAY, now=now
    )


def _find_number(session: Session, typed: str) -> int | None:
    """Return the number that was typed, if there is such a report."""
    typed = typed.strip().removeprefix("#")
    if not typed.isdecimal() or len(typed) > _LONGEST_NUMBER:
        return None
    try:
        return get_report(session, int(typed)).number
    except NotFound:
        return None
