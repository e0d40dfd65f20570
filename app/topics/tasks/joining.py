"""New comments join the topics there are, within a minute and without a new reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from app.analysis.findings import Document, KnownTopic, ReadComment
from app.analysis.issues import Issue
from app.consultations.models import Question
from app.jobs import Job, enqueue, schedule, task
from app.topics.models import RunState
from app.topics.queries import (
    count_comments_since,
    find_latest_run,
    list_unread,
)
from app.topics.queries.issues import list_compared
from app.topics.queries.runs import (
    find_run_to_join,
    list_known_topics,
    list_watched_runs,
)
from app.topics.rules.judging import WATCHED
from app.topics.services.issues import map_if_changed
from app.topics.services.readings import join_comments

JOIN: Final = "topics.join_new"
_AT_ONCE: Final = 500
# Comments come long after closing only by import, and then somebody starts a reading.


@dataclass(frozen=True, slots=True)
class New:
    """New comments on one question, and the topics that they may join."""

    documents: Sequence[Document]
    known: tuple[KnownTopic, ...]
    wording: dict[str, str]
    issues: tuple[Issue, ...]


Joiner: TypeAlias = Callable[[New, Job], Sequence[ReadComment]]


def read_new(new: New, job: Job) -> Sequence[ReadComment]:
    """Read with the real engine; it takes seconds to load, so only here."""
    from app.analysis.options import Options  # noqa: PLC0415 - seconds to load
    from app.analysis.pipeline import join_topics  # noqa: PLC0415

    options = Options(
        embedder=job.settings.embedder,
        region=job.settings.region,
        questions=new.wording,
        issues=new.issues,
    )
    return join_topics(new.documents, new.known, options=options)


@schedule("topics.notice_new", every=timedelta(minutes=1))
def notice_new(job: Job) -> None:
    """Have new comments joined where their question has been read before."""
    since = datetime.now(UTC) - WATCHED
    with job.database.read_session() as session:
        keys = [
            str(run.question_id)
            for run in list_watched_runs(session, since)
            if count_comments_since(session, run)
        ]
    if not keys:
        return
    with job.database.writing() as session:
        for key in keys:
            enqueue(session, JOIN, {"question_id": key}, key=f"join:{key}")
        session.commit()


@task(JOIN)
def join_new(job: Job, joiner: Joiner = read_new) -> None:
    """Join what came since the last run on a question; the rest waits for the next job.

    Nothing happens while a full reading is under way: it reads the new ones too.
    """
    question_id = UUID(job.payload["question_id"])
    with job.database.read_session() as session:
        run = find_run_to_join(session, question_id)
        if run is None:
            return
        question = session.get_one(Question, question_id)
        comments = list_unread(session, run, limit=_AT_ONCE)
        new = New(
            [
                Document(
                    id=str(one.id), text=one.masked_text, question=str(question_id)
                )
                for one in comments
            ],
            list_known_topics(session, run),
            {str(question_id): question.wording},
            list_compared(session, run.consultation_id),
        )
    if not new.documents:
        return
    read = joiner(new, job)
    texts = {one.id: one.text for one in new.documents}
    with job.database.writing() as session:
        latest = find_latest_run(session, question_id, RunState.DONE)
        if latest is None or latest.id != run.id:
            return  # a newer run has read them
        join_comments(session, latest, read, texts, now=datetime.now(UTC))
        map_if_changed(session, latest.consultation_id, new.issues)
        if count_comments_since(session, latest):
            key = str(question_id)
            enqueue(session, JOIN, {"question_id": key}, key=f"join:{key}")
        session.commit()
