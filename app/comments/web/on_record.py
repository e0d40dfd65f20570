"""A consultation that was held elsewhere is put on record, with the comments it brought.

It lies here, above consultations, because only this room knows what was imported.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.comments.queries import count_by_state, count_submissions
from app.consultations.models import Consultation
from app.consultations.rules import require_held_elsewhere
from app.consultations.services import publish_consultation
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.consultations.web.edit_forms import last_day
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class OnRecordPage:
    """What becomes public, and what everybody will read about how it came here."""

    template: ClassVar[str] = "comments/office_on_record.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    submissions: int
    comments: int
    last_day: date
    form: SubmittedForm
    errors: FormErrors


class OnRecordController(Controller):
    """Publishing a consultation whose closing day has passed already."""

    path = "/office/consultations/{slug:str}/on-record"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        page = _page(session, desk, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/", sync_to_thread=True)
    def put(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.PUBLISHER)
        if form.get("was_held") != "yes":
            sentence = N_("Please confirm that this is how it was held.")
            errors = FormErrors(was_held=translate(sentence))
            page = _page(session, desk, form, errors)
            return render(request, page, status_code=422)
        _require(session, desk)
        try:
            publish_consultation(session, desk.consultation, is_past=True, now=desk.now)
        except Invalid as error:
            flash(request, " ".join(translate(v) for v in error.field_errors.values()))
            return see_other(request, desk.address)
        desk.note(session, "put_on_record")
        session.commit()
        flash(request, translate(N_("The consultation is public, as one that closed.")))
        return see_other(request, desk.address)


def _require(session: Session, desk: ConsultationDesk) -> int:
    """Return how many submissions there are; refuse what was never held."""
    submissions = count_submissions(session, desk.consultation.id)
    require_held_elsewhere(desk.consultation, desk.now, submissions=submissions)
    return submissions


def _page(
    session: Session, desk: ConsultationDesk, form: SubmittedForm, errors: FormErrors
) -> OnRecordPage:
    submissions = _require(session, desk)
    return OnRecordPage(
        desk.official,
        desk.consultation,
        submissions,
        comments=sum(count_by_state(session, desk.consultation.id).values()),
        last_day=last_day(desk.consultation.closes_at or desk.now),
        form=form,
        errors=errors,
    )
