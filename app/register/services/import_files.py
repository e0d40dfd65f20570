"""An official's file: received, looked through, and taken in by a worker."""

import gzip
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.errors import N_, Conflict, DomainError, Invalid
from app.jobs import LostJob, enqueue, is_under_way
from app.register.models import ImportState, RegisterImport
from app.register.schemas.exchange import ImportReport
from app.register.services.intake import IncomingFile, Terms
from app.register.services.intake_files import open_file

# A file that nobody decided on goes after a day, a report after a quarter of a year.
_UNDECIDED: Final = timedelta(days=1)
_KEPT: Final = timedelta(days=90)
# Nearly as small as the utmost, in a fraction of the time.
_LIGHT: Final = 1
_REMOVES_MANY: Final = N_(
    "Tick this if these records are to go. If the file is only a part of the register, "
    "send it again and say so."
)
_MORE_WOULD_GO: Final = N_(
    "Nothing was imported. The register changed since this file was checked, and now "
    "many records would go off our lists. Look again at what would happen."
)
_WITHOUT_DECISION: Final = (ImportState.CHECKING, ImportState.CHECKED)
_REPORTED: Final = (ImportState.DONE, ImportState.FAILED)


def pack(content: bytes) -> bytes:
    """Make a file small enough to keep, before anything is written."""
    return gzip.compress(content, compresslevel=_LIGHT)


def receive_file(
    session: Session,
    official: Official,
    form: tuple[str, str, bytes],
    *,
    is_partial: bool,
    now: datetime,
) -> RegisterImport:
    """Keep a file and have it looked through; `form` is format, name and content.

    The content comes packed: that takes long, and here others already wait to write.
    """
    name, file_name, packed = form
    row = RegisterImport(
        organisation_id=official.organisation_id,
        official_id=official.id,
        format=name,
        file_name=file_name,
        content=packed,
        is_partial=is_partial,
        uploaded_at=now,
    )
    session.add(row)
    session.flush()
    _enqueue(session, row)
    return row


def decide(
    session: Session,
    row: RegisterImport,
    *,
    skips_rejected: bool,
    allows_removals: bool = False,
) -> None:
    """Take the file in; records that were rejected only stay out when that was chosen.

    Raises:
        Conflict: It was decided already, nothing would change, or records are rejected.
        Invalid: So much would go off the lists that somebody has to say yes to that.
    """
    if row.state is not ImportState.CHECKED:
        raise Conflict(N_("This file is not waiting for a decision any more."))
    seen = ImportReport.of(row.report)
    if seen.changes_nothing:
        raise Conflict(N_("Importing this file would change nothing."))
    if seen.rejected and not skips_rejected:
        raise Conflict(
            N_(
                "Some records cannot be imported. Choose to leave them out, or mend them."
            )
        )
    if seen.removes_many and not allows_removals:
        raise Invalid({"removals": _REMOVES_MANY})
    row.state = ImportState.IMPORTING
    row.position, row.failure = 0, ""
    session.add(row)
    _enqueue(session, row)


def own_work(row: RegisterImport | None, attempt: str) -> RegisterImport:
    """Return the row if this attempt of a job still owns it.

    Raises:
        LostJob: Another attempt does, or the file is gone.
    """
    if row is None or row.attempt != attempt or not row.state.is_working:
        raise LostJob
    return row


def opened(row: RegisterImport) -> IncomingFile:
    """Read the file.

    Raises:
        UnreadableFile: It cannot be read as what it was said to be.
    """
    return open_file(row.format, gzip.decompress(row.content))


def refuse(session: Session, row: RegisterImport, error: DomainError) -> None:
    """Note why a file cannot be read at all."""
    row.state = ImportState.FAILED
    row.failure = error.message
    row.failure_parameters = {key: str(one) for key, one in error.parameters.items()}
    row.content = b""
    session.add(row)


def give_up(session: Session, row: RegisterImport) -> None:
    """Note that no further attempt is made; what was taken in stays."""
    reason = N_(
        "Something went wrong several times, and we stopped. Tell whoever runs this "
        "site; then send the file again."
    )
    if row.position:
        reason = N_(
            "Something went wrong several times, and we stopped. Some of the records "
            "are imported already. Tell whoever runs this site; then send the file "
            "again, which goes on with the rest."
        )
    refuse(session, row, DomainError(reason))


def give_up_lost(session: Session) -> None:
    """Give up on files whose job died with its worker, so that it could not say so."""
    working = [one for one in ImportState if one.is_working]
    query = select(RegisterImport).where(col(RegisterImport.state).in_(working))
    for row in session.exec(query):
        if not is_under_way(session, _key(row)):
            give_up(session, row)


def keep_look(session: Session, row: RegisterImport, report: ImportReport) -> None:
    """Show what would happen, and wait for somebody to decide."""
    row.state = ImportState.CHECKED
    row.total = report.read
    row.report = report.as_json()
    session.add(row)


def begin_taking(
    session: Session, row: RegisterImport, file: IncomingFile, terms: Terms
) -> bool:
    """Put an empty report in the place of what was foretold; an attempt goes on with it.

    Return False where the file has to be looked through again: so much would go by now
    that somebody has to say yes to that, and nobody was asked.
    """
    if not row.report.get("is_dry_run"):
        return True
    session.add(row)
    if not ImportReport.of(row.report).removes_many:
        missing, held = (
            file.list_missing(session, terms),
            file.count_held(session, terms),
        )
        if ImportReport(removed=len(missing), held=held).removes_many:
            row.state, row.failure = ImportState.CHECKING, _MORE_WOULD_GO
            return False
    row.report = file.begin().as_json()
    return True


def take_span(
    session: Session, row: RegisterImport, file: IncomingFile, span: slice, terms: Terms
) -> None:
    """Take some records in and move the row's position, in one transaction."""
    report = ImportReport.of(row.report)
    file.take(session, span, terms, report)
    row.position = span.stop
    row.report = report.as_json()
    session.add(row)


def remove_some(
    session: Session, row: RegisterImport, file: IncomingFile, terms: Terms, most: int
) -> int:
    """Leave tombstones of what the file lacks; return how many these were."""
    missing = file.list_missing(session, terms)[:most]
    file.remove(session, missing, terms)
    report = ImportReport.of(row.report)
    report.removed += len(missing)
    row.report = report.as_json()
    session.add(row)
    return len(missing)


def finish(session: Session, row: RegisterImport, *, now: datetime) -> None:
    """Say that all is done, and let the file itself go."""
    row.state = ImportState.DONE
    row.content = b""
    row.finished_at = now
    session.add(row)


def forget_old_imports(session: Session, now: datetime) -> None:
    """Delete files that nobody decided on, and reports that are old."""
    state, uploaded_at = col(RegisterImport.state), col(RegisterImport.uploaded_at)
    for ended, kept in ((_WITHOUT_DECISION, _UNDECIDED), (_REPORTED, _KEPT)):
        old = delete(RegisterImport).where(state.in_(ended), uploaded_at < now - kept)
        session.execute(old)


def _enqueue(session: Session, row: RegisterImport) -> None:
    enqueue(session, "register.import", {"id": str(row.id)}, key=_key(row))


def _key(row: RegisterImport) -> str:
    return f"register-import:{row.id}"
