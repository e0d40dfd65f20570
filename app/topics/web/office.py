"""Officials check topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.topics.models import (
    AnalysisRun,
    FoundTopic,
    RunState,
    Topic,
    TopicEvent,
    TopicState,
)
from app.topics.queries import (
    TopicCounts,
    count_topic,
    find_latest_run,
    find_stance_question,
    get_topic,
    list_events,
    list_found_topics,
    list_text_questions,
    list_topic_comments,
    list_topics,
)
from app.topics.rules import SHAKY, STATE_LABELS, STEADY, TopicNode, keys_of, tree_of
from app.topics.services import (
    confirm_topic,
    confirm_topics,
    describe_topic,
    hide_topic,
    merge_topic,
    rename_topic,
    undo_last,
)
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request

_COMMENTS: Final = 25


@dataclass(frozen=True, slots=True)
class QuestionTopics:
    """The topics of one question, as an official reviews them."""

    question: Question
    run: AnalysisRun
    nodes: Sequence[TopicNode]
    merged: Sequence[tuple[Topic, str]]
    counts: Mapping[UUID, TopicCounts]


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """Every topic of a consultation, to be checked."""

    template: ClassVar[str] = "topics/review.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    questions: Sequence[QuestionTopics]
    waiting: int
    state_labels: Mapping[TopicState, str]
    steady: float
    shaky: float


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One topic with everything said in it."""

    template: ClassVar[str] = "topics/topic.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    question: Question
    topic: Topic
    found: FoundTopic | None
    counts: TopicCounts
    comments: Sequence[Comment]
    number: int
    pages: int
    events: Sequence[TopicEvent]
    others: Sequence[Topic]
    state_labels: Mapping[TopicState, str]
    form: SubmittedForm
    errors: FormErrors


class TopicsController(Controller):
    """Checking topics."""

    path = "/office/consultations/{slug:str}/topics"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        questions = [
            part
            for one in list_text_questions(session, consultation.id)
            if (part := _question_topics(session, one)) is not None
        ]
        waiting = sum(
            topic.state is TopicState.PROPOSED
            for one in questions
            for topic in _all_topics(one.nodes)
        )
        page = TopicsPage(
            official,
            consultation,
            questions,
            waiting,
            state_labels=_state_labels(),
            steady=STEADY,
            shaky=SHAKY,
        )
        return render(request, page)

    @post("/confirm-all", sync_to_thread=True)
    def confirm_all(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        topics = [
            get_topic(session, consultation.id, topic_id)
            for topic_id in _ids(form.getlist("topic"))
        ]
        count = confirm_topics(session, topics, official, now=now)
        session.commit()
        flash(request, translate(N_("%(count)s topics confirmed."), count=count))
        return see_other(request, f"/office/consultations/{slug}/topics")

    @get("/{topic_id:uuid}", sync_to_thread=True)
    def topic(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        topic_id: FromPath[UUID],
        number: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        topic = get_topic(session, consultation.id, topic_id)
        page = _topic_page(session, official, consultation, topic, number)
        return render(request, page)

    @post("/{topic_id:uuid}/{act:str}", sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        topic_id: FromPath[UUID],
        act: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        topic = get_topic(session, consultation.id, topic_id)
        try:
            said = _do(session, topic, act, form, official, now)
        except Invalid as error:
            errors = FormErrors(
                {key: translate(text) for key, text in error.field_errors.items()}
            )
            page = _topic_page(
                session, official, consultation, topic, 1, (form, errors)
            )
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(said, label=topic.label))
        stays = form.get("stay") == "topic"
        anchor = f"/{topic.id}" if stays else f"#topic-{topic.id}"
        return see_other(request, f"/office/consultations/{slug}/topics{anchor}")


def _do(
    session: Session,
    topic: Topic,
    act: str,
    form: SubmittedForm,
    official: Official,
    now: Now,
) -> str:
    match act:
        case "confirm":
            confirm_topic(session, topic, official, now=now)
            return N_("“%(label)s” is confirmed.")
        case "rename":
            rename_topic(session, topic, form.get("label"), official, now=now)
            return N_("The topic is now called “%(label)s”.")
        case "describe":
            describe_topic(session, topic, form.get("description"), official, now=now)
            return N_("The description of “%(label)s” is saved.")
        case "hide":
            hide_topic(session, topic, form.get("reason"), official, now=now)
            return N_("“%(label)s” is hidden. It stays listed with your reason.")
        case "merge":
            into = get_topic(session, topic.consultation_id, _id(form.get("into")))
            merge_topic(session, topic, into, official, now=now)
            return N_("“%(label)s” is now part of the other topic.")
        case "undo":
            undo_last(session, topic, official, now=now)
            return N_("The last change to “%(label)s” is undone.")
        case _:
            raise NotFound("act", act)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"into": N_("Choose a topic.")}) from None


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [_id(one) for one in texts]


def _question_topics(session: Session, question: Question) -> QuestionTopics | None:
    run = find_latest_run(session, question.id, RunState.DONE)
    if run is None:
        return None
    topics = list_topics(session, question.id)
    nodes = tree_of(topics, list_found_topics(session, run.id))
    stance = find_stance_question(session, question)
    names = {one.id: one.label for one in topics}
    counts = {
        one.id: count_topic(
            session, run.id, keys_of(one, topics), stance.id if stance else None
        )
        for one in _all_topics(nodes)
    }
    merged = [
        (one, names.get(one.merged_into_id, "") if one.merged_into_id else "")
        for one in topics
        if one.state is TopicState.MERGED
    ]
    return QuestionTopics(question, run, nodes, merged, counts)


def _all_topics(nodes: Sequence[TopicNode]) -> list[Topic]:
    return [topic for one in nodes for topic in (one.topic, *_all_topics(one.children))]


def _topic_page(
    session: Session,
    official: Official,
    consultation: Consultation,
    topic: Topic,
    number: int,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> TopicPage:
    form, errors = entered or (SubmittedForm(), FormErrors())
    topics = list_topics(session, topic.question_id)
    keys = keys_of(topic, topics)
    question = session.get_one(Question, topic.question_id)
    stance = find_stance_question(session, question)
    run_id = topic.latest_run_id
    counts = count_topic(session, run_id, keys, stance.id if stance else None)
    found = {one.key: one for one in list_found_topics(session, run_id)}
    return TopicPage(
        official,
        consultation,
        question,
        topic,
        found.get(topic.key),
        counts,
        comments=list_topic_comments(
            session, run_id, keys, offset=(number - 1) * _COMMENTS, limit=_COMMENTS
        ),
        number=number,
        pages=max(1, -(-counts.comments // _COMMENTS)),
        events=list_events(session, topic.id),
        others=[
            one
            for one in topics
            if one.id != topic.id
            and one.state in {TopicState.PROPOSED, TopicState.CONFIRMED}
        ],
        state_labels=_state_labels(),
        form=form,
        errors=errors,
    )


def _state_labels() -> dict[TopicState, str]:
    return {state: translate(label) for state, label in STATE_LABELS.items()}
