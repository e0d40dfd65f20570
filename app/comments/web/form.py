"""The form: write, see it as it will be masked, send, and take the receipt."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.comments.models import Channel
from app.comments.pages import count_submission
from app.comments.rules.submitting import choices_of, field_of
from app.comments.schemas import Arrival, SubmissionForm
from app.comments.services import Sent, submit
from app.comments.web.preview import CommentPreviewPage, preview_page
from app.comments.web.reading import Asked, read_submission
from app.comments.web.receipt_cookie import forget_receipt, keep_receipt, read_receipt
from app.consultations.models import Consultation, Proposal, Question
from app.consultations.queries import (
    get_public_consultation,
    list_proposals,
    list_questions,
)
from app.consultations.rules import is_open
from app.errors import N_, Conflict, PhaseClosed, TooManyAttempts
from app.web.catalogues import current_language, sentence, translate, translate_many
from app.web.dependencies import Now, ReadSession, WriteSession, app_settings
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request, site_of

# A comment of 5,000 characters takes up to 45,000 bytes in a form; several fit.
FORM_LIMIT: Final = 256 * 1024
_LONGEST_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class CommentFormPage:
    """The questions, each optional; what was typed stays when something is wrong."""

    template: ClassVar[str] = "comments/form.html"
    fragment: ClassVar[str | None] = "comments/_form.html"

    consultation: Consultation
    deciding: Sequence[Proposal]
    questions: Sequence[Question]
    choices: Mapping[str, Sequence[str]]
    action: str
    once: str
    form: SubmittedForm
    errors: FormErrors
    note: str = ""
    # When it was sent first, while it is being changed.
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that is known before the database is asked to write."""

    asked: Asked
    entered: SubmissionForm
    page_again: CommentPreviewPage

    @property
    def masked(self) -> Mapping[str, str]:
        comments = self.entered.comments
        shown = self.page_again.shown
        return {comments.get(one.question.key, ""): one.text for one in shown}


@dataclass(frozen=True, slots=True)
class CommentsClosedPage:
    """It cannot be sent any more; everything typed is here to be copied."""

    template: ClassVar[str] = "comments/closed.html"
    fragment: ClassVar[str | None] = "comments/_closed.html"

    consultation: Consultation
    message: str
    typed: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SentPage:
    """The receipt, shown once."""

    template: ClassVar[str] = "comments/sent.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    code: str | None
    sent_at: datetime | None


