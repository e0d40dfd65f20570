"""Officials look at comments before anybody else reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.comments.models import Comment, CommentState
from app.comments.queries import (
    count_by_state,
    count_queue,
    count_waiting_long,
    get_comment,
    list_queue,
)
from app.comments.rules.guessing import is_text
from app.comments.rules.moderation import LONGEST_WAIT, WITHHELD_REASONS
from app.comments.schemas import QueueFilter
from app.comments.services import (
    mask_further,
    publish_comment,
    publish_comments,
    reopen_comment,
    withhold_comment,
)
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_own_consultation, list_questions
from app.errors import N_, Invalid, NotFound
from app.web.catalogues import translate, translate_many
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, told
from app.web.pages import render, see_other
from app.web.requests import Request

_ON_A_PAGE: Final = 25
_FILTERS: Final = ("state", "question", "words", "late")
_MOST_PAGES: Final = 10_000

STATE_LABELS: Final[Mapping[CommentState, str]] = {
    CommentState.RECEIVED: N_("Waiting"),
    CommentState.PUBLISHED: N_("Shown"),
    CommentState.WITHHELD: N_("Withheld"),
    CommentState.COUNTED_ONLY: N_("Officials only"),
    CommentState.WITHDRAWN: N_("Withdrawn"),
    CommentState.ERASED: N_("Erased"),
}


@dataclass(frozen=True, slots=True)
class ModeratedComment:
    """A comment in the queue, and whether it has waited too long."""

    comment: Comment
    state: str
    is_late: bool
    was_masked: bool
    question: str


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """What waits, and what was done."""

    template: ClassVar[str] = "comments/office_queue.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    rows: Sequence[ModeratedComment]
    states: Sequence[tuple[str, str, int]]
    wanted: QueueFilter
    questions: Sequence[Question]
    query: str
    filters: SubmittedForm
    count: int
    late: int
    reasons: Sequence[tuple[str, str]]
    number: int
    pages: int
    editing: str
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What may be withheld, for everyone to read."""

    template: ClassVar[str] = "comments/policy.html"
    fragment: ClassVar[str | None] = None

    reasons: Sequence[str]


class ModerationController(Controller):
    """The queue of a consultation."""

    path = "/office/consultations/{slug:str}/comments"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        number: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        asked = query_of(request)
        page = _queue(session, official, consultation, asked, now, number)
        return render(request, page)

    @post("/publish", sync_to_thread=True)
    def publish_many(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.MODERATOR)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        comments = [
            get_comment(session, consultation.id, _id(one))
            for one in form.getlist("comment")
        ]
        shown = publish_comments(session, comments, official=official, now=now)
        for comment in shown:
            _note(session, official, "published_comment", comment, now)
        session.commit()
        said = translate_many(
            N_("%(count)s comment is shown now."),
            N_("%(count)s comments are shown now."),
            len(shown),
        )
        flash(request, said)
        return see_other(request, _back(slug, form))

    @post("/{comment_id:uuid}/{act:str}", sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        comment_id: FromPath[UUID],
        act: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.MODERATOR)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        comment = get_comment(session, consultation.id, comment_id)
        try:
            said = _do(session, comment, act, form, official, now)
        except Invalid as error:
            session.rollback()
            page = _queue(
                session, official, consultation, form, now, _page(form),
                (comment, form, told(error)),
            )  # fmt: skip
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(said))
        return see_other(request, _back(slug, form))


def _do(
    session: Session,
    comment: Comment,
    act: str,
    form: SubmittedForm,
    official: Official,
    now: datetime,
) -> str:
    match act:
        case "publish":
            publish_comment(session, comment, official=official, now=now)
            _note(session, official, "published_comment", comment, now)
            return N_("The comment is shown now.")
        case "withhold":
            reason, note = form.get("reason"), form.get("note")
            withhold_comment(
                session, comment, reason, note=note, official=official, now=now
            )
            _note(session, official, "withheld_comment", comment, now, reason=reason)
            return N_("The comment is withheld. Its author sees the reason.")
        case "reopen":
            reopen_comment(session, comment, official=official, now=now)
            _note(session, official, "reopened_comment", comment, now)
            return N_("The comment waits again. Nobody else sees it until then.")
        case "mask":
            phrase = form.get("phrase")
            mask_further(session, comment, phrase, official=official, now=now)
            _note(session, official, "masked_comment", comment, now)
            return N_("The words are removed from what is shown.")
        case _:
            raise NotFound("act", act)


