"""One topic: everything said in it, and all that an official may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.topics.models import FoundTopic, RunState, Topic, TopicState
from app.topics.queries import (
    Wanted,
    find_latest_run,
    get_run,
    get_topic,
    list_events,
    list_found_topics,
    list_topic_comments,
    list_topics,
    tally_of,
)
from app.topics.queries.comments import count_topic_comments
from app.topics.rules import keys_of
from app.topics.rules.counting import TopicCounts
from app.topics.rules.judging import steadiness_of
from app.topics.services import (
    confirm_topic,
    describe_topic,
    hide_topic,
    merge_topic,
    move_comments,
    rename_topic,
    separate_topic,
    split_topic,
    undo_last,
)
from app.topics.web.events import ToldEvent, told_events
from app.topics.web.office import state_labels, steadiness_labels
from app.topics.web.views import (
    Listing,
    listing,
    read_comment_ids,
    read_id,
    rows_of,
    shown_topics,
    wanted_of,
)
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request


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
    share: float
    steadiness: str
    source: Topic | None
    children: Sequence[tuple[Topic, TopicCounts]]
    listed: Listing
    events: Sequence[ToldEvent]
    others: Sequence[Topic]
    state_labels: Mapping[TopicState, str]
    form: SubmittedForm
    errors: FormErrors


class TopicController(Controller):
    """Working on one topic."""

    path = "/office/consultations/{slug:str}/topics/{topic_id:uuid}"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
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
        wanted = wanted_of(request, number)
        return render(request, _page(session, official, consultation, topic, wanted))

    @post("/{act:str}", sync_to_thread=True)
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
            session.rollback()
            topic = get_topic(session, consultation.id, topic_id)
            page = _page(
                session,
                official,
                get_own_consultation(session, official.organisation_id, slug),
                topic,
                wanted_of(request, 1),
                (form, told(error)),
            )
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(said, label=topic.label))
        return see_other(request, _next(slug, topic, form))


def _next(slug: str, topic: Topic, form: SubmittedForm) -> str:
    base = f"/office/consultations/{slug}/topics"
    if form.get("stay") == "topic":
        return f"{base}/{topic.id}"
    return f"{base}?question={form.get('question')}#topic-{topic.id}"


def _do(
    session: Session,
    topic: Topic,
    act: str,
    form: SubmittedForm,
    official: Official,
    now: Now,
) -> str:
    if act in {"confirm", "rename", "describe", "hide"}:
        return _name(session, topic, act, form, official, now)
    match act:
        case "merge":
            into = get_topic(session, topic.consultation_id, read_id(form.get("into")))
            merge_topic(session, topic, into, official, now=now)
            return N_("“%(label)s” is now part of the other topic.")
        case "separate":
            separate_topic(session, topic, official, now=now)
            return N_("“%(label)s” is now a topic of its own.")
        case "sort":
            return _sort(session, topic, form, official, now)
        case "undo":
            undo_last(session, topic, official, now=now)
            return N_("The last change to “%(label)s” is undone.")
        case _:
            raise NotFound("act", act)


def _name(
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
        case _:
            hide_topic(session, topic, form.get("reason"), official, now=now)
            return N_("“%(label)s” is hidden. It stays listed with your reason.")


def _sort(
    session: Session, topic: Topic, form: SubmittedForm, official: Official, now: Now
) -> str:
    """Move the ticked comments: into another topic, a new one, or none."""
    comments = read_comment_ids(form)
    match form.get("sort"):
        case "split":
            label = form.get("new_label")
            try:
                split_topic(session, topic, comments, label, official, now=now)
            except Invalid as error:
                renamed = {"label": "new_label"}
                raise Invalid(
                    {renamed.get(k, k): v for k, v in error.field_errors.items()}
                ) from error
            return N_("A new topic was made out of comments of “%(label)s”.")
        case "out":
            move_comments(session, comments, topic, None, official, now=now)
            return N_("The comments are no longer in “%(label)s”.")
        case _:
            to = read_id(form.get("move_into"), "move_into")
            target = get_topic(session, topic.consultation_id, to)
            move_comments(session, comments, topic, target, official, now=now)
            return N_("The comments were moved out of “%(label)s”.")


def _page(
    session: Session,
    official: Official,
    consultation: Consultation,
    topic: Topic,
    wanted: Wanted,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> TopicPage:
    form, errors = entered or (SubmittedForm(), FormErrors())
    topics = list_topics(session, topic.question_id)
    keys = keys_of(topic, topics)
    run = find_latest_run(session, topic.question_id, RunState.DONE) or get_run(
        session, topic.latest_run_id
    )
    tally = tally_of(session, run)
    counts = tally.of(keys)
    found = {one.key: one for one in list_found_topics(session, run.id)}.get(topic.key)
    comments = list_topic_comments(session, run.id, keys, wanted)
    return TopicPage(
        official,
        consultation,
        session.get_one(Question, topic.question_id),
        topic,
        found,
        counts,
        share=counts.comments / max(1, tally.whole.analysed),
        steadiness=steadiness_labels()[steadiness_of(found.stability)] if found else "",
        source=next((one for one in topics if one.id == topic.split_from_id), None),
        children=[
            (one, tally.of(keys_of(one, topics)))
            for one in topics
            if one.parent_key == topic.key and not one.stands_alone
        ],
        listed=listing(
            rows_of(session, run, comments, keys),
            wanted,
            count_topic_comments(session, run.id, keys, wanted),
        ),
        events=told_events(session, list_events(session, topic.id), topics),
        others=[
            one
            for one in shown_topics(session, topic.question_id)
            if one.id != topic.id
        ],
        state_labels=state_labels(),
        form=form,
        errors=errors,
    )
