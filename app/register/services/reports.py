"""Errors in records and systems that are missing: reported by anyone, answered in public.

Personal data is masked before a report is stored; the words as typed are kept nowhere.
"""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Official
from app.analysis.personal_data import mask
from app.errors import N_, Invalid
from app.register.models import ErrorReport, ReportKind, ReportState, System
from app.register.queries.history import next_report_number
from app.register.schemas.forms import ErrorForm, MissingForm, ReportAnswerForm
from app.register.services.entries import mark_changed


def report_error(
    session: Session,
    system: System,
    form: ErrorForm,
    *,
    version: int | None = None,
    region: str,
    now: datetime,
) -> ErrorReport:
    """Store that somebody found an error in a version; in the current one if none is given."""
    report = _report(session, ReportKind.ERROR, form, region, now)
    report.system_id = system.id
    report.record_version = version or system.current_version
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
) -> dict[str, str] | None:
    """Answer in public; withholding hides the reporter's words but not the answer.

    A later answer takes the place of an earlier one, which is returned for the audit
    trail: an official may have been mistaken, or have shown what should not be shown.
    Everyone may read what was answered before, unless its words are taken from view.

    Raises:
        Invalid: Somebody else answered since the page was opened.
    """
    if form.seen != report.latest_answer:
        raise Invalid(
            {
                "answer": N_(
                    "Somebody answered this meanwhile: read their answer above. "
                    "Send yours again if it is to take its place."
                )
            }
        )
    earlier = _earlier(report)
    if earlier is None:
        report.answered_at = now
    else:
        report.earlier_answers = _replaced(report, form, now)
        report.answer_changed_at = now
    is_shown = form.act == "answer"
    report.state = ReportState.ANSWERED if is_shown else ReportState.WITHHELD
    report.answer = form.answer
    report.answered_by = official.id
    report.answering_body_id = official.organisation_id
    session.add(report)
    mark_changed(session, now)
    return earlier


def _replaced(
    report: ErrorReport, form: ReportAnswerForm, now: datetime
) -> list[dict[str, str]]:
    """Return every earlier answer with its days, and with its words if these may be."""
    last = {
        "answer": report.answer,
        "from": report.latest_answer,
        "until": now.isoformat(),
    }
    earlier = [*report.earlier_answers, last]
    return [{**one, "answer": ""} for one in earlier] if form.hide_earlier else earlier


def _earlier(report: ErrorReport) -> dict[str, str] | None:
    if report.state is ReportState.RECEIVED:
        return None
    return {
        "state": report.state.value,
        "answer": report.answer,
        "at": report.latest_answer,
        "by": str(report.answered_by),
    }


def _report(
    session: Session,
    kind: ReportKind,
    form: ErrorForm | MissingForm,
    region: str,
    now: datetime,
) -> ErrorReport:
    # First, so that on PostgreSQL two who report get their numbers one by one.
    mark_changed(session, now)
    report = ErrorReport(
        kind=kind,
        number=next_report_number(session),
        about=mask(form.about, region=region).text,
        text=mask(form.text, region=region).text,
        how_known=mask(form.how_known, region=region).text,
        reported_at=now,
    )
    session.add(report)
    return report
