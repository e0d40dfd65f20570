"""Officials answer topics and make promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import (
    get_own_consultation,
)
from app.errors import N_
from app.official_responses.models import OfficialResponse, Promise
from app.official_responses.queries import (
    get_promise,
    is_overdue,
    list_unanswered,
    map_promises,
    map_responses,
)
from app.official_responses.schemas import (
    PromiseForm,
    PromiseStateForm,
    ResponseForm,
)
from app.official_responses.services import (
    make_promise,
    publish_responses,
    settle_promise,
    write_response,
)
from app.topics.models import Topic, TopicState
from app.topics.queries import (
    find_latest_publication,
    get_topic,
    list_consultation_topics,
)
from app.web.catalogues import translate, translate_many
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """A topic with its answer and promises.

    One that is no longer confirmed is kept here with what was promised about it.
    """

    topic: Topic
    comments: int
    is_waiting: bool
    response: OfficialResponse | None
    promises: Sequence[tuple[Promise, bool]]


@dataclass(frozen=True, slots=True)
class ResponsesPage:
    """Confirmed topics and all that were answered; what has no public answer first."""

    template: ClassVar[str] = "official_responses/responses.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    rows: Sequence[TopicAnswer]
    unanswered: int
    unpublished: int
    is_published: bool
    editing: str
    form: SubmittedForm
    errors: FormErrors


class ResponsesController(Controller):
    """Answers, topic by topic."""

    path = "/office/consultations/{slug:str}/responses"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        return render(request, _responses(session, official, consultation, now.date()))

    @post("/publish", sync_to_thread=True)
    def publish(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        count = publish_responses(session, consultation, official, now=now)
        session.commit()
        said = translate_many(
            N_("%(count)s answer is public now."),
            N_("%(count)s answers are public now."),
            count,
        )
        flash(request, said)
        return see_other(request, f"/office/consultations/{slug}/responses")

    @post("/{topic_id:uuid}", sync_to_thread=True)
    def write(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        topic_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        topic = get_topic(session, consultation.id, topic_id)
        entered, errors = read_form(ResponseForm, form)
        has_promise = any(form.get(name) for name in ("promise", "owner", "due_on"))
        promise, more = read_form(PromiseForm, form) if has_promise else (None, {})
        errors.update(more)
        if promise is not None and promise.due_on < now.date():
            errors["due_on"] = translate(N_("Give a day that is still to come."))
        if entered is None or errors:
            page = _responses(
                session,
                official,
                consultation,
                now.date(),
                (str(topic.id), form, errors),
            )
            return render(request, page, status_code=422)
        response = write_response(session, topic, entered, official, now=now)
        if promise is not None:
            make_promise(session, response, promise, official, now=now)
        session.commit()
        flash(
            request,
            translate(N_("The answer to “%(label)s” is saved."), label=topic.label),
        )
        return see_other(
            request, f"/office/consultations/{slug}/responses#topic-{topic.id}"
        )

    @post("/promises/{promise_id:uuid}", sync_to_thread=True)
    def settle(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        promise_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        promise = get_promise(session, consultation.id, promise_id)
        entered, errors = read_form(PromiseStateForm, form)
        if entered is None:
            page = _responses(
                session,
                official,
                consultation,
                now.date(),
                (str(promise.id), form, errors),
            )
            return render(request, page, status_code=422)
        settle_promise(session, promise, entered, official, now=now)
        session.commit()
        flash(request, translate(N_("The promise is updated.")))
        return see_other(request, f"/office/consultations/{slug}/responses")


def _responses(
    session: Session,
    official: Official,
    consultation: Consultation,
    today: date,
    entered: tuple[str, SubmittedForm, FormErrors] | None = None,
) -> ResponsesPage:
    editing, form, errors = entered or ("", SubmittedForm(), FormErrors())
    answers = map_responses(session, consultation.id)
    promises = map_promises(session, consultation.id)
    publication = find_latest_publication(session, consultation.id)
    sizes = _sizes(publication.snapshot if publication else {})
    topics = list_consultation_topics(session, consultation.id)
    waiting = {one.id for one in list_unanswered(topics, answers)}
    rows = [
        TopicAnswer(
            topic,
            sizes.get(str(topic.id), 0),
            topic.id in waiting,
            answer := answers.get(topic.id),
            [
                (one, is_overdue(one, today))
                for one in (promises.get(answer.id, []) if answer else [])
            ],
        )
        for topic in topics
        if topic.state is TopicState.CONFIRMED or topic.id in answers
    ]
    # What nobody has written on yet comes before what is only to be made public.
    rows.sort(
        key=lambda row: (not row.is_waiting, row.response is not None, -row.comments)
    )
    return ResponsesPage(
        official,
        consultation,
        rows,
        unanswered=len(waiting),
        unpublished=sum(one.published_at is None for one in answers.values()),
        is_published=publication is not None,
        editing=editing,
        form=form,
        errors=errors,
    )


def _sizes(snapshot: Mapping[str, object]) -> dict[str, int]:
    questions = snapshot.get("questions", [])
    if not isinstance(questions, list):
        return {}
    return {one["id"]: one["comments"] for part in questions for one in part["topics"]}
