"""A file of comments in the browser: upload, say what it holds, look, take in, undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.comments.models import CommentImport, ImportState
from app.comments.queries import (
    count_shown_of,
    get_import,
    list_imports,
    read_import_file,
)
from app.comments.rules.imports import (
    MOST_BYTES,
    MOST_WAITING,
    WAITING,
    require_checked,
    require_editable,
    require_undoable,
)
from app.comments.rules.tables import Table, read_table
from app.comments.schemas import ImportForm
from app.comments.services.importing import ImportPlan, mask_plan
from app.comments.services.imports import (
    begin_import,
    check_import,
    choose,
    confirm_import,
    discard_import,
    pack_file,
    plan_of,
    require_sound,
    settle_small,
    undo_import,
)
from app.comments.web.import_form import (
    MeaningGroup,
    filled_from,
    guessed,
    meaning_groups,
    read_choices,
)
from app.consultations.models import Consultation, Question, QuestionKind
from app.consultations.queries import list_questions
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.errors import N_, Conflict, Invalid
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, WriteSession, app_database, app_settings
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, Upload, query_of, told
from app.web.pages import render, see_other
from app.web.requests import Request

# The file, and what a browser wraps around it.
_UPLOAD_LIMIT: Final = MOST_BYTES + 64 * 1024
_ROWS_SHOWN: Final = 3
_PROBLEMS_SHOWN: Final = 100

STATE_LABELS: Final[Mapping[ImportState, str]] = {
    ImportState.UPLOADED: N_("Uploaded"),
    ImportState.CHECKING: N_("Being checked"),
    ImportState.CHECKED: N_("Checked"),
    ImportState.QUEUED: N_("Being imported"),
    ImportState.DONE: N_("Imported"),
    ImportState.UNDONE: N_("Taken out again"),
    ImportState.DISCARDED: N_("Discarded"),
}


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """The files that were brought to a consultation, and where to bring another."""

    template: ClassVar[str] = "comments/office_imports.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    rows: Sequence[tuple[CommentImport, str]]
    may_import: bool
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The columns of a file with their first cells, and what each one means."""

    template: ClassVar[str] = "comments/office_import_columns.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    one: CommentImport
    columns: Sequence[tuple[str, Sequence[str]]]
    groups: Sequence[MeaningGroup]
    questions: Sequence[Question]
    failure: str
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What a file would bring, how far it is, or what it brought."""

    template: ClassVar[str] = "comments/office_import.html"
    fragment: ClassVar[str | None] = "comments/_import.html"

    official: Official
    consultation: Consultation
    one: CommentImport
    state: str
    is_busy: bool
    problems: Sequence[tuple[int, str]]
    failure: str
    may_undo: bool
    why_not: str
    errors: FormErrors


class ImportController(Controller):
    """Bringing in what was collected elsewhere."""

    path = "/office/consultations/{slug:str}/imports"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def listed(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        return render(request, _listed(session, desk, FormErrors()))

    @post("/", opt={"upload_limit": _UPLOAD_LIMIT}, sync_to_thread=True)
    def upload(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        sent = form.file("file") or Upload("", b"")
        session.commit()  # nobody waits while the file is packed
        try:
            one = begin_import(
                session,
                desk.consultation,
                sent.name,
                pack_file(sent.content),
                official=desk.official,
                now=desk.now,
            )
        except Invalid as error:
            session.commit()  # nothing was written
            with app_database(request).read_session() as reading:
                page = _listed(reading, desk, told(error))
                return render(request, page, status_code=422)
        desk.note(session, "uploaded_import", file=str(one.id), bytes=one.size)
        session.commit()
        return see_other(request, f"{desk.address}/imports/{one.id}")

    @get("/{import_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        desk: AtConsultation,
        import_id: FromPath[UUID],
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        one = get_import(session, desk.consultation.id, import_id)
        wants_columns = "columns" in query_of(request)
        if one.state is ImportState.UPLOADED or (
            one.state is ImportState.CHECKED and wants_columns
        ):
            return render(request, _columns(session, desk, one))
        return render(request, _import(session, desk, one, FormErrors()))

    @post("/{import_id:uuid}/check", sync_to_thread=True)
    def check(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        import_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        region, key = app_settings(request).region, desk.consultation.id
        session.commit()  # nobody waits while the file is read
        with app_database(request).read_session() as reading:
            one = get_import(reading, key, import_id)
            require_editable(one)
            try:
                chosen = read_choices(_head(reading, one).columns, form)
                plan = _plan(reading, one, chosen, region, desk.now)
            except Invalid as error:
                page = _columns(reading, desk, one, (form, told(error)))
                return render(request, page, status_code=422)
        one = get_import(session, key, import_id, holds=True)
        choose(session, one, chosen)
        if plan is not None:
            check_import(session, one, plan)
        session.commit()
        return see_other(request, f"{desk.address}/imports/{one.id}")

    @post("/{import_id:uuid}/confirm", sync_to_thread=True)
    def confirm(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        import_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        region, key = app_settings(request).region, desk.consultation.id
        skips = form.get("broken") == "skip"
        session.commit()  # nobody waits while the file is read and masked
        with app_database(request).read_session() as reading:
            one = get_import(reading, key, import_id)
            choices = one.choices
            try:
                require_checked(one, skips_broken=skips)
                chosen = ImportForm.model_validate(choices)
                plan = _plan(reading, one, chosen, region, desk.now)
                if plan is not None:
                    require_sound(plan, skips_broken=skips)
            except Invalid as error:
                page = _import(reading, desk, one, told(error))
                return render(request, page, status_code=422)
        if plan is not None:
            mask_plan(plan, region)
        one = get_import(session, key, import_id, holds=True)
        confirm_import(session, one, choices, skips_broken=skips)
        if plan is not None:
            settle_small(session, one, plan, now=desk.now)
        session.commit()
        app_database(request).forget_erased()
        return see_other(request, f"{desk.address}/imports/{one.id}")

    @post("/{import_id:uuid}/discard", sync_to_thread=True)
    def discard(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        import_id: FromPath[UUID],
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        one = get_import(session, desk.consultation.id, import_id, holds=True)
        discard_import(session, one, official=desk.official, now=desk.now)
        session.commit()
        app_database(request).forget_erased()
        flash(request, translate(N_("The file is discarded. Nothing was imported.")))
        return see_other(request, f"{desk.address}/imports")

    @post("/{import_id:uuid}/undo", sync_to_thread=True)
    def undo(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        import_id: FromPath[UUID],
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        one = get_import(session, desk.consultation.id, import_id, holds=True)
        undo_import(session, one, official=desk.official, now=desk.now)
        session.commit()
        app_database(request).forget_erased()
        flash(
            request,
            translate(
                N_(
                    "Everything this file brought is taken out. If it was analysed "
                    "already, start the analysis again."
                )
            ),
        )
        return see_other(request, f"{desk.address}/imports")


def _plan(
    reading: Session, one: CommentImport, chosen: ImportForm, region: str, now: datetime
) -> ImportPlan | None:
    """Return what a file would bring, unless a job is to find that out."""
    if one.is_large:
        return None
    return plan_of(reading, one, chosen, region=region, now=now)


def _listed(
    session: Session, desk: ConsultationDesk, errors: FormErrors
) -> ImportsPage:
    rows = [
        (one, translate(STATE_LABELS[one.state]))
        for one in list_imports(session, desk.consultation.id)
    ]
    waiting = sum(one.state in WAITING for one, _ in rows)
    return ImportsPage(
        desk.official, desk.consultation, rows, waiting < MOST_WAITING, errors
    )


def _head(session: Session, one: CommentImport) -> Table:
    return read_table(read_import_file(session, one), most=_ROWS_SHOWN)


def _columns(
    session: Session,
    desk: ConsultationDesk,
    one: CommentImport,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> ColumnsPage:
    head = _head(session, one)
    questions = list_questions(session, desk.consultation.id)
    if entered is None and one.choices:
        entered = filled_from(head, one, questions), FormErrors()
    form, errors = entered or (
        guessed(head, desk.consultation, questions),
        FormErrors(),
    )
    return ColumnsPage(
        desk.official,
        desk.consultation,
        one,
        columns=[
            (column, [row.cells[place] for row in head.rows if place < len(row.cells)])
            for place, column in enumerate(head.columns)
        ],
        groups=meaning_groups(desk.consultation, questions),
        questions=[one for one in questions if one.kind is QuestionKind.FREE_TEXT],
        failure=_failure(one),
        form=form,
        errors=errors,
    )


def _failure(one: CommentImport) -> str:
    return " ".join(translate(sentence) for sentence in one.failure.splitlines())


def _import(
    session: Session, desk: ConsultationDesk, one: CommentImport, errors: FormErrors
) -> ImportPage:
    why_not = ""
    try:
        shown = count_shown_of(session, one.id)
        require_undoable(one, desk.consultation, shown=shown)
    except Conflict as error:
        why_not = translate(error.message)
    problems = one.report.get("problems", [])[:_PROBLEMS_SHOWN]
    return ImportPage(
        desk.official,
        desk.consultation,
        one,
        state=translate(STATE_LABELS[one.state]),
        is_busy=one.state in {ImportState.CHECKING, ImportState.QUEUED},
        problems=[
            (told["row"], translate(told["message"], **told["parameters"]))
            for told in problems
        ],
        failure=_failure(one),
        may_undo=not why_not,
        why_not=why_not,
        errors=errors,
    )