def _note(
    session: Session,
    official: Official,
    act: str,
    comment: Comment,
    now: datetime,
    **detail: str,
) -> None:
    record_act(session, official, act, "comment", str(comment.id), detail, now=now)


def _queue(
    session: Session,
    official: Official,
    consultation: Consultation,
    asked: SubmittedForm,
    now: datetime,
    number: int,
    entered: tuple[Comment, SubmittedForm, FormErrors] | None = None,
) -> ModerationPage:
    editing, form, errors = entered or (None, SubmittedForm(), FormErrors())
    wanted = _wanted(asked)
    counts = count_by_state(session, consultation.id)
    count = count_queue(session, consultation.id, wanted, now)
    pages = max(1, -(-count // _ON_A_PAGE))
    # The last comment of the last page may just have left it.
    number = min(number, pages)
    found = list_queue(
        session,
        consultation.id,
        wanted,
        now,
        offset=(number - 1) * _ON_A_PAGE,
        limit=_ON_A_PAGE,
    )
    # What was typed comes back, also if its comment has left the list meanwhile.
    rows = found if editing is None or editing in found else [editing, *found]
    questions = {one.id: one for one in list_questions(session, consultation.id)}
    return ModerationPage(
        official,
        consultation,
        rows=[_row(one, questions[one.question_id], now) for one in rows],
        states=[
            (one.value, translate(label), counts.get(one, 0))
            for one, label in STATE_LABELS.items()
        ],
        wanted=wanted,
        questions=[one for one in questions.values() if is_text(one)],
        query=_query(asked),
        filters=asked,
        count=count,
        late=count_waiting_long(session, consultation.id, now),
        reasons=[(key, translate(text)) for key, text in WITHHELD_REASONS.items()],
        number=number,
        pages=pages,
        editing=str(editing.id) if editing else "",
        form=form,
        errors=errors,
    )


def _row(comment: Comment, question: Question, now: datetime) -> ModeratedComment:
    waits = comment.state is CommentState.RECEIVED
    return ModeratedComment(
        comment,
        translate(STATE_LABELS[comment.state]),
        is_late=waits and now - comment.updated_at > LONGEST_WAIT,
        was_masked=comment.masked_text != comment.text,
        question=question.wording,
    )


def _wanted(asked: SubmittedForm) -> QueueFilter:
    """Read the filter; what is unknown filters nothing."""
    states = (one for one in CommentState if one == asked.get("state"))
    return QueueFilter(
        state=next(states, CommentState.RECEIVED),
        question=asked.get("question")[:60],
        words=asked.get("words")[:200],
        is_late=asked.get("late") == "yes",
    )


def _query(asked: SubmittedForm) -> str:
    """Return the filter as it stands in addresses, ready for more."""
    given = {name: asked.get(name) for name in _FILTERS if asked.get(name)}
    return urlencode(given)


def _page(form: SubmittedForm) -> int:
    """Return the page of the list that a form stood on."""
    given = form.get("page")
    is_number = given.isascii() and given.isdigit() and len(given) < 6  # noqa: PLR2004
    return max(1, min(int(given), _MOST_PAGES)) if is_number else 1


def _back(slug: str, form: SubmittedForm) -> str:
    """Return to the list that an official came from, and to its page."""
    page, query = _page(form), _query(form)
    asked = "&".join(filter(None, (query, f"page={page}" if page > 1 else "")))
    return f"/office/consultations/{slug}/comments" + (f"?{asked}" if asked else "")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("comment", text) from None


class PolicyController(Controller):
    """The public list of reasons."""

    path = "/moderation-policy"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request) -> Response[str]:
        reasons = [translate(text) for text in WITHHELD_REASONS.values()]
        return render(request, PolicyPage(reasons))