class CommentFormController(Controller):
    """Where a participant writes."""

    path = "/consultations/{slug:str}/comment"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        if not is_open(consultation, now):
            return _closed(request, asked_in(session, consultation), SubmittedForm())
        page = form_page(session, consultation, SubmittedForm(), FormErrors())
        return _kept_nowhere(render(request, page))

    @post("/", opt={"form_limit": FORM_LIMIT}, sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        slug: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        # Read apart: a session that may write lets nobody else write meanwhile.
        with site_of(request).database.read_session() as reading:
            asked = asked_in(reading, get_public_consultation(reading, slug))
            match form.get("act"):
                case "send":
                    ready = self._ready(request, reading, asked, form)
                case "change":
                    page = form_page(reading, asked.consultation, form, FormErrors())
                    ready = _kept_nowhere(render(request, page))
                case _:
                    ready = self._preview(request, reading, now, asked, form)
        if isinstance(ready, Response):
            return ready
        return self._send(request, session, now, ready, form)

    @get("/sent", sync_to_thread=True)
    def sent(
        self, request: Request, session: ReadSession, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        kept = read_receipt(request, slug)
        page = SentPage(
            consultation,
            kept.get("code"),
            datetime.fromisoformat(kept["at"]) if kept else None,
        )
        response = _kept_nowhere(render(request, page))
        forget_receipt(request, response)
        return response

    def _preview(
        self,
        request: Request,
        session: Session,
        now: datetime,
        asked: Asked,
        form: SubmittedForm,
    ) -> Response[str]:
        if not is_open(asked.consultation, now):
            return _closed(request, asked, form)
        entered, errors = read_submission(asked, form)
        if entered is None:
            page = form_page(session, asked.consultation, form, errors)
            return _kept_nowhere(render(request, page, status_code=422))
        shown = preview_page(request, asked, entered, form)
        return _kept_nowhere(render(request, shown))

    def _ready(
        self, request: Request, session: Session, asked: Asked, form: SubmittedForm
    ) -> "Response[str] | Ready":
        """Return what can be stored, or the page that says what is still missing."""
        entered, errors = read_submission(asked, form)
        if entered is None:
            page = form_page(session, asked.consultation, form, errors)
            return _kept_nowhere(render(request, page, status_code=422))
        page_again = preview_page(request, asked, entered, form)
        if page_again.has_words and form.get("may_publish") not in {"yes", "no"}:
            errors = FormErrors(
                may_publish=translate(N_("Please choose who may read your words."))
            )
            again = replace(page_again, errors=errors)
            return _kept_nowhere(render(request, again, status_code=422))
        return Ready(asked, entered, page_again)

    def _send(
        self,
        request: Request,
        session: Session,
        now: datetime,
        ready: "Ready",
        form: SubmittedForm,
    ) -> Response[str]:
        try:
            sent = self._store(request, session, now, ready, form)
        except PhaseClosed:
            return _closed(request, ready.asked, form)
        except (TooManyAttempts, Conflict) as refused:
            session.commit()
            return _not_now(request, ready.page_again, refused)
        session.commit()
        return _to_receipt(request, ready.asked.consultation, sent)

    def _store(
        self,
        request: Request,
        session: Session,
        now: datetime,
        ready: "Ready",
        form: SubmittedForm,
    ) -> Sent:
        settings = app_settings(request)
        arrival = Arrival(
            channel=Channel.WEB,
            once=form.get("once")[:_LONGEST_ONCE] or secrets.token_urlsafe(),
            language=current_language(),
            region=settings.region,
            # People never see this field; whoever fills it in is looked at twice.
            risks=("honeypot",) if form.get("website") else (),
            masked=ready.masked,
        )
        key = settings.signing_key()
        consultation, entered = ready.asked.consultation, ready.entered
        sent = submit(session, consultation, entered, arrival, key=key, now=now)
        if sent.is_new:
            count_submission(session, request, now=now)
        return sent


def asked_in(session: Session, consultation: Consultation) -> Asked:
    return Asked(consultation, list_questions(session, consultation.id))


def form_page(
    session: Session,
    consultation: Consultation,
    form: SubmittedForm,
    errors: FormErrors,
    *,
    action: str = "",
) -> CommentFormPage:
    """Return the form, filled with what was typed."""
    proposals = list_proposals(session, consultation.id)
    questions = list_questions(session, consultation.id)
    return CommentFormPage(
        consultation=consultation,
        deciding=[one for one in proposals if one.already_decides],
        questions=questions,
        choices={one.key: choices_of(one) for one in questions},
        action=action or f"/consultations/{consultation.slug}/comment",
        once=form.get("once")[:_LONGEST_ONCE] or secrets.token_urlsafe(),
        form=form,
        errors=errors,
    )


def _not_now(
    request: Request, page: CommentPreviewPage, refused: TooManyAttempts | Conflict
) -> Response[str]:
    """Show the same page again with all that was typed, and say when to try again."""
    if isinstance(refused, Conflict):
        note, status, headers = sentence(refused), 409, {}
    else:
        minutes = timedelta(seconds=refused.retry_after)
        note = translate_many(
            N_(
                "Many comments come from your network just now. Nothing you typed is "
                "lost: leave this page open and press the button again in a minute."
            ),
            N_(
                "Many comments come from your network just now. Nothing you typed is "
                "lost: leave this page open and press the button again in "
                "%(count)s minutes."
            ),
            max(1, -(-minutes // timedelta(minutes=1))),
        )
        status, headers = 429, {"Retry-After": str(refused.retry_after)}
    again = replace(page, note=note)
    response = render(request, again, status_code=status, headers=headers)
    return _kept_nowhere(response)


def _closed(request: Request, asked: Asked, form: SubmittedForm) -> Response[str]:
    typed = [
        (one.wording, form.get(field_of(one)))
        for one in asked.questions
        if form.get(field_of(one)).strip()
    ]
    page = CommentsClosedPage(
        asked.consultation,
        translate(N_("This consultation does not take comments now.")),
        typed,
    )
    return _kept_nowhere(render(request, page, status_code=409))


def _to_receipt(
    request: Request, consultation: Consultation, sent: Sent
) -> Response[str]:
    """Go on to the receipt."""
    response = see_other(request, f"/consultations/{consultation.slug}/comment/sent")
    keep_receipt(request, response, consultation.slug, sent)
    return response


def _kept_nowhere(response: Response[str]) -> Response[str]:
    response.headers["Cache-Control"] = "no-store"
    return response
