"""What the register does by itself: a daily copy, and telling that a review is late."""

from datetime import UTC, datetime, timedelta

from app.jobs import Job, schedule
from app.register.models import EventKind
from app.register.queries.history import list_newly_overdue
from app.register.services.entries import mark_changed, note_event
from app.register.services.snapshots import write_snapshot


@schedule("register.snapshot", every=timedelta(days=1))
def perform_snapshot(job: Job) -> None:
    """Write today's copy of the whole register."""
    with job.database.writing() as session:
        write_snapshot(session, job.database, job.settings, now=datetime.now(UTC))
        session.commit()


@schedule("register.tell_overdue", every=timedelta(hours=6))
def perform_tell_overdue(job: Job) -> None:
    """Put every record whose review has become overdue into the feeds, once."""
    now = datetime.now(UTC)
    with job.database.writing() as session:
        overdue = list_newly_overdue(session, now)
        for system in overdue:
            note_event(session, system, EventKind.REVIEW_OVERDUE, now=now)
        if overdue:
            mark_changed(session, now)
        session.commit()
