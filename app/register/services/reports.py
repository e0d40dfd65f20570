"""Errors in records and systems that are missing: reported by anyone, answered in public.

Personal data is masked before a report is stored; the words as typed are kept nowhere.
"""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Official
from app.analysis.personal_data import mask
from app.errors import N_, Conflict
from app.register.models import ErrorReport, ReportKind, ReportState, System
from app.register.queries.history import next_report_number
from app.register.schemas.forms import ErrorForm, MissingForm, ReportAnswerForm
from app.register.services.entries import mark_changed


def report_error(
    session: Session, system: System, form: ErrorForm, *, region: str, now: datetime
) -> ErrorReport:
    """Store that somebody found an error in the version shown now."""
    report = _report(session, ReportKind.ERROR, form, region, now)
    report.system_id = system.id
    report.organisation_id = system.organisation_id
    report.record_version = system.current_version
    return report


def report_missing(
    session: Session, form: MissingForm, *, region: str, now: datetime
) -> ErrorReport:
    """Store that somebody knows of a system that is in use and not registered."""
    return _report(session, ReportKind.MISSING, form, region, now)


def answer_report(
    session: Session,
    report: ErrorReport,
    form: ReportAnswerForm,
    official: Official,
    *,
    now: datetime,
) -> None:
    """Answer in public; withholding hides the reporter's words but not the answer."""
    if report.state is not ReportState.RECEIVED:
        raise Conflict(N_("This report has been answered already."))
    is_shown = form.act == "answer"
    report.state = ReportState.ANSWERED if is_shown else ReportState.WITHHELD
    report.answer = form.answer
    report.answered_at = now
    report.answered_by = official.id
    session.add(report)
    mark_changed(session, now)


def _report(
    session: Session,
    kind: ReportKind,
    form: ErrorForm | MissingForm,
    region: str,
    now: datetime,
) -> ErrorReport:
    report = ErrorReport(
        kind=kind,
        number=next_report_number(session),
        about=mask(form.about, region=region).text,
        text=mask(form.text, region=region).text,
        how_known=mask(form.how_known, region=region).text,
        reported_at=now,
    )
    session.add(report)
    mark_changed(session, now)
    return report
