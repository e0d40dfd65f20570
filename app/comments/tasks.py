"""What the worker does with large files, and with those nobody came back to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.comments.models import CommentImport, ImportState
from app.comments.schemas import ImportForm
from app.comments.services.importing import ImportPlan, mask_plan
from app.comments.services.imports import (
    CHECK,
    PERFORM,
    check_import,
    fail_import,
    forget_uploads,
    plan_of,
    settle_import,
)
from app.errors import N_, DomainError, Invalid
from app.jobs import Job, LostJob, given_up, schedule, task

# Reading takes the first part of the time, masking the rest; storing is quick.
_READ: Final = 0.3
_GAVE_UP: Final = N_(
    "Something went wrong on our side. Try again, or tell whoever runs this site."
)


@task(CHECK)
def check(job: Job) -> None:
    """Find out what a large file would bring."""
    with _giving_up(job, ImportState.CHECKING):
        plan = _plan(job)
        with job.database.writing() as session:
            one = _owned(session, job.payload, ImportState.CHECKING)
            if one is not None:
                check_import(session, one, plan)
                session.commit()


@task(PERFORM)
def perform(job: Job) -> None:
    """Take a large file in: all of it in one transaction, or nothing.

    An attempt that another one overtook stores nothing. Two files that bring the same
    submission cannot both be stored; the second is then read again.
    """
    with job.database.writing() as session:
        one = _owned(session, job.payload, ImportState.QUEUED)
        if one is None:
            return
        one.attempt = job.attempt
        session.commit()
    with _giving_up(job, ImportState.QUEUED):
        plan = _plan(job)
        mask_plan(
            plan,
            job.settings.region,
            lambda share: _show(job, _READ + share - _READ * share),
        )
        with job.database.writing() as session:
            one = _owned(session, job.payload, ImportState.QUEUED)
            if one is None or one.attempt != job.attempt:
                raise LostJob
            settle_import(session, one, plan, now=datetime.now(UTC))
            session.commit()
    job.database.forget_erased()


@given_up(CHECK)
def stop_checking(session: Session, payload: dict[str, Any]) -> None:
    """Let a file be tried again that no attempt could check."""
    _fail(session, payload, ImportState.CHECKING, _GAVE_UP)


@given_up(PERFORM)
def stop_importing(session: Session, payload: dict[str, Any]) -> None:
    """Let a file be tried again that no attempt could take in."""
    _fail(session, payload, ImportState.QUEUED, _GAVE_UP)


@schedule("comments.forget_uploads", every=timedelta(hours=1))
def forget(job: Job) -> None:
    """Let files go that nobody has imported for a day."""
    with job.database.writing() as session:
        forget_uploads(session, datetime.now(UTC))
        session.commit()
    job.database.forget_erased()


def told(error: DomainError) -> str:
    """Return what the page says: message ids, each on a line of its own."""
    if isinstance(error, Invalid):
        return "\n".join(error.field_errors.values())
    return str(error)


def _plan(job: Job) -> ImportPlan:
    _show(job, 0.0)
    with job.database.read_session() as session:
        one = session.get_one(CommentImport, UUID(job.payload["import_id"]))
        region = job.settings.region
        form = ImportForm.model_validate(one.choices)
        plan = plan_of(session, one, form, region=region, now=datetime.now(UTC))
    _show(job, _READ)
    return plan


def _show(job: Job, share: float) -> None:
    job.progress("reading", share)
    with job.database.writing() as session:
        one = session.get_one(CommentImport, UUID(job.payload["import_id"]))
        one.progress = share
        session.commit()


@contextmanager
def _giving_up(job: Job, state: ImportState) -> Iterator[None]:
    """Tell the page what is wrong with a file, which no other attempt would mend."""
    try:
        yield
    except DomainError as error:
        with job.database.writing() as session:
            _fail(session, job.payload, state, told(error))
            session.commit()


def _fail(
    session: Session, payload: dict[str, Any], state: ImportState, reason: str
) -> None:
    one = _owned(session, payload, state)
    if one is not None:
        fail_import(session, one, reason)


def _owned(
    session: Session, payload: dict[str, Any], state: ImportState
) -> CommentImport | None:
    """Return the import that a job is about, if it still waits for it."""
    key = UUID(payload["import_id"])
    # Held, so that nobody discards it while what it brings is stored.
    one = session.get(CommentImport, key, with_for_update=True)
    return one if one is not None and one.state is state else None
