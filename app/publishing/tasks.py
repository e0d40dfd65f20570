"""What the worker does for the whole house: deletes what is kept long enough."""

from datetime import UTC, datetime, timedelta

from app.accounts.services import forget_ended_invitations, forget_ended_sessions
from app.jobs import Job, schedule
from app.web.limits import forget_old


@schedule("retention.sweep", every=timedelta(hours=1))
def sweep(job: Job) -> None:
    """Delete what docs/retention.md says has had its time."""
    now = datetime.now(UTC)
    with job.database.writing() as session:
        forget_old(session, now)
        forget_ended_sessions(session, now)
        forget_ended_invitations(session, now)
        session.commit()
    job.database.forget_erased()
