"""Full readings: queued by people, by a closing date, or by enough new comments."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from app.analysis.findings import Document, Findings, KnownTopic
from app.analysis.issues import Issue
from app.comments.models import Comment
from app.comments.queries import READABLE, list_readable_comments
from app.consultations.models import Consultation, Question, QuestionKind
from app.errors import N_, Conflict
from app.jobs import Job, LostJob, Stopping, given_up, reason_of, schedule, task
from app.topics.models import AnalysisRun, RunState
from app.topics.queries import (
    Wanted,
    count_comments_since,
    find_latest_run,
    get_run,
)
from app.topics.queries.comments import count_apart
from app.topics.queries.issues import list_compared
from app.topics.queries.runs import count_joined, find_run_to_join, list_known_topics
from app.topics.rules.judging import WATCHED, is_new_run_due
from app.topics.services.issues import map_if_changed
from app.topics.services.runs import (
    PERFORM,
    begin_run,
    fail_run,
    queue_run,
    store_findings,
)

_REPORT_EVERY: Final = 0.01
# After a failure that its retries did not mend, before a reading is tried unasked.
_REST: Final = timedelta(days=1)
_GAVE_UP: Final = N_(
    "The reading was cut off each time it was tried. Start it again, or tell whoever "
    "runs this site."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine is given of one question."""

    documents: Sequence[Document]
    known: tuple[KnownTopic, ...]
    wording: Mapping[str, str]
    issues: tuple[Issue, ...]


Progress: TypeAlias = Callable[[str, float], None]
Reader: TypeAlias = Callable[[Asked, Job, Progress], Findings]


def read_comments(asked: Asked, job: Job, progress: Progress) -> Findings:
    """Read with the real engine; it takes seconds to load, so only here."""
    from app.analysis.options import Options  # noqa: PLC0415 - seconds to load
    from app.analysis.pipeline import find_topics  # noqa: PLC0415

    options = Options(
        embedder=job.settings.embedder,
        region=job.settings.region,
        questions=asked.wording,
        known=asked.known,
        issues=asked.issues,
    )
    return find_topics(asked.documents, options=options, progress=progress)


@task(PERFORM)
def perform_run(job: Job, reader: Reader = read_comments) -> None:
    """Read the comments on one question and store what was found, all or nothing."""
    run_id = UUID(job.payload["run_id"])
    with job.database.writing() as session:
        run = get_run(session, run_id)
        if run.state is RunState.DONE or _is_superseded(session, run):
            return
        begin_run(session, run, job.attempt, now=datetime.now(UTC))
        session.commit()
    try:
        asked, findings = _read(job, run_id, reader)
        texts = {one.id: one.text for one in asked.documents}
        with job.database.writing() as session:
            run, now = get_run(session, run_id), datetime.now(UTC)
            store_findings(session, run, findings, texts, job.attempt, now)
            map_if_changed(session, run.consultation_id, asked.issues)
            session.commit()
    except (LostJob, Stopping):
        raise
    except Exception as error:
        with job.database.writing() as session:
            run = get_run(session, run_id)
            reason = reason_of(error)
            fail_run(session, run, job.attempt, reason, now=datetime.now(UTC))
            session.commit()
        raise


@given_up(PERFORM)
def tell_given_up(session: Session, payload: dict[str, Any]) -> None:
    """Say of a run that nobody will read it, instead of that it is being read."""
    run = session.get(AnalysisRun, UUID(payload["run_id"]))
    if run is not None and run.state in {RunState.QUEUED, RunState.RUNNING}:
        fail_run(session, run, run.attempt, _GAVE_UP, now=datetime.now(UTC))


def _is_superseded(session: Session, run: AnalysisRun) -> bool:
    """Tell whether somebody started another run after this one failed."""
    latest = find_latest_run(session, run.question_id)
    return run.state is RunState.FAILED and latest is not run


def _read(job: Job, run_id: UUID, reader: Reader) -> tuple[Asked, Findings]:
    with job.database.read_session() as session:
        asked = _asked(session, get_run(session, run_id))
    told = 0.0

    def progress(step: str, share: float) -> None:
        nonlocal told
        if share - told >= _REPORT_EVERY:
            told = share
            _show_progress(job, run_id, step, share)
        job.progress(step, share)

    return asked, reader(asked, job, progress)


def _asked(session: Session, run: AnalysisRun) -> Asked:
    question = session.get_one(Question, run.question_id)
    key = str(question.id)
    last = find_latest_run(session, question.id, RunState.DONE)
    return Asked(
        # What moderators masked further stays masked, and offsets fit what is shown.
        [
            Document(id=str(one.id), text=one.masked_text, question=key)
            for one in list_readable_comments(session, question.id)
        ],
        list_known_topics(session, last) if last else (),
        {key: question.wording},
        list_compared(session, run.consultation_id),
    )


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


@schedule("topics.notice", every=timedelta(minutes=5))
def notice(job: Job) -> None:
    """Queue a run where a consultation has closed unread, or enough has come in."""
    now = datetime.now(UTC)
    with job.database.read_session() as session:
        due = [one.id for one in _questions(session, now) if _is_due(session, one, now)]
    if not due:
        return
    with job.database.writing() as session:
        for question_id in due:
            with suppress(Conflict):  # its comments went meanwhile
                queue_run(session, session.get_one(Question, question_id), now=now)
        session.commit()


def _questions(session: Session, now: datetime) -> Sequence[Question]:
    """Return questions that may have something new to read.

    Of standing consultations, of those that closed lately, and of others that were
    never read: what is read and long closed is not looked at again and again.
    """
    closes_at = col(Consultation.closes_at)
    readable = exists().where(
        col(Comment.question_id) == col(Question.id), col(Comment.state).in_(READABLE)
    )
    was_read = exists().where(
        col(AnalysisRun.question_id) == col(Question.id),
        col(AnalysisRun.state) == RunState.DONE,
    )
    is_watched = closes_at.is_(None) | (closes_at >= now - WATCHED)
    return session.exec(
        select(Question)
        .join(Consultation, col(Consultation.id) == col(Question.consultation_id))
        .where(
            Question.kind == QuestionKind.FREE_TEXT,
            col(Consultation.published_at).is_not(None),
            col(Consultation.opens_at) <= now,
            (closes_at <= now) | closes_at.is_(None),
            is_watched | ~was_read,
            readable,
        )
    ).all()


def _is_due(session: Session, question: Question, now: datetime) -> bool:
    latest = find_latest_run(session, question.id)
    if latest is None:
        return True
    if latest.state is RunState.FAILED and latest.queued_at > now - _REST:
        return False
    run = find_run_to_join(session, question.id)
    return run is not None and _has_enough_new(session, run)


def _has_enough_new(session: Session, run: AnalysisRun) -> bool:
    return is_new_run_due(
        read=int(run.counts.get("comments", 0)),
        new=count_comments_since(session, run) + count_joined(session, run),
        unsorted=count_apart(session, run.id, is_substantive=True, wanted=Wanted()),
    )
