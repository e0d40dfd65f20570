"""Imports that are taken back, some systems at a time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from sqlmodel import Session

from app.jobs import Job, LostJob, Stopping, task
from app.register.models import TakingBack
from app.register.services.taking_back import (
    finish_taking_back,
    own_taking_back,
    stop_taking_back,
    take_back_some,
)

DoneT = TypeVar("DoneT")
Write: TypeAlias = Callable[[Session, TakingBack], DoneT]


@task("register.take_back")
def perform_taking_back(job: Job) -> None:
    """Take an import back from where another attempt stopped."""
    import_id = UUID(job.payload["id"])
    try:
        _perform(job, import_id)
    except (LostJob, Stopping):
        raise
    except Exception:
        if job.is_last:
            with suppress(LostJob):
                _write(job, import_id, stop_taking_back)
        raise


def _perform(job: Job, import_id: UUID) -> None:
    with job.database.writing() as session:
        taking = session.get(TakingBack, import_id)
        if taking is None or not taking.is_working:
            return
        taking.attempt, total = job.attempt, taking.total
        done = taking.position
        session.add(taking)
        session.commit()
    # One moment for all of it, so that feeds tell of it as of one thing.
    now = datetime.now(UTC)
    while some := _write(
        job, import_id, lambda own, row: take_back_some(own, row, now=now)
    ):
        done += some
        job.progress("taking back", min(1.0, done / max(1, total)))
    finished_at = datetime.now(UTC)
    _write(
        job, import_id, lambda own, row: finish_taking_back(own, row, now=finished_at)
    )


def _write(job: Job, import_id: UUID, write: Write[DoneT]) -> DoneT:
    """Do one thing in one transaction, if this attempt still owns the work."""
    with job.database.writing() as session:
        row = session.get(TakingBack, import_id, with_for_update=True)
        taking = own_taking_back(row, job.attempt)
        done = write(session, taking)
        session.commit()
        return done
