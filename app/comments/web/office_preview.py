"""The form of a consultation as participants will see it; nothing is stored."""

from dataclasses import replace

from litestar import Controller, Response, get, post

from app.comments.web.form import asked_in, form_page
from app.comments.web.preview import preview_page
from app.comments.web.reading import read_submission
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.errors import N_
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, app_database
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request


class FormPreviewController(Controller):
    """Trying the form before anybody else can."""

    path = "/office/consultations/{slug:str}/preview/form"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        page = form_page(
            session,
            desk.consultation,
            SubmittedForm(),
            FormErrors(),
            action=_address(desk),
        )
        return render(request, replace(page, note=_note()))

    @post("/", sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: ReadSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        act, address = form.get("act"), _address(desk)
        session.commit()  # nothing is stored, so nobody waits for the page
        if act == "send":
            flash(request, translate(N_("This was a preview. Nothing was sent.")))
            return see_other(request, f"{desk.address}/preview")
        with app_database(request).read_session() as reading:
            asked = asked_in(reading, desk.consultation)
            entered, errors = read_submission(asked, form)
            if entered is None or act == "change":
                page = form_page(
                    reading, desk.consultation, form, errors, action=address
                )
                status = 200 if act == "change" else 422
                return render(request, replace(page, note=_note()), status_code=status)
            shown = preview_page(request, asked, entered, form, action=address)
            return render(request, replace(shown, note=_note()))


def _address(desk: ConsultationDesk) -> str:
    return f"{desk.address}/preview/form"


def _note() -> str:
    return translate(N_("This is a preview. What you send here is stored nowhere."))
