"""What the worker does with comments: reads them, and notices when it should."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.analysis.findings import Document, Findings, KnownTopic
from app.comments.queries import list_readable_comments
from app.consultations.models import Consultation, Question, QuestionKind
from app.jobs import Job, LostJob, Stopping, schedule, task
from app.topics.models import AnalysisRun, RunState, TopicComment
from app.topics.queries import (
    count_comments_since,
    count_readable,
    find_latest_run,
    get_run,
    list_found_topics,
)
from app.topics.services.runs import (
    PERFORM,
    begin_run,
    fail_run,
    queue_run,
    store_findings,
)

log = logging.getLogger("folkmoot.topics")

# A run starts by itself when this many comments came since the last one.
_FEWEST_NEW: Final = 25
_NEW_SHARE: Final = 0.1
_REPORT_EVERY: Final = 0.01

Reader = Callable[..., Findings]


def read_comments(
    documents: Sequence[Document],
    known: tuple[KnownTopic, ...],
    job: Job,
    progress: Callable[[str, float], None],
    wording: dict[str, str],
) -> Findings:
    """Read with the real engine; it takes seconds to load, so only here."""
    from app.analysis.options import Options  # noqa: PLC0415 - seconds to load
    from app.analysis.pipeline import find_topics  # noqa: PLC0415

    options = Options(
        embedder=job.settings.embedder,
        region=job.settings.region,
        questions=wording,
        known=known,
    )
    return find_topics(documents, options=options, progress=progress)


@task(PERFORM)
def perform_run(job: Job, reader: Reader = read_comments) -> None:
    """Read the comments on one question and store what was found, all or nothing."""
    run_id = UUID(job.payload["run_id"])
    with job.database.writing() as session:
        run = get_run(session, run_id)
        if run.state is RunState.DONE:
            return
        begin_run(session, run, job.attempt, now=datetime.now(UTC))
        session.commit()
    try:
        findings = _read(job, run_id, reader)
        with job.database.writing() as session:
            run = get_run(session, run_id)
            store_findings(session, run, findings, job.attempt, datetime.now(UTC))
            session.commit()
    except (LostJob, Stopping):
        raise
    except Exception as error:
        with job.database.writing() as session:
            run = get_run(session, run_id)
            reason = f"{type(error).__name__}: {error}"
            fail_run(session, run, job.attempt, reason, now=datetime.now(UTC))
            session.commit()
        raise


def _read(job: Job, run_id: UUID, reader: Reader) -> Findings:
    with job.database.read_session() as session:
        run = get_run(session, run_id)
        question = session.get_one(Question, run.question_id)
        documents = [
            Document(id=str(one.id), text=one.text, question=str(question.id))
            for one in list_readable_comments(session, question.id)
        ]
        known = _known(session, run)
        wording = {str(question.id): question.wording}
    told = 0.0

    def progress(step: str, share: float) -> None:
        nonlocal told
        if share - told >= _REPORT_EVERY:
            told = share
            _show_progress(job, run_id, step, share)
        job.progress(step, share)

    return reader(documents, known, job, progress, wording)


def _show_progress(job: Job, run_id: UUID, step: str, share: float) -> None:
    with job.database.writing() as session:
        session.execute(
            update(AnalysisRun)
            .where(
                col(AnalysisRun.id) == run_id,
                col(AnalysisRun.attempt) == job.attempt,
            )
            .values(step=step[:60], progress=share)
        )
        session.commit()


def _known(session: Session, run: AnalysisRun) -> tuple[KnownTopic, ...]:
    last = find_latest_run(session, run.question_id, RunState.DONE)
    if last is None:
        return ()
    members: dict[str, set[str]] = {}
    rows = session.exec(select(TopicComment).where(TopicComment.run_id == last.id))
    for one in rows:
        members.setdefault(one.key, set()).add(str(one.comment_id))
    return tuple(
        KnownTopic(
            id=one.key,
            question=str(run.question_id),
            parent=one.parent_key,
            comments=frozenset(members.get(one.key, ())),
            centroid=tuple(one.centroid),
            reach=one.reach,
            embedder=str(last.parameters.get("embedder", "")),
        )
        for one in list_found_topics(session, last.id)
    )


@schedule("topics.notice", every=timedelta(minutes=5))
def notice(job: Job) -> None:
    """Queue a run where a consultation has closed unread, or enough has come in."""
    now = datetime.now(UTC)
    with job.database.writing() as session:
        for question in _questions(session, now):
            run = find_latest_run(session, question.id)
            if run is None or _has_enough_new(session, run):
                queue_run(session, question, now=now)
        session.commit()


def _questions(session: Session, now: datetime) -> list[Question]:
    """Return questions of closed and of standing consultations that have comments."""
    rows = session.exec(
        select(Question)
        .join(Consultation, col(Consultation.id) == col(Question.consultation_id))
        .where(
            Question.kind == QuestionKind.FREE_TEXT,
            col(Consultation.published_at).is_not(None),
            col(Consultation.opens_at) <= now,
            (col(Consultation.closes_at) <= now)
            | col(Consultation.closes_at).is_(None),
        )
    ).all()
    return [one for one in rows if count_readable(session, one.id)]


def _has_enough_new(session: Session, run: AnalysisRun) -> bool:
    if run.state is not RunState.DONE:
        return False
    read = int(run.counts.get("comments", 0))
    return count_comments_since(session, run) >= max(_FEWEST_NEW, _NEW_SHARE * read)
