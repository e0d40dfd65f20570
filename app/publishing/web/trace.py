"""A participant's receipt: what they sent, what became of it, and their rights.

The code is typed into a form and never stands in an address. Once it is found right, a
short-lived signed cookie keeps the page open in this browser; "Close" forgets it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.comments.models import Comment, Submission
from app.comments.queries import (
    get_by_receipt,
    list_answers,
    list_submission_comments,
)
from app.comments.rules.moderation import WITHHELD_REASONS
from app.comments.services import correct, erase, withdraw
from app.comments.web.form import (
    FORM_LIMIT,
    asked_in,
    form_page,
)
from app.comments.web.preview import preview_page
from app.comments.web.reading import Asked, form_of, read_submission
from app.consultations.models import Consultation, Question
from app.consultations.rules import is_open
from app.errors import N_, Conflict, Invalid
from app.publishing.pages.trace import Trace, trace_of
from app.web.catalogues import translate
from app.web.cookies import cookie_name, delete_cookie, set_cookie, sign, unsign
from app.web.dependencies import (
    Now,
    ReadSession,
    WriteSession,
    app_database,
    app_settings,
)
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.limits import network_key, require_within
from app.web.pages import Page, render, see_other
from app.web.requests import Request

_COOKIE: Final = "receipt"
_OPEN_FOR: Final = timedelta(minutes=30)
# 100 bits cannot be guessed; the limit is for whoever tries.
_ATTEMPTS: Final = 10
_ATTEMPTS_SECONDS: Final = 900
_CORRECT: Final = "/receipt/correct"


@dataclass(frozen=True, slots=True)
class ReceiptFormPage:
    """Where a code is typed."""

    template: ClassVar[str] = "publishing/receipt_form.html"
    fragment: ClassVar[str | None] = None

    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class SentComment:
    """One comment as its author sees it."""

    question: Question
    comment: Comment
    reason: str


@dataclass(frozen=True, slots=True)
class SentChoice:
    """One chosen answer as its author sees it."""

    question: Question
    value: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What somebody sent, its state, and what they can do with it."""

    template: ClassVar[str] = "publishing/receipt.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    submission: Submission
    comments: Sequence[SentComment]
    choices: Sequence[SentChoice]
    concerns: Sequence[str]
    trace: Trace | None
    may_correct: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class ReceiptConfirmPage:
    """Asks once more before something is withdrawn or erased."""

    template: ClassVar[str] = "publishing/receipt_confirm.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    act: str


