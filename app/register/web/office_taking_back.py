"""Taking an import back, in the browser: what would happen, a reason, a report."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.errors import N_, Conflict
from app.register.models import OUTCOME_LABELS, RegisterImport, StepOutcome
from app.register.pages.imports import TakingBackPage
from app.register.queries.imports import get_import, get_taking_back
from app.register.rules.taking_back import require_may_take_back, taken_back_until
from app.register.schemas.exchange import TakingBackReport
from app.register.schemas.forms import TakingBackForm
from app.register.services.intake_files import FORMATS
from app.register.services.taking_back import ask_to_take_back, foresee
from app.register.web.office_import import IMPORTS
from app.web.catalogues import sentence, translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request

_CHANGED_MEANWHILE: Final = N_(
    "The numbers have changed since you opened this page. Look at them again, then "
    "take the import back."
)


class TakingBackController(Controller):
    """An administrator of the body that sent the file, as for importing it."""

    path = f"{IMPORTS}/{{import_id:uuid}}/take-back"
    include_in_schema = False

    @get("/", sync_to_thread=True)
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
        page = _page(session, official, row, now)
        return render(request, page)

    @post("/", sync_to_thread=True)
    def take_back(
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
        entered, errors = read_form(TakingBackForm, form)
        if entered is not None:
            errors = _ask(session, official, row, entered, now)
        if errors:
            session.rollback()
            page = _page(session, official, row, now, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        return see_other(request, f"{IMPORTS}/{row.id}/take-back")

    @get("/report.json", sync_to_thread=True)
    def report(
        self,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        import_id: FromPath[UUID],
    ) -> Response[bytes]:
        require_role(official, Role.ADMINISTRATOR)
        row = get_import(session, official.organisation_id, import_id)
        taking, _ = get_taking_back(session, row)
        report = (
            TakingBackReport.of(taking.report)
            if taking
            else foresee(session, row, official, now=now)
        )
        told = {
            **asdict(report),
            "is_dry_run": taking is None,
            "left": [{**one, "reason": _why(one)} for one in report.left],
        }
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="taken-back-{row.id}.json"',
        }
        text = json.dumps(told, ensure_ascii=False, indent=2)
        return Response(text.encode(), media_type="application/json", headers=headers)


def _ask(
    session: Session,
    official: Official,
    row: RegisterImport,
    entered: TakingBackForm,
    now: datetime,
) -> FormErrors:
    """Have it taken back as it was shown; return why not, in the page's language."""
    try:
        foreseen = foresee(session, row, official, now=now)
        if entered.seen != foreseen.mark:
            require_may_take_back(row, get_taking_back(session, row)[0], now)
            return FormErrors({"": translate(_CHANGED_MEANWHILE)})
        ask_to_take_back(session, row, official, entered.reason, now=now)
    except Conflict as error:
        return FormErrors({"": sentence(error)})
    detail = {"format": row.format, "reason": entered.reason}
    key = str(row.id)
    record_act(session, official, "took_back_register", "import", key, detail, now=now)
    return FormErrors()


def _page(
    session: Session,
    official: Official,
    row: RegisterImport,
    now: datetime,
    form: SubmittedForm | None = None,
    errors: FormErrors | None = None,
) -> TakingBackPage:
    taking, taken_by = get_taking_back(session, row)
    report = TakingBackReport.of(taking.report) if taking else TakingBackReport()
    foreseen, refusal = None, ""
    try:
        require_may_take_back(row, taking, now)
        foreseen = foresee(session, row, official, now=now)
    except Conflict as error:
        refusal = sentence(error)
    return TakingBackPage(
        official=official,
        row=row,
        format=translate(FORMATS[row.format]),
        taking=taking,
        taken_by=taken_by,
        report=report,
        left=_left(report),
        foreseen=foreseen,
        still_left=_left(foreseen) if foreseen else [],
        until=taken_back_until(row),
        refusal=refusal,
        share=taking.position / taking.total if taking and taking.total else 0.0,
        form=form or SubmittedForm(),
        errors=errors or FormErrors(),
    )


def _left(report: TakingBackReport) -> Sequence[tuple[str, str, str]]:
    return [(one["slug"], one["name"], _why(one)) for one in report.left]


def _why(left: dict[str, str]) -> str:
    return translate(OUTCOME_LABELS[StepOutcome(left["why"])])
