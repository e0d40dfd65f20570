"""How long somebody who reports an error waits, and when that is too long."""

from datetime import datetime, timedelta
from typing import Final

from app.register.models import ErrorReport, ReportState

# Told to everyone who reports something, and shown in public when it has passed.
ANSWER_DAYS: Final = 30


def late_before(now: datetime) -> datetime:
    """Return the moment before which whatever still waits has waited for too long."""
    return now - timedelta(days=ANSWER_DAYS)


def days_waited(report: ErrorReport, now: datetime) -> int:
    """Count whole days until the first answer, or until now."""
    return ((report.answered_at or now) - report.reported_at).days


def is_late(report: ErrorReport, now: datetime) -> bool:
    """Tell whether a report still waits and has waited for too long."""
    is_waiting = report.state is ReportState.RECEIVED
    return is_waiting and report.reported_at < late_before(now)
