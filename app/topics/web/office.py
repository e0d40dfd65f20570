"""Officials start analyses, check topics, and publish them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_consultation
from app.consultations.rules import is_sealed
from app.errors import N_, Invalid, NotFound
from app.topics.models import (
    AnalysisRun,
    FoundTopic,
    RunState,
    Topic,
    TopicEvent,
    TopicPublication,
    TopicState,
)
from app.topics.queries import (
    TopicCounts,
    count_comments_since,
    count_readable,
    count_topic,
    find_latest_publication,
    find_latest_run,
    find_stance_question,
    get_topic,
    list_events,
    list_found_topics,
    list_runs,
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
    publish_topics,
    queue_runs,
    rename_topic,
    undo_last,
)
from app.topics.services.publishing import snapshot_of
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request

_COMMENTS: Final = 25

STEPS: Final[Mapping[str, str]] = {
    "": N_("Waiting for a free worker"),
    "load": N_("Loading the engine"),
    "prepare": N_("Masking personal data and finding languages"),
    "campaigns": N_("Looking for copied letters"),
    "embed": N_("Placing passages by meaning"),
    "cluster": N_("Finding groups, again and again"),
    "describe": N_("Naming topics and choosing quotes"),
    "tone": N_("Reading the tone of the wording"),
}


@dataclass(frozen=True, slots=True)
class QuestionRuns:
    """One question with its last run."""

    question: Question
    run: AnalysisRun | None
    readable: int
    new: int
    step: str


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """Runs of a consultation, with progress that renews itself."""

    template: ClassVar[str] = "topics/analysis.html"
    fragment: ClassVar[str | None] = "topics/_runs.html"

    official: Official
    consultation: Consultation
    rows: Sequence[QuestionRuns]
    is_busy: bool
    past: Sequence[AnalysisRun]


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


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What would become public, before it does."""

    template: ClassVar[str] = "topics/publish.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    snapshot: Mapping[str, object]
    publication: TopicPublication | None
    is_sealed: bool
    confirmed: int


def own_consultation(session: Session, official: Official, slug: str) -> Consultation:
    """Return a consultation of the official's body; others do not exist for them."""
    consultation = get_consultation(session, slug)
    if consultation.organisation_id != official.organisation_id:
        raise NotFound("consultation", slug)
    return consultation


class AnalysisController(Controller):
    """Reading comments."""

    path = "/office/consultations/{slug:str}/analysis"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = own_consultation(session, official, slug)
        rows = [
            _row(session, one) for one in list_text_questions(session, consultation.id)
        ]
        page = AnalysisPage(
            official,
            consultation,
            rows,
            is_busy=any(_is_busy(one.run) for one in rows),
            past=list_runs(session, consultation.id),
        )
        return render(request, page)

    @post("/", sync_to_thread=True)
    def start(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = own_consultation(session, official, slug)
        runs = queue_runs(session, consultation, official=official, now=now)
        record_act(
            session,
            official,
            "started_analysis",
            "consultation",
            str(consultation.id),
            {"runs": [str(one.id) for one in runs]},
            now=now,
        )
        session.commit()
        return see_other(request, f"/office/consultations/{slug}/analysis")


def _row(session: Session, question: Question) -> QuestionRuns:
    run = find_latest_run(session, question.id)
    return QuestionRuns(
        question,
        run,
        readable=count_readable(session, question.id),
        new=count_comments_since(session, run) if run else 0,
        step=translate(STEPS.get(run.step, run.step)) if run else "",
    )


def _is_busy(run: AnalysisRun | None) -> bool:
    return run is not None and run.state in {RunState.QUEUED, RunState.RUNNING}


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
        consultation = own_consultation(session, official, slug)
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
        consultation = own_consultation(session, official, slug)
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
        consultation = own_consultation(session, official, slug)
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
        consultation = own_consultation(session, official, slug)
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


class PublishController(Controller):
    """Making confirmed topics public."""

    path = "/office/consultations/{slug:str}/publish"
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
        consultation = own_consultation(session, official, slug)
        snapshot = snapshot_of(session, consultation)
        page = PublishPage(
            official,
            consultation,
            snapshot,
            find_latest_publication(session, consultation.id),
            is_sealed=is_sealed(consultation, now),
            confirmed=sum(len(one["topics"]) for one in snapshot["questions"]),
        )
        return render(request, page)

    @post("/", sync_to_thread=True)
    def publish(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = own_consultation(session, official, slug)
        publish_topics(session, consultation, official, now=now)
        session.commit()
        flash(request, translate(N_("The topics are public now.")))
        return see_other(request, f"/office/consultations/{slug}/responses")
