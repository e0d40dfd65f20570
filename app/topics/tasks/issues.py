"""Compares comments anew when a consultation's list of known concerns changed."""

from collections.abc import Callable, Sequence
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session

from app.analysis.issues import Issue
from app.jobs import Job, task
from app.topics.models import AnalysisRun, RunState
from app.topics.queries import find_latest_run, list_text_questions
from app.topics.queries.comments import list_passages
from app.topics.queries.issues import list_compared
from app.topics.services.issues import MAP
from app.topics.services.readings import replace_issues

Mapper: TypeAlias = Callable[
    [Sequence[Sequence[str]], Sequence[Issue], Job], Sequence[dict[str, float]]
]


def map_with_engine(
    comments: Sequence[Sequence[str]], issues: Sequence[Issue], job: Job
) -> Sequence[dict[str, float]]:
    """Compare with the real engine; it takes seconds to load, so only here."""
    from app.analysis.pipeline import map_issues as compare  # noqa: PLC0415

    return compare(comments, issues, embedder=job.settings.embedder)


@task(MAP)
def map_issues(job: Job, mapper: Mapper = map_with_engine) -> None:
    """Map the comments of a consultation's latest runs to its list as it is now."""
    consultation_id = UUID(job.payload["consultation_id"])
    with job.database.read_session() as session:
        issues = list_compared(session, consultation_id)
        written = [
            (run, list_passages(session, run))
            for run in _runs(session, consultation_id)
        ]
    for run, passages in written:
        scores = mapper([texts for _, texts in passages], issues, job)
        ids = [comment_id for comment_id, _ in passages]
        with job.database.writing() as session:
            if list_compared(session, consultation_id) != issues:
                return  # whoever changed the list meanwhile has queued another job
            replace_issues(session, run, dict(zip(ids, scores, strict=True)))
            session.commit()


def _runs(session: Session, consultation_id: UUID) -> list[AnalysisRun]:
    runs = [
        find_latest_run(session, one.id, RunState.DONE)
        for one in list_text_questions(session, consultation_id)
    ]
    return [one for one in runs if one is not None]
