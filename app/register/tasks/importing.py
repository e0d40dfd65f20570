"""Files of registers: looked through, and taken in after a yes."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.jobs import Job, LostJob, Stopping, task
from app.register.models import ImportState, RegisterImport
from app.register.services.import_files import (
    begin_taking,
    finish,
    give_up,
    keep_look,
    opened,
    own_work,
    refuse,
    remove_some,
    take_span,
)
from app.register.services.intake import (
    AT_ONCE,
    IncomingFile,
    Terms,
    look_through,
    spans,
)
from app.register.standards.source import UnreadableFile

Write: TypeAlias = Callable[[Session, RegisterImport], int | None]


@task("register.import")
def perform_import(job: Job) -> None:
    """Look a file through, or take it in once somebody said yes."""
    import_id = UUID(job.payload["id"])
    try:
        _perform(job, import_id)
    except (LostJob, Stopping):
        raise
    except Exception:
        if job.is_last:
            with suppress(LostJob):
                _write(job, import_id, give_up)
        raise


def _perform(job: Job, import_id: UUID) -> None:
    with job.database.writing() as session:
        row = session.get(RegisterImport, import_id)
        if row is None or not row.state.is_working:
            return
        row.attempt = job.attempt
        session.add(row)
        session.commit()
        is_look = row.state is ImportState.CHECKING
        official = session.get_one(Official, row.official_id)
        terms = Terms(datetime.now(UTC), official, row.is_partial, row.id)
        session.expunge_all()
    try:
        file = opened(row)
    except UnreadableFile as error:
        reason = error
        _write(job, import_id, lambda own, one: refuse(own, one, reason))
        return
    if is_look:
        _look(job, import_id, file, terms)
    else:
        _take(job, import_id, file, terms, row.position)


def _look(job: Job, import_id: UUID, file: IncomingFile, terms: Terms) -> None:
    with job.database.read_session() as session:
        report = look_through(
            session, file, terms, lambda share: job.progress("checking", share)
        )
    _write(job, import_id, lambda own, row: keep_look(own, row, report))


def _take(
    job: Job, import_id: UUID, file: IncomingFile, terms: Terms, position: int
) -> None:
    """Take a file in from where another attempt stopped; each span is committed."""

    def span_of(span: slice) -> Write:
        return lambda own, row: take_span(own, row, file, span, terms)

    if not _write(job, import_id, lambda own, row: begin_taking(own, row, file, terms)):
        _look(job, import_id, file, terms)
        return
    for span in spans(file.count, position):
        _write(job, import_id, span_of(span))
        job.progress("importing", span.stop / file.count)
    while _write(
        job, import_id, lambda own, row: remove_some(own, row, file, terms, AT_ONCE)
    ):
        job.progress("importing", 1.0)
    now = datetime.now(UTC)
    _write(job, import_id, lambda own, row: finish(own, row, now=now))


def _write(job: Job, import_id: UUID, write: Write) -> int | None:
    """Do one thing in one transaction, if this attempt still owns the file."""
    with job.database.writing() as session:
        row = own_work(session.get(RegisterImport, import_id), job.attempt)
        done = write(session, row)
        session.commit()
        return done
