"""The life of an imported file: uploaded, checked, taken in, perhaps taken out again.

Files wait in the database, so that every web process and worker finds them; they go as
soon as their import is settled, and after a day in any case.
"""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.accounts.services import record_act
from app.comments.models import (
    Answer,
    Comment,
    CommentImport,
    ImportFile,
    ImportState,
    Submission,
)
from app.comments.queries import (
    count_answers_to,
    count_shown_of,
    list_waiting_imports,
    read_import_file,
)
from app.comments.rules.imports import (
    LARGE,
    LONGEST_KEPT,
    MANY_ROWS,
    MOST_WAITING,
    WAITING,
    names_given,
    problems_as_json,
    require_checked,
    require_editable,
    require_undoable,
    require_waiting,
)
from app.comments.rules.mapping import ColumnMap
from app.comments.rules.tables import is_packed, read_table
from app.comments.schemas import ImportForm
from app.comments.services.importing import (
    ImportChoices,
    ImportPlan,
    ImportReport,
    plan_import,
    store_plan,
)
from app.consultations.models import Consultation, Question
from app.consultations.services import remove_question
from app.errors import N_, Conflict, Invalid
from app.jobs import enqueue

CHECK: Final = "comments.check_import"
PERFORM: Final = "comments.perform_import"
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that was found to be a table, as it is kept."""

    packed: bytes
    size: int
    is_large: bool


def pack_file(content: bytes) -> PackedFile:
    """Look at a file and pack it, which takes a while: before anything is written.

    Raises:
        Invalid: It is no table.
    """
    if not content:
        raise Invalid({"file": N_("Choose a file first.")})
    is_large = is_packed(content) or len(content) > LARGE
    table = read_table(content, most=1 if is_large else MANY_ROWS + 1)
    is_large = is_large or len(table.rows) > MANY_ROWS
    return PackedFile(zlib.compress(content, 6), len(content), is_large)


def begin_import(
    session: Session,
    consultation: Consultation,
    name: str,
    file: PackedFile,
    *,
    official: Official | None,
    now: datetime,
) -> CommentImport:
    """Keep a file until somebody has said what its columns mean.

    Raises:
        Invalid: Too many wait already.
    """
    if len(list_waiting_imports(session, consultation.id)) >= MOST_WAITING:
        raise Invalid(
            {"file": N_("Several files wait already. Import or discard them first.")}
        )
    one = CommentImport(
        consultation_id=consultation.id,
        official_id=official.id if official else None,
        file_name=name,
        size=file.size,
        is_large=file.is_large,
        created_at=now,
    )
    session.add(one)
    session.flush()
    session.add(ImportFile(import_id=one.id, content=file.packed))
    session.flush()
    return one


def choose(session: Session, one: CommentImport, form: ImportForm) -> None:
    """Keep how a file is to be read; a large one is then checked by a job.

    Raises:
        Conflict: It is settled, or being read.
    """
    require_editable(one)
    one.choices = form.model_dump(mode="json")
    one.report, one.failure = {}, ""
    one.state, one.progress = ImportState.CHECKING, 0.0
    session.flush()
    if one.is_large:
        enqueue(session, CHECK, {"import_id": str(one.id)})


def check_import(session: Session, one: CommentImport, plan: ImportPlan) -> None:
    """Write down what a file would bring and which rows are broken."""
    one.report = _as_json(plan.report, names_given(one.choices))
    one.state = ImportState.CHECKED
    session.flush()


def confirm_import(
    session: Session, one: CommentImport, seen: Mapping[str, Any], *, skips_broken: bool
) -> None:
    """Decide to take a checked file in; a job then does it with a large one.

    `seen` are the choices that were looked at.

    Raises:
        Conflict: It was not checked, or was checked otherwise meanwhile.
        Invalid: Rows are broken, and it was to be whole.
    """
    require_checked(one, skips_broken=skips_broken)
    if one.choices != seen:
        raise Conflict(
            N_("Somebody checked this file otherwise meanwhile. Look again.")
        )
    one.choices = {**one.choices, "skips_broken": skips_broken}
    one.state, one.failure = ImportState.QUEUED, ""
    session.flush()
    if one.is_large:
        enqueue(session, PERFORM, {"import_id": str(one.id)})


def plan_of(
    session: Session,
    one: CommentImport,
    form: ImportForm,
    *,
    region: str | None,
    now: datetime,
) -> ImportPlan:
    """Return what a kept file would bring when it is read as chosen; reads only.

    Raises:
        Invalid: The file does not fit what was chosen.
    """
    columns = ColumnMap(form.columns, form.only, ZoneInfo(form.zone))
    choices = ImportChoices(form.showing, form.creates_questions, form.question, region)
    consultation = session.get_one(Consultation, one.consultation_id)
    table = read_table(read_import_file(session, one))
    return plan_import(session, consultation, table, columns, choices, now=now)


def require_sound(plan: ImportPlan, *, skips_broken: bool) -> None:
    """Refuse rows that broke after the file was checked.

    Raises:
        Invalid: There are some, and nobody said to leave them out.
    """
    if plan.report.problems and not skips_broken:
        raise Invalid({"broken": N_("The consultation has changed. Check it again.")})


def settle_small(
    session: Session, one: CommentImport, plan: ImportPlan, *, now: datetime
) -> None:
    """Store a masked plan that is sound, or nothing of it and why."""
    try:
        with session.begin_nested():
            settle_import(session, one, plan, now=now)
    except Conflict as error:
        fail_import(session, one, error.message)
    except IntegrityError:
        # Another file has brought the same submissions since the plan was made.
        again = N_("Another file brought some of the same. Please try again.")
        fail_import(session, one, again)


def settle_import(
    session: Session, one: CommentImport, plan: ImportPlan, *, now: datetime
) -> None:
    """Store everything that a masked plan brings, and let the file go.

    Raises:
        Conflict: The questions have changed since the plan was made.
        Invalid: Rows are broken that were not when it was checked.
    """
    require_sound(plan, skips_broken=bool(one.choices.get("skips_broken")))
    _store(session, one, plan, now)
    _forget_file(session, one)


def import_at_once(
    session: Session,
    consultation: Consultation,
    file_name: str,
    plan: ImportPlan,
    *,
    now: datetime,
) -> CommentImport:
    """Store a masked plan of a file that never waited, so that it can be undone too."""
    one = CommentImport(
        consultation_id=consultation.id,
        file_name=file_name[-_LONGEST_NAME:],
        created_at=now,
    )
    session.add(one)
    session.flush()
    _store(session, one, plan, now)
    _forget_rows(one)
    return one


def _store(
    session: Session, one: CommentImport, plan: ImportPlan, now: datetime
) -> None:
    consultation = session.get_one(Consultation, one.consultation_id)
    store_plan(session, consultation, plan, import_id=one.id)
    one.report = _as_json(plan.report, names_given(one.choices))
    one.question_ids = [str(question.id) for question in plan.questions]
    one.state, one.finished_at, one.progress = ImportState.DONE, now, 1.0
    official = session.get(Official, one.official_id) if one.official_id else None
    _note(session, official, "imported_comments", one, now)
    session.flush()


def fail_import(session: Session, one: CommentImport, reason: str) -> None:
    """Put a file back to where it can be read otherwise; nothing of it is stored."""
    is_checked = bool(one.report)
    one.state = ImportState.CHECKED if is_checked else ImportState.UPLOADED
    one.failure = reason
    session.flush()


def discard_import(
    session: Session, one: CommentImport, *, official: Official, now: datetime
) -> None:
    """Let an uploaded file go without taking it in, also while it is being read.

    Raises:
        Conflict: It is settled.
    """
    require_waiting(one)
    one.state, one.finished_at = ImportState.DISCARDED, now
    _forget_file(session, one)
    _note(session, official, "discarded_import", one, now)


def undo_import(
    session: Session, one: CommentImport, *, official: Official, now: datetime
) -> None:
    """Take out everything that one file brought; it can be imported again afterwards.

    What somebody else's file added to the same submissions stays.

    Raises:
        Conflict: Something of it is public.
    """
    consultation = session.get_one(Consultation, one.consultation_id)
    require_undoable(one, consultation, shown=count_shown_of(session, one.id))
    session.execute(delete(Comment).where(col(Comment.import_id) == one.id))
    answered = select(Comment.submission_id)
    emptied = select(Submission.id).where(
        Submission.import_id == one.id, col(Submission.id).not_in(answered)
    )
    session.execute(delete(Answer).where(col(Answer.submission_id).in_(emptied)))
    session.execute(
        delete(Submission).where(
            col(Submission.import_id) == one.id, col(Submission.id).not_in(answered)
        )
    )
    _remove_questions(session, one)
    one.state, one.undone_at, one.undone_by = ImportState.UNDONE, now, official.id
    _note(session, official, "undid_import", one, now)


def forget_uploads(session: Session, now: datetime) -> None:
    """Let files go that nobody has imported for a day."""
    query = select(CommentImport).where(
        col(CommentImport.state).in_(WAITING),
        col(CommentImport.created_at) < now - LONGEST_KEPT,
    )
    for one in session.exec(query):
        one.state, one.finished_at = ImportState.DISCARDED, now
        _forget_file(session, one)
    session.flush()


def _remove_questions(session: Session, one: CommentImport) -> None:
    """Take out questions that the file added, unless they are in use meanwhile."""
    for key in one.question_ids:
        question = session.get(Question, UUID(key))
        if question is None:
            continue
        try:
            remove_question(
                session, question, answer_count=count_answers_to(session, question.id)
            )
        except Conflict:
            continue


def _forget_file(session: Session, one: CommentImport) -> None:
    """Let a file go, and with it what is known of single rows."""
    session.execute(delete(ImportFile).where(col(ImportFile.import_id) == one.id))
    _forget_rows(one)
    session.flush()


def _forget_rows(one: CommentImport) -> None:
    one.report = {**one.report, "problems": []}
    one.choices = {**one.choices, "only": {}} if one.choices else {}


def _note(
    session: Session,
    official: Official | None,
    act: str,
    one: CommentImport,
    now: datetime,
) -> None:
    counts = {name: one.report.get(name, 0) for name in ("submissions", "comments")}
    detail = {"consultation": str(one.consultation_id), **counts}
    record_act(session, official, act, "import", str(one.id), detail, now=now)


def _as_json(report: ImportReport, names: Collection[str]) -> dict[str, Any]:
    return {
        "submissions": report.submissions,
        "comments": report.comments,
        "answers": report.answers,
        "unchanged": report.unchanged,
        "left_out": report.left_out,
        "empty": report.empty,
        "new_questions": report.new_questions,
        "broken": len(report.problems),
        "problems": problems_as_json(report.problems, names),
    }