class ReceiptController(Controller):
    """What a receipt's code opens."""

    path = "/receipt"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request, session: ReadSession, now: Now) -> Response[str]:
        opened = _opened(request, session, now)
        if opened is None:
            return _secret(request, ReceiptFormPage(SubmittedForm(), FormErrors()))
        return _secret(request, _receipt_page(session, *opened, now=now))

    @post("/", sync_to_thread=True)
    def open(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        key = app_settings(request).signing_key()
        network = network_key(session, request, now=now)
        try:
            require_within(
                session,
                "receipt",
                network,
                limit=_ATTEMPTS,
                seconds=_ATTEMPTS_SECONDS,
                now=now,
            )
            submission = get_by_receipt(session, form.get("code"), key=key)
        except Invalid as error:
            # An attempt counts also when it fails.
            session.commit()
            errors = FormErrors(
                {name: translate(text) for name, text in error.field_errors.items()}
            )
            return _secret(request, ReceiptFormPage(form, errors), status_code=422)
        session.commit()
        response = see_other(request, "/receipt")
        _keep_open(request, response, submission, now)
        return response

    @post("/close", sync_to_thread=True)
    def close(self, request: Request) -> Response[str]:
        return _closed(request, "/receipt")

    @get("/correct", sync_to_thread=True)
    def correct_form(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        submission, _ = _require_opened(request, session, now)
        asked = _asked(session, submission)
        if not _may_correct(asked.consultation, submission, now):
            return see_other(request, "/receipt")
        filled = form_of(session, asked, submission)
        page = form_page(
            session, asked.consultation, filled, FormErrors(), action=_CORRECT
        )
        return _secret(request, replace(page, sent_at=submission.submitted_at))

    @post("/correct", opt={"form_limit": FORM_LIMIT}, sync_to_thread=True)
    def correct(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        submission, _ = _require_opened(request, session, now)
        asked = _asked(session, submission)
        entered, errors = read_submission(asked, form)
        act = form.get("act")
        if entered is None or act == "change":
            page = form_page(session, asked.consultation, form, errors, action=_CORRECT)
            page = replace(page, sent_at=submission.submitted_at)
            return _secret(request, page, status_code=422 if errors else 200)
        if act != "send":
            shown = preview_page(request, asked, entered, form, action=_CORRECT)
            return _secret(request, replace(shown, sent_at=submission.submitted_at))
        region = app_settings(request).region
        correct(session, submission, entered, region=region, now=now)
        session.commit()
        # What was replaced must not stay in a file either.
        app_database(request).forget_erased()
        flash(request, translate(N_("Your change is stored.")))
        return see_other(request, "/receipt")

    @get("/withdraw", sync_to_thread=True)
    def ask_withdraw(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _ask(request, session, now, "withdraw")

    @get("/erase", sync_to_thread=True)
    def ask_erase(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _ask(request, session, now, "erase")

    @post("/withdraw", sync_to_thread=True)
    def withdraw(
        self, request: Request, session: WriteSession, now: Now
    ) -> Response[str]:
        submission, _ = _require_opened(request, session, now)
        withdraw(session, submission, now=now)
        session.commit()
        flash(request, translate(N_("It is withdrawn and not shown any more.")))
        return see_other(request, "/receipt")

    @post("/erase", sync_to_thread=True)
    def erase(self, request: Request, session: WriteSession, now: Now) -> Response[str]:
        submission, _ = _require_opened(request, session, now)
        erase(session, submission, now=now)
        session.commit()
        app_database(request).forget_erased()
        flash(
            request,
            translate(
                N_(
                    "It is erased. Nothing of what you wrote or chose is kept, only that something was sent and erased."
                )
            ),
        )
        return see_other(request, "/receipt")


def _ask(request: Request, session: Session, now: datetime, act: str) -> Response[str]:
    submission, _ = _require_opened(request, session, now)
    consultation = session.get_one(Consultation, submission.consultation_id)
    return _secret(request, ReceiptConfirmPage(consultation, act))


def _receipt_page(
    session: Session, submission: Submission, until: datetime, *, now: datetime
) -> ReceiptPage:
    asked = _asked(session, submission)
    if submission.erased_at is not None:
        return _erased_page(asked.consultation, submission, until)
    by_id = {one.id: one for one in asked.questions}
    answers = list_answers(session, submission.id)
    labels = {one["key"]: one["label"] for one in asked.consultation.concerns}
    comments = [
        SentComment(
            by_id[one.question_id],
            one,
            translate(WITHHELD_REASONS.get(one.withheld_reason, "")),
        )
        for one in list_submission_comments(session, submission.id)
        if one.text
    ]
    return ReceiptPage(
        consultation=asked.consultation,
        submission=submission,
        comments=comments,
        choices=[
            SentChoice(by_id[one.question_id], one.value)
            for one in answers
            if one.question_id is not None
        ],
        concerns=[
            labels.get(one.value, one.value)
            for one in answers
            if one.question_id is None
        ],
        trace=trace_of(
            session,
            asked.consultation,
            [one.comment for one in comments],
            now.date(),
        ),
        may_correct=_may_correct(asked.consultation, submission, now),
        until=until,
    )


def _erased_page(
    consultation: Consultation, submission: Submission, until: datetime
) -> ReceiptPage:
    """Show nothing but that it was erased, and when; not even where it had led."""
    return ReceiptPage(
        consultation,
        submission,
        comments=(),
        choices=(),
        concerns=(),
        trace=None,
        may_correct=False,
        until=until,
    )


def _asked(session: Session, submission: Submission) -> Asked:
    return asked_in(session, session.get_one(Consultation, submission.consultation_id))


def _may_correct(
    consultation: Consultation, submission: Submission, now: datetime
) -> bool:
    is_held = submission.withdrawn_at is None and submission.erased_at is None
    return is_held and is_open(consultation, now)


def _opened(
    request: Request, session: Session, now: datetime
) -> tuple[Submission, datetime] | None:
    settings = app_settings(request)
    given = request.cookies.get(cookie_name(settings, _COOKIE), "")
    raw = unsign(settings, _COOKIE, given)
    if raw is None:
        return None
    kept: dict[str, Any] = json.loads(raw)
    until = datetime.fromisoformat(kept["until"])
    submission = session.get(Submission, UUID(kept["id"]))
    return (submission, until) if submission and now < until else None


def _require_opened(
    request: Request, session: Session, now: datetime
) -> tuple[Submission, datetime]:
    opened = _opened(request, session, now)
    if opened is None:
        raise Conflict(
            N_("Your receipt was closed after half an hour. Type its code again.")
        )
    return opened


def _keep_open(
    request: Request, response: Response[str], submission: Submission, now: datetime
) -> None:
    settings = app_settings(request)
    kept = {"id": str(submission.id), "until": (now + _OPEN_FOR).isoformat()}
    signed = sign(settings, _COOKIE, json.dumps(kept).encode())
    name = cookie_name(settings, _COOKIE)
    seconds = int(_OPEN_FOR.total_seconds())
    set_cookie(response, settings, name, signed, seconds=seconds)


def _closed(request: Request, path: str) -> Response[str]:
    settings = app_settings(request)
    response = see_other(request, path)
    delete_cookie(response, settings, cookie_name(settings, _COOKIE))
    return response


def _secret(request: Request, page: Page, *, status_code: int = 200) -> Response[str]:
    headers = {"Cache-Control": "no-store"}
    return render(request, page, status_code=status_code, headers=headers)
