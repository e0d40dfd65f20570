"""Lets readings go that nothing shows any more."""

from datetime import UTC, datetime, timedelta

from app.jobs import Job, schedule
from app.topics.queries.runs import list_superseded_runs
from app.topics.rules.judging import SUPERSEDED_KEPT
from app.topics.services.readings import forget_readings


@schedule("topics.forget_superseded", every=timedelta(days=1))
def forget_superseded(job: Job) -> None:
    """Delete readings of runs that later ones replaced and no publication names.

    Each run in a transaction of its own: it may have read thousands of comments.
    """
    before = datetime.now(UTC) - SUPERSEDED_KEPT
    with job.database.read_session() as session:
        runs = list_superseded_runs(session, before)
    for run_id in runs:
        with job.database.writing() as session:
            forget_readings(session, run_id)
            session.commit()
