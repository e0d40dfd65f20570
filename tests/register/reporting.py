"""Reports and their answers, for tests."""

import re

from sqlmodel import col, select

from app.accounts.models import AuditEntry
from app.register.models import ReportState
from app.register.queries.reports import list_office_reports
from app.register.schemas.forms import ErrorForm
from app.register.services import withhold_system
from app.register.services.reports import report_error
from tests.factories import NOW
from tests.posting import post_form

REPORTS = "/en/office/systems/reports"
WORDS = "The team named is wrong."


def told(session, system, at=NOW):
    report = report_error(session, system, ErrorForm(text=WORDS), region="GB", now=at)
    session.commit()
    return report


def waiting(session, official):
    return list_office_reports(
        session, official, ReportState.RECEIVED, limit=50, offset=0
    )


def answer(client, number, text="Corrected.", act="answer", **sent):
    values = {"answer": text, "act": act, **sent}
    return post_form(client, f"{REPORTS}/{number}", values)


def latest_act(session):
    query = select(AuditEntry).order_by(col(AuditEntry.number).desc())
    act = session.exec(query).first()
    assert act is not None
    return act


def found(pattern, page):
    match = re.search(pattern, page)
    assert match, f"the page holds no {pattern}"
    return match[1]


def hide(session, system):
    withhold_system(session, system, now=NOW)
