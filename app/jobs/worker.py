"""Does jobs, one at a time, until asked to stop."""

import logging
import os
import socket
import threading
import traceback
from typing import Final
from uuid import UUID

from sqlalchemy.exc import OperationalError

from app.db import Database
from app.jobs import queue
from app.jobs.models import JobRow
from app.jobs.reasons import reason_of
from app.jobs.registry import TASKS, Job, LostJob, Stopping
from app.settings import Settings

log = logging.getLogger("folkmoot.worker")

_IDLE_SECONDS: Final = 0.5
_BEAT_SECONDS: Final = 15.0
_FRAMES: Final = 12
_UNREACHABLE: Final = (OperationalError, ConnectionError)


class Worker:
    """Claims jobs and performs them; a lease is renewed while a job runs."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:80]
        self.stopping = threading.Event()
        self.done = 0

    def stop(self) -> None:
        """Ask to stop; a running job is given back at its next progress."""
        self.stopping.set()

    def run(self) -> None:
        """Work until asked to stop."""
        beating = threading.Thread(target=self._beat, daemon=True)
        beating.start()
        while not self.stopping.is_set():
            try:
                self._work(wait=True)
            except _UNREACHABLE:
                log.exception("the database does not answer")
            self.stopping.wait(_IDLE_SECONDS)
        beating.join()

    def run_until_idle(self) -> int:
        """Do everything that is due now; return how many jobs that were."""
        before = self.done
        self._work(wait=False)
        return self.done - before

    def _work(self, *, wait: bool) -> None:
        if self.database.is_sqlite:
            while not self.stopping.is_set():
                row = queue.claim(self.database)
                if row is None:
                    return
                self._do(row)
        else:
            from app.jobs import messages  # noqa: PLC0415 - only where it is used

            messages.recover(self.database)
            messages.run(self.database, self._do_handed, self.stopping, wait=wait)

    def _recover(self) -> None:
        if not self.database.is_sqlite:
            from app.jobs import messages  # noqa: PLC0415 - only where it is used

            messages.recover(self.database)

    def _do_handed(self, job_id: UUID) -> None:
        row = queue.claim(self.database, job_id)
        if row is not None:
            self._do(row)

    def _do(self, row: JobRow) -> None:
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(row, ended), daemon=True)
        renewing.start()
        try:
            self._perform(row)
        finally:
            ended.set()
            renewing.join()
        self.done += 1

    def _perform(self, row: JobRow) -> None:
        perform = TASKS.get(row.name)
        if perform is None:
            queue.fail(self.database, row.id, row.attempt, f"no task {row.name!r}")
            return
        try:
            perform(self._job_of(row))
        except LostJob:
            log.warning("%s: another attempt has it", row.name)
        except Stopping:
            queue.give_back(self.database, row.id, row.attempt)
        except Exception as error:  # noqa: BLE001 - whatever a task may raise
            reason = reason_of(error)
            # Where it happened, but not the values that its message may quote.
            frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
            where = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
            log.error("%s failed: %s", row.name, reason, extra={"where": where})  # noqa: TRY400
            queue.fail(self.database, row.id, row.attempt, reason)
        else:
            queue.finish(self.database, row.id, row.attempt)

    def _job_of(self, row: JobRow) -> Job:
        def report(step: str, share: float) -> None:
            queue.renew(self.database, row.id, row.attempt, (step, share))

        return Job(
            name=row.name,
            payload=row.payload,
            attempt=row.attempt,
            attempts=row.attempts,
            database=self.database,
            settings=self.settings,
            report=report,
            stopping=self.stopping,
        )

    def _renew(self, row: JobRow, ended: threading.Event) -> None:
        third = queue.LEASE.total_seconds() / 3
        while not ended.wait(third):
            try:
                queue.renew(self.database, row.id, row.attempt)
            except LostJob:
                return
            except OperationalError:
                log.exception("cannot renew the lease")

    def _beat(self) -> None:
        while True:
            try:
                queue.beat(self.database, self.name)
                queue.enqueue_due_schedules(self.database)
                self._recover()
            except _UNREACHABLE:
                log.exception("no sign of life")
            if self.stopping.wait(_BEAT_SECONDS):
                return
