"""The engine for several machines: Procrastinate on PostgreSQL hands jobs out.

The job's row stays the one record of the work, as on SQLite: key, attempts, progress,
reason, and the attempt that owns it. Procrastinate carries messages that say "do this
row", wakes workers, and notices which of them are gone. A message too many is harmless,
since the row decides who may work; a missing one is sent again by `recover`.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Final
from uuid import UUID

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text
from sqlmodel import Session

from app.db import Database

_TASK: Final = "folkmoot.perform"
_QUEUE: Final = "folkmoot"
_LOOK_SECONDS: Final = 0.2
_LOOKS_BETWEEN: Final = 75
# A worker that gave no sign for so long is gone; it gives one every ten seconds.
_GONE_SECONDS: Final = 30

# Never opened: what it sends goes over the caller's connection.
_sender: Final = App(connector=SyncPsycopgConnector())

# Work that is free, or whose attempt is over, and about which no message is under way.
_UNSENT: Final = text("""
    SELECT job.id FROM job
    WHERE ((job.state = 'waiting' AND job.run_at <= now())
        OR (job.state = 'running' AND job.leased_until < now()))
      AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs AS message
        WHERE message.status IN ('todo', 'doing')
          AND message.args ->> 'job_id' = CAST(job.id AS text))
    FOR UPDATE OF job SKIP LOCKED
""")


def send(session: Session, job_id: UUID, *, at: datetime | None = None) -> None:
    """Have a job done at a time, or now; takes effect when the caller commits."""
    message = _sender.configure_task(
        _TASK,
        queue=_QUEUE,
        schedule_at=at,
        connection=session.connection().connection.driver_connection,
    )
    message.defer(job_id=str(job_id))


def recover(database: Database) -> None:
    """Send what nobody was told about, or whose worker is gone."""
    with database.writing() as session:
        for job_id in session.execute(_UNSENT).scalars():
            send(session, job_id)
        session.commit()


def run(
    database: Database, perform: Callable[[UUID], None], stopping: Event, *, wait: bool
) -> None:
    """Perform what is handed out, one at a time, until stopped (or idle).

    Raises:
        ConnectionError: The database does not answer.
    """
    try:
        asyncio.run(_run(database, perform, stopping, wait=wait))
    except (ConnectorException, psycopg.OperationalError) as error:
        raise ConnectionError(str(error)) from error


async def _run(
    database: Database, perform: Callable[[UUID], None], stopping: Event, *, wait: bool
) -> None:
    address = database.engine.url.set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=address.render_as_string(hide_password=False), min_size=1, max_size=4
    )
    app = App(connector=connector)

    @app.task(name=_TASK, queue=_QUEUE)
    def perform_one(job_id: str) -> None:
        perform(UUID(job_id))

    async with app.open_async():
        await _free_stalled(app)
        working = asyncio.create_task(
            app.run_worker_async(
                queues=[_QUEUE],
                wait=wait,
                concurrency=1,
                delete_jobs="always",
                install_signal_handlers=False,
                stalled_worker_timeout=_GONE_SECONDS,
            )
        )
        watching = asyncio.create_task(_watch(app, stopping, working))
        try:
            await working
        except asyncio.CancelledError:
            if not stopping.is_set():
                raise
        finally:
            watching.cancel()


async def _watch(app: App, stopping: Event, working: asyncio.Task[None]) -> None:
    """Ask the worker to stop when we are; meanwhile free messages of gone workers."""
    looks = 0
    while not stopping.is_set():
        await asyncio.sleep(_LOOK_SECONDS)
        looks += 1
        if looks % _LOOKS_BETWEEN == 0:
            await _free_stalled(app)
    working.cancel()


async def _free_stalled(app: App) -> None:
    manager = app.job_manager
    for message in await manager.get_stalled_jobs(
        queue=_QUEUE, seconds_since_heartbeat=_GONE_SECONDS
    ):
        await manager.retry_job(message)
