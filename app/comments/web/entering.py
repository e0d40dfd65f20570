"""Officials type in what reached them by phone, by post or in person."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import ClassVar, Final

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.comments.models import Channel
from app.comments.rules.submitting import choices_of
from app.comments.schemas import Arrival, SubmissionForm
from app.comments.services import mask_all, submit
from app.comments.web.form import FORM_LIMIT, asked_in
from app.comments.web.preview import ShownAnswer, preview_page
from app.comments.web.reading import Asked, read_submission
from app.comments.web.receipt_cookie import forget_receipt, keep_receipt, read_receipt
from app.consultations.models import Consultation, Question
from app.consultations.rules import require_open
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.errors import N_, Conflict, Invalid, PhaseClosed
from app.web.catalogues import sentence, translate
from app.web.dependencies import ReadSession, WriteSession, app_database, app_settings
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request
from app.web.sessions import stop_writing

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.PHONE: N_("By phone"),
    Channel.POST: N_("By post"),
    Channel.IN_PERSON: N_("In person"),
}
_LONGEST_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class EnteringPage:
    """The questions, to be answered for somebody who is heard otherwise."""

    template: ClassVar[str] = "comments/office_enter.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    questions: Sequence[Question]
    choices: Mapping[str, Sequence[str]]
    channels: Sequence[tuple[str, str]]
    once: str
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class EnteringCheckPage:
    """What was typed in, as others will read it, before it is stored."""

    template: ClassVar[str] = "comments/office_enter_check.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    shown: Sequence[ShownAnswer]
    concerns: Sequence[str]
    about: Sequence[tuple[str, str]]
    typed: Sequence[tuple[str, str]]
    is_masked: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class EnteredPage:
    """The receipt, to be read out or handed over; shown once."""

    template: ClassVar[str] = "comments/office_entered.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    code: str
    sent_at: datetime | None


class EnteringController(Controller):
    """Being heard without a computer."""

    path = "/office/consultations/{slug:str}/enter"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        desk.require(Role.MODERATOR)
        form = SubmittedForm.of({"received_on": desk.now.date().isoformat()})
        return render(request, _page(session, desk, form, FormErrors()))

    @post("/", opt={"form_limit": FORM_LIMIT}, sync_to_thread=True)
    def enter(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        desk.require(Role.MODERATOR)
        asked = asked_in(session, desk.consultation)
        session.commit()  # nobody waits while the words are masked
        entered, errors = _read(asked, form)
        if entered is None or form.get("act") == "change":
            return _again(request, desk, form, errors)
        try:
            arrival = _arrival(desk, form, entered, app_settings(request).region)
            if form.get("act") != "save":
                require_open(desk.consultation, arrival.received_at or desk.now)
                return render(request, _check(request, desk, asked, entered, form))
            key = app_settings(request).signing_key()
            sent = submit(
                session, desk.consultation, entered, arrival, key=key, now=desk.now
            )
        except Invalid as error:
            return _again(request, desk, form, told(error))
        except (PhaseClosed, Conflict) as error:
            again = FormErrors(received_on=sentence(error))
            return _again(request, desk, form, again)
        if sent.is_new:
            channel = sent.submission.channel.value
            desk.note(session, "entered_submission", channel=channel)
        session.commit()
        response = see_other(request, f"{desk.address}/enter/receipt")
        keep_receipt(request, response, desk.consultation.slug, sent)
        return response

    @get("/receipt", sync_to_thread=True)
    def receipt(self, request: Request, desk: AtConsultation) -> Response[str]:
        desk.require(Role.MODERATOR)
        kept = read_receipt(request, desk.consultation.slug)
        page = EnteredPage(
            desk.official,
            desk.consultation,
            kept.get("code", ""),
            datetime.fromisoformat(kept["at"]) if kept else None,
        )
        response = render(request, page)
        forget_receipt(request, response)
        return response


def _read(
    asked: Asked, form: SubmittedForm
) -> tuple[SubmissionForm | None, FormErrors]:
    """Read the answers, and what only a helper is asked."""
    entered, errors = read_submission(asked, form)
    if form.get("channel") not in set(CHANNELS):
        errors["channel"] = translate(N_("Say how it reached you."))
    if form.get("may_publish") not in {"yes", "no"}:
        errors["may_publish"] = translate(N_("Ask the person, and choose one."))
    return (None, errors) if errors else (entered, errors)


def _again(
    request: Request, desk: ConsultationDesk, form: SubmittedForm, errors: FormErrors
) -> Response[str]:
    stop_writing(request)  # nothing is stored
    with app_database(request).read_session() as reading:
        page = _page(reading, desk, form, errors)
        return render(request, page, status_code=422 if errors else 200)


def _check(
    request: Request,
    desk: ConsultationDesk,
    asked: Asked,
    entered: SubmissionForm,
    form: SubmittedForm,
) -> EnteringCheckPage:
    preview = preview_page(request, asked, entered, form)
    return EnteringCheckPage(
        desk.official,
        desk.consultation,
        preview.shown,
        preview.concerns,
        preview.about,
        typed=form.without("_csrf", "act").pairs,
        is_masked=preview.is_masked,
        is_public=form.get("may_publish") == "yes",
    )


def _arrival(
    desk: ConsultationDesk, form: SubmittedForm, entered: SubmissionForm, region: str
) -> Arrival:
    """Return how it reached the body.

    Raises:
        Invalid: The day is none, or is still to come.
    """
    try:
        day = date.fromisoformat(form.get("received_on").strip())
    except ValueError:
        wrong = N_("Please enter a date, for example 2026-03-31.")
        raise Invalid({"received_on": wrong}) from None
    if day > desk.now.date():
        raise Invalid({"received_on": N_("This day is still to come.")})
    is_today = day == desk.now.date()
    # At noon, so that the first and the last day count whole.
    received_at = desk.now if is_today else datetime.combine(day, time(12), UTC)
    return Arrival(
        channel=Channel(form.get("channel")),
        once=form.get("once")[:_LONGEST_ONCE] or secrets.token_urlsafe(),
        language=desk.consultation.language,
        region=region,
        masked=mask_all(entered, region),
        received_at=received_at,
        entered_by=desk.official.id,
    )


def _page(
    session: Session, desk: ConsultationDesk, form: SubmittedForm, errors: FormErrors
) -> EnteringPage:
    asked = asked_in(session, desk.consultation)
    return EnteringPage(
        desk.official,
        desk.consultation,
        asked.questions,
        choices={one.key: choices_of(one) for one in asked.questions},
        channels=[(one.value, translate(label)) for one, label in CHANNELS.items()],
        once=form.get("once")[:_LONGEST_ONCE] or secrets.token_urlsafe(),
        form=form,
        errors=errors,
    )
