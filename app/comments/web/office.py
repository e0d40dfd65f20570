"""Officials look at comments before anybody else reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
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
    count_waiting_long,
    get_comment,
    list_comments_in_state,
)
from app.comments.rules.moderation import LONGEST_WAIT, WITHHELD_REASONS
from app.comments.services import (
    mask_further,
    publish_comment,
    publish_comments,
    withhold_comment,
)
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, told
from app.web.pages import render, see_other
from app.web.requests import Request

_ON_A_PAGE: Final = 25

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


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """What waits, and what was done."""

    template: ClassVar[str] = "comments/office_queue.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    rows: Sequence[ModeratedComment]
    states: Sequence[tuple[str, str, int]]
    chosen: str
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
        state = _state(query_of(request).get("state", CommentState.RECEIVED.value))
        page = _queue(session, official, consultation, state, now, number)
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
        told = translate(N_("%(count)s comments are shown now."), count=len(shown))
        flash(request, told)
        return see_other(request, f"/office/consultations/{slug}/comments")

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
        before = comment.state
        try:
            said = _do(session, comment, act, form, official, now)
        except Invalid as error:
            session.rollback()
            page = _queue(
                session, official, consultation, before, now, 1,
                (str(comment_id), form, told(error)),
            )  # fmt: skip
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(said))
        return see_other(
            request, f"/office/consultations/{slug}/comments?state={before.value}"
        )


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
    state: CommentState,
    now: datetime,
    number: int,
    entered: tuple[str, SubmittedForm, FormErrors] | None = None,
) -> ModerationPage:
    editing, form, errors = entered or ("", SubmittedForm(), FormErrors())
    counts = count_by_state(session, consultation.id)
    found = list_comments_in_state(
        session,
        consultation.id,
        state,
        offset=(number - 1) * _ON_A_PAGE,
        limit=_ON_A_PAGE,
    )
    return ModerationPage(
        official,
        consultation,
        rows=[
            ModeratedComment(
                one,
                translate(STATE_LABELS[one.state]),
                is_late=one.state is CommentState.RECEIVED
                and now - one.updated_at > LONGEST_WAIT,
                was_masked=one.masked_text != one.text,
            )
            for one in found
        ],
        states=[
            (one.value, translate(label), counts.get(one, 0))
            for one, label in STATE_LABELS.items()
        ],
        chosen=state.value,
        late=count_waiting_long(session, consultation.id, now),
        reasons=[(key, translate(text)) for key, text in WITHHELD_REASONS.items()],
        number=number,
        pages=max(1, -(-counts.get(state, 0) // _ON_A_PAGE)),
        editing=editing,
        form=form,
        errors=errors,
    )


def _state(text: str) -> CommentState:
    return next((one for one in CommentState if one == text), CommentState.RECEIVED)


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
