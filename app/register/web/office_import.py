"""Taking a register in, in the browser: a file, what it would do, a yes, a report."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.errors import N_, Conflict
from app.register.models import RegisterImport, TakingBack
from app.register.pages.imports import ImportPage, ImportsPage
from app.register.queries.imports import get_import, get_taking_back, list_imports
from app.register.rules.taking_back import require_may_take_back, taken_back_until
from app.register.schemas.exchange import ImportReport
from app.register.schemas.forms import ImportForm
from app.register.services.import_files import decide, pack, receive_file
from app.register.services.intake_files import FORMATS
from app.register.web.desk import OFFICE
from app.web.catalogues import sentence, translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request

IMPORTS: Final = f"{OFFICE}/import"
LARGEST_FILE: Final = 32 * 1024 * 1024


class ImportController(Controller):
    """An administrator's files; bodies and many systems at once are theirs to add."""

    path = IMPORTS
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show_form(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        page = _form_page(session, official, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/", sync_to_thread=True, opt={"upload_limit": LARGEST_FILE})
    def receive(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        entered, errors = read_form(ImportForm, form)
        upload = form.file("file")
        if upload is None or not upload.content:
            errors["file"] = translate(N_("Choose a file that is not empty."))
        if entered is None or upload is None or errors:
            page = _form_page(session, official, form, errors)
            return render(request, page, status_code=422)
        row = receive_file(
            session,
            official,
            (entered.format, upload.name, pack(upload.content)),
            is_partial=entered.is_partial,
            now=now,
        )
        _note(session, official, "sent_register_file", row, now)
        session.commit()
        return see_other(request, f"{IMPORTS}/{row.id}")

    @get("/{import_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        import_id: FromPath[UUID],
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        row = get_import(session, official.organisation_id, import_id)
        page = _page(session, official, row, FormErrors(), now)
        return render(request, page)

    @post("/{import_id:uuid}", sync_to_thread=True)
    def confirm(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        import_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        row = get_import(session, official.organisation_id, import_id)
        try:
            decide(session, row, skips_rejected=form.get("rejected") == "skip")
        except Conflict as error:
            session.rollback()
            errors = FormErrors({"rejected": sentence(error)})
            page = _page(session, official, row, errors, now)
            return render(request, page, status_code=422)
        _note(session, official, "imported_register", row, now)
        session.commit()
        return see_other(request, f"{IMPORTS}/{row.id}")

    @get("/{import_id:uuid}/report.json", sync_to_thread=True)
    def report(
        self,
        session: ReadSession,
        official: SignedIn,
        import_id: FromPath[UUID],
    ) -> Response[bytes]:
        require_role(official, Role.ADMINISTRATOR)
        row = get_import(session, official.organisation_id, import_id)
        text = json.dumps(_translated(row.report), ensure_ascii=False, indent=2)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="report-{row.id}.json"',
        }
        return Response(text.encode(), media_type="application/json", headers=headers)


def _form_page(
    session: Session, official: Official, form: SubmittedForm, errors: FormErrors
) -> ImportsPage:
    return ImportsPage(
        official=official,
        formats=[(key, translate(label)) for key, label in FORMATS.items()],
        imports=list_imports(session, official.organisation_id),
        largest=LARGEST_FILE // (1024 * 1024),
        form=form,
        errors=errors,
    )


def _page(
    session: Session,
    official: Official,
    row: RegisterImport,
    errors: FormErrors,
    now: datetime,
) -> ImportPage:
    failure = translate(row.failure, **row.failure_parameters) if row.failure else ""
    taking, taken_by = get_taking_back(session, row)
    return ImportPage(
        official=official,
        row=row,
        format=translate(FORMATS[row.format]),
        report=ImportReport.of(_translated(row.report)),
        failure=failure,
        share=row.position / row.total if row.total else 0.0,
        taking=taking,
        taken_by=taken_by,
        may_take_back_until=_may_take_back_until(row, taking, now),
        errors=errors,
    )


def _may_take_back_until(
    row: RegisterImport, taking: TakingBack | None, now: datetime
) -> datetime | None:
    try:
        require_may_take_back(row, taking, now)
    except Conflict:
        return None
    return taken_back_until(row)


def _translated(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report whose reasons speak the language of the page."""

    def spoken(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**one, "reason": translate(one["reason"])} for one in rows]

    lists = {key: spoken(report.get(key, [])) for key in ("rejected", "warnings")}
    return {**report, **lists}


def _note(
    session: Session, official: Official, act: str, row: RegisterImport, now: datetime
) -> None:
    # The trail is kept for good, and a file's name may hold somebody's.
    detail = {"format": row.format}
    record_act(session, official, act, "import", str(row.id), detail, now=now)
