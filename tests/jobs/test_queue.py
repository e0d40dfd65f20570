"""The queue's contract: nothing is lost, nothing is stored by two attempts."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.db import Database
from app.jobs import (
    Job,
    JobRow,
    JobState,
    LostJob,
    Stopping,
    Worker,
    cancel,
    enqueue,
    given_up,
    schedule,
    task,
)
from app.jobs import queue as queue_module
from app.jobs.registry import GIVEN_UP, MOST_ATTEMPTS, SCHEDULES, TASKS
from app.settings import ROOT, Settings


@pytest.fixture(autouse=True)
def own_registry() -> Iterator[None]:
    registries: list[dict[str, Any]] = [TASKS, SCHEDULES, GIVEN_UP]
    before = [dict(one) for one in registries]
    for one in registries:
        one.clear()
    yield
    for one, was in zip(registries, before, strict=True):
        one.clear()
        one.update(was)


@pytest.fixture
def worker(database: Database, settings: Settings) -> Worker:
    return Worker(database, settings)


def jobs(database: Database) -> list[JobRow]:
    with database.read_session() as session:
        return list(session.exec(select(JobRow)))


def make_due(database: Database) -> None:
    """Let all waits and leases be over, and killed workers be noticed."""
    statements = ["UPDATE job SET run_at = :then, leased_until = :then"]
    if not database.is_sqlite:
        statements += [
            "UPDATE procrastinate_jobs SET scheduled_at = :then",
            "UPDATE procrastinate_workers SET last_heartbeat = :then",
        ]
    with database.writing() as session:
        for one in statements:
            session.execute(text(one), {"then": "2020-01-01 00:00:00.000000"})
        session.commit()


def test_a_job_is_done_with_its_payload(
    session: Session, database: Database, worker: Worker
):
    done: list[object] = []
    task("greet")(lambda job: done.append(job.payload["name"]))
    enqueue(session, "greet", {"name": "Ada"})
    session.commit()

    assert worker.run_until_idle() == 1
    assert done == ["Ada"]
    assert jobs(database)[0].state is JobState.DONE


def test_a_job_of_a_transaction_that_fails_was_never_there(
    session: Session, worker: Worker
):
    enqueue(session, "greet")
    session.rollback()

    assert worker.run_until_idle() == 0


def test_at_most_one_job_waits_under_a_key(session: Session, database: Database):
    enqueue(session, "read", key="question:1")
    enqueue(session, "read", key="question:1")
    session.commit()

    assert len(jobs(database)) == 1


def test_a_waiting_job_can_be_taken_back(
    session: Session, database: Database, worker: Worker
):
    enqueue(session, "read", key="question:1")
    cancel(session, "question:1")
    session.commit()

    assert worker.run_until_idle() == 0


def test_a_job_for_later_waits(session: Session, worker: Worker):
    later = queue_module.now_utc() + timedelta(hours=1)
    enqueue(session, "greet", run_at=later)
    session.commit()

    assert worker.run_until_idle() == 0


def test_a_failing_job_is_tried_again_and_dies_with_its_reason(
    session: Session, database: Database, worker: Worker
):
    def fail(job: Job) -> None:
        message = f"attempt {job.attempts}"
        raise ValueError(message)

    task("fail")(fail)
    enqueue(session, "fail")
    session.commit()

    for _ in range(MOST_ATTEMPTS):
        make_due(database)
        worker.run_until_idle()

    (row,) = jobs(database)
    assert row.state is JobState.DEAD
    assert row.failure == "ValueError"


def test_nothing_a_database_quotes_is_kept(
    session: Session,
    database: Database,
    worker: Worker,
    caplog: pytest.LogCaptureFixture,
):
    def store(_: Job) -> None:
        told = Exception(
            "duplicate key\nDETAIL:  Key (email)=(ann@example.org) exists."
        )
        raise IntegrityError("INSERT", {}, told)

    task("store")(store)
    enqueue(session, "store")
    session.commit()
    worker.run_until_idle()

    assert jobs(database)[0].failure == "Exception: duplicate key"
    assert "ann@" not in caplog.text


def test_what_depends_on_a_job_is_told_when_it_is_given_up(
    session: Session, database: Database, worker: Worker
):
    told: list[object] = []
    task("read")(lambda _: None)
    given_up("read")(lambda _, payload: told.append(payload["file"]))
    enqueue(session, "read", {"file": "a.csv"})
    for job in session.exec(select(JobRow)):
        job.attempts = MOST_ATTEMPTS  # as after so many kills
    session.commit()

    worker.run_until_idle()

    assert told == ["a.csv"]
    assert jobs(database)[0].state is JobState.DEAD


def test_a_job_is_given_up_also_if_nobody_can_be_told(
    session: Session, database: Database, worker: Worker
):
    def raises(*_: object) -> None:
        raise ValueError("nobody is there")

    task("read")(raises)
    given_up("read")(raises)
    enqueue(session, "read")
    session.commit()

    for _ in range(MOST_ATTEMPTS):
        make_due(database)
        worker.run_until_idle()

    assert jobs(database)[0].state is JobState.DEAD


def test_progress_can_be_seen_while_a_job_runs(
    session: Session, database: Database, worker: Worker
):
    seen: list[tuple[str, float]] = []

    def slow(job: Job) -> None:
        job.progress("reading", 0.5)
        seen.append((jobs(database)[0].step, jobs(database)[0].progress))

    task("slow")(slow)
    enqueue(session, "slow")
    session.commit()
    worker.run_until_idle()

    assert seen == [("reading", 0.5)]


def test_an_attempt_whose_lease_was_taken_is_told_so(
    session: Session, database: Database, settings: Settings
):
    told: list[bool] = []

    def overtaken(job: Job) -> None:
        make_due(database)
        assert queue_module.claim(database) is not None
        try:
            job.progress("too late", 0.9)
        except LostJob:
            told.append(True)
            raise

    task("overtaken")(overtaken)
    enqueue(session, "overtaken")
    session.commit()
    Worker(database, settings).run_until_idle()

    assert told == [True]
    assert jobs(database)[0].state is JobState.RUNNING


def test_a_stopping_worker_gives_its_job_back(
    session: Session, database: Database, worker: Worker
):
    def stop(job: Job) -> None:
        worker.stop()
        with pytest.raises(Stopping):
            job.progress("halfway", 0.5)
        raise Stopping

    task("stop")(stop)
    enqueue(session, "stop")
    session.commit()
    worker.run_until_idle()

    (row,) = jobs(database)
    assert (row.state, row.attempts) == (JobState.WAITING, 0)


def test_a_running_worker_takes_new_work_and_stops_when_asked(
    session: Session, worker: Worker
):
    done = threading.Event()
    task("greet")(lambda job: done.set())
    working = threading.Thread(target=worker.run)
    working.start()
    enqueue(session, "greet")
    session.commit()

    assert done.wait(20)
    worker.stop()
    working.join(20)
    assert not working.is_alive()


def test_a_job_for_which_no_message_went_out_is_done_all_the_same(
    session: Session, database: Database, worker: Worker
):
    task("greet")(lambda job: None)
    enqueue(session, "greet")
    if not database.is_sqlite:
        session.execute(text("DELETE FROM procrastinate_jobs"))
    session.commit()

    assert worker.run_until_idle() == 1


def test_a_schedule_is_enqueued_once_until_it_is_due_again(
    database: Database, worker: Worker
):
    done: list[str] = []
    schedule("sweep", every=timedelta(days=1))(lambda job: done.append(job.name))

    queue_module.enqueue_due_schedules(database)
    queue_module.enqueue_due_schedules(database)
    worker.run_until_idle()

    assert done == ["sweep"]


def test_a_job_that_no_worker_knows_is_not_lost(
    session: Session, database: Database, worker: Worker
):
    enqueue(session, "unknown")
    session.commit()

    worker.run_until_idle()

    assert jobs(database)[0].state is JobState.WAITING
    assert "no task" in jobs(database)[0].failure


KILLED = """
import sys, time
from pathlib import Path
from app.db import open_database
from app.jobs import Worker, task
from app.settings import Settings

started = Path(sys.argv[2])

@task("write")
def write(job):
    started.write_text(job.attempt)
    time.sleep(60)

Worker(open_database(sys.argv[1]), Settings()).run_until_idle()
"""


def test_a_job_of_a_killed_worker_is_done_by_the_next_attempt(
    session: Session,
    database: Database,
    database_url: str,
    tmp_path: Path,
    worker: Worker,
):
    enqueue(session, "write")
    session.commit()
    started = tmp_path / "started"
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, database_url, str(started)], cwd=ROOT
    )
    wait_for(started)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    attempts: list[str] = []
    task("write")(lambda job: attempts.append(job.attempt))

    assert worker.run_until_idle() == 0  # still leased
    make_due(database)
    worker.run_until_idle()

    assert len(attempts) == 1
    assert attempts[0] != started.read_text()
    assert jobs(database)[0].state is JobState.DONE


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, "the other process never started"
        time.sleep(0.02)


def test_the_schema_of_the_message_carrier_is_the_one_we_migrate_to():
    """If this fails, add a migration that applies what the newer library brings."""
    newest = max(Path(SchemaManager.get_migrations_path()).glob("*.sql")).name

    assert newest == import_module("migrations.versions.0005_messages").LAST
