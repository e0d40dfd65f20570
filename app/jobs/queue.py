"""Puts jobs in and takes them out. Every claim is one short write transaction."""

import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from app.db import Database
from app.jobs.models import JobRow, JobState, ScheduleRow, WorkerBeat
from app.jobs.reasons import reason_of
from app.jobs.registry import GIVEN_UP, MOST_ATTEMPTS, SCHEDULES, LostJob

log = logging.getLogger("folkmoot.worker")

LEASE: Final = timedelta(seconds=60)
_FIRST_WAIT: Final = timedelta(seconds=10)
_KEPT: Final = timedelta(days=30)
_KEPT_DEAD: Final = timedelta(days=90)
_KEPT_BEAT: Final = timedelta(days=1)
_LONGEST_FAILURE: Final = 2_000


def now_utc() -> datetime:
    """Return the time; the queue is told it by nobody."""
    return datetime.now(UTC)


def enqueue(
    session: Session,
    name: str,
    payload: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Add a job in the caller's transaction; nothing when one with `key` waits."""
    if key is not None and _waits(session, key):
        return
    now = now_utc()
    row = JobRow(
        name=name,
        payload=payload or {},
        key=key,
        run_at=run_at or now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    _announce(session, row, at=run_at)


def _announce(session: Session, row: JobRow, *, at: datetime | None) -> None:
    """Tell the engine of several machines; on SQLite the row itself is the queue."""
    if session.get_bind().dialect.name == "postgresql":
        from app.jobs import messages  # noqa: PLC0415 - only where it is used

        messages.send(session, row.id, at=at)


def cancel(session: Session, key: str) -> None:
    """Take a waiting job back."""
    session.execute(
        delete(JobRow).where(
            col(JobRow.key) == key, col(JobRow.state) == JobState.WAITING
        )
    )


def is_under_way(session: Session, key: str) -> bool:
    """Tell whether a job with this key waits or runs; a dead one never comes back."""
    alive = col(JobRow.state).in_([JobState.WAITING, JobState.RUNNING])
    query = select(JobRow.id).where(JobRow.key == key, alive)
    return session.exec(query.limit(1)).first() is not None


def _waits(session: Session, key: str) -> bool:
    query = select(JobRow.id).where(JobRow.key == key, JobRow.state == JobState.WAITING)
    return session.exec(query).first() is not None


def claim(database: Database, job_id: UUID | None = None) -> JobRow | None:
    """Lease the oldest job that is due, or whose lease ran out.

    With an id, that job and no other: who was handed it need not ask whether it is
    due, for the clocks of two machines differ.
    """
    now = now_utc()
    waits = col(JobRow.state) == JobState.WAITING
    is_over = (col(JobRow.state) == JobState.RUNNING) & (col(JobRow.leased_until) < now)
    if job_id is None:
        is_free = or_(waits & (col(JobRow.run_at) <= now), is_over)
    else:
        is_free = (waits | is_over) & (col(JobRow.id) == job_id)
    with database.writing() as session:
        row = session.exec(
            select(JobRow)
            .where(is_free)
            .order_by(col(JobRow.run_at))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        row.attempts += 1
        row.attempt = secrets.token_hex(16)
        row.leased_until = now + LEASE
        if row.attempts > MOST_ATTEMPTS:
            _die(session, row, "The worker stopped or was killed each time.", now)
        else:
            row.state = JobState.RUNNING
        session.add(row)
        session.commit()
        session.refresh(row)
        return row if row.state is JobState.RUNNING else None


def renew(
    database: Database,
    job_id: UUID,
    attempt: str,
    progress: tuple[str, float] | None = None,
) -> None:
    """Prolong a lease, and store progress if given.

    Raises:
        LostJob: The lease ran out and another attempt has the job.
    """
    values: dict[str, Any] = {"leased_until": now_utc() + LEASE}
    if progress is not None:
        values |= {"step": progress[0][:60], "progress": progress[1]}
    with database.writing() as session:
        changed = session.connection().execute(
            update(JobRow)
            .where(col(JobRow.id) == job_id, col(JobRow.attempt) == attempt)
            .values(**values)
        )
        session.commit()
    if changed.rowcount == 0:
        raise LostJob


def finish(database: Database, job_id: UUID, attempt: str) -> None:
    """Mark a job as done, if this attempt still owns it."""
    with database.writing() as session:
        row = _owned(session, job_id, attempt)
        if row is not None:
            row.state, row.progress = JobState.DONE, 1.0
            row.leased_until, row.finished_at = None, now_utc()
            row.failure = ""
            session.add(row)
            session.commit()


def fail(database: Database, job_id: UUID, attempt: str, reason: str) -> None:
    """Put a job back with a growing wait, or let it die with its reason."""
    with database.writing() as session:
        row = _owned(session, job_id, attempt)
        if row is None:
            return
        now = now_utc()
        if row.attempts >= MOST_ATTEMPTS:
            _die(session, row, reason, now)
        else:
            _put_back(session, row, now + _FIRST_WAIT * 3 ** (row.attempts - 1))
            row.failure = reason[:_LONGEST_FAILURE]
        session.add(row)
        session.commit()


def give_back(database: Database, job_id: UUID, attempt: str) -> None:
    """Put a job back at once, because the worker is stopping; costs no attempt."""
    with database.writing() as session:
        row = _owned(session, job_id, attempt)
        if row is not None:
            row.attempts -= 1
            _put_back(session, row, now_utc())
            session.add(row)
            session.commit()


def _put_back(session: Session, row: JobRow, run_at: datetime) -> None:
    # Another one with this key may have come meanwhile; then that one will do.
    if row.key is not None and _waits(session, row.key):
        row.key = None
    row.state, row.run_at, row.leased_until = JobState.WAITING, run_at, None
    _announce(session, row, at=run_at)


def _die(session: Session, row: JobRow, reason: str, now: datetime) -> None:
    row.state, row.leased_until, row.finished_at = JobState.DEAD, None, now
    row.failure = (row.failure or reason)[:_LONGEST_FAILURE]
    note = GIVEN_UP.get(row.name)
    if note is None:
        return
    try:
        with session.begin_nested():
            note(session, row.payload)
    except Exception as error:  # noqa: BLE001 - other jobs must not wait for it
        log.error("%s: giving up was not noted: %s", row.name, reason_of(error))  # noqa: TRY400


def _owned(session: Session, job_id: UUID, attempt: str) -> JobRow | None:
    query = select(JobRow).where(JobRow.id == job_id, JobRow.attempt == attempt)
    return session.exec(query).one_or_none()


def enqueue_due_schedules(database: Database) -> None:
    """Enqueue each schedule that is due, once over all workers."""
    now = now_utc()
    with database.writing() as session:
        rows = {one.name: one for one in session.exec(select(ScheduleRow))}
        for name, every in SCHEDULES.items():
            row = rows.get(name) or ScheduleRow(name=name, due_at=now)
            if row.due_at > now:
                continue
            enqueue(session, name, key=f"schedule:{name}")
            row.due_at = now + every
            session.add(row)
        _forget_old(session, now)
        session.commit()


def _forget_old(session: Session, now: datetime) -> None:
    for state, kept in ((JobState.DONE, _KEPT), (JobState.DEAD, _KEPT_DEAD)):
        session.execute(
            delete(JobRow).where(
                col(JobRow.state) == state, col(JobRow.finished_at) < now - kept
            )
        )
    session.execute(delete(WorkerBeat).where(col(WorkerBeat.at) < now - _KEPT_BEAT))


def beat(database: Database, worker: str) -> None:
    """Leave a sign of life."""
    with database.writing() as session:
        session.merge(WorkerBeat(worker=worker, at=now_utc()))
        session.commit()
