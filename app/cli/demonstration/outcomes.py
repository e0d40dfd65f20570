"""Brings consultations of the demonstration to their end: read, answered, decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlmodel import Session

from app.accounts.models import Official
from app.consultations.models import Consultation
from app.consultations.queries import list_proposals
from app.consultations.schemas import DecisionForm
from app.consultations.services import publish_decision, record_decision
from app.db import Database
from app.jobs import Job
from app.official_responses.models import OfficialResponse, Promise, PromiseState
from app.official_responses.queries import list_causes, map_promises, map_responses
from app.official_responses.schemas import PromiseForm, PromiseStateForm, ResponseForm
from app.official_responses.services import (
    make_promise,
    publish_responses,
    settle_promise,
    write_response,
)
from app.register.models import RegisterRecord, Status, System
from app.register.schemas.causes import CauseKind
from app.register.schemas.change import Change
from app.register.services import change_status, publish_record, save_draft
from app.settings import Settings
from app.topics.models import Topic
from app.topics.queries import (
    find_latest_run,
    list_consultation_topics,
    list_found_topics,
)
from app.topics.rules import tree_of
from app.topics.services import (
    confirm_topic,
    publish_topics,
    queue_runs,
    rename_topic,
)
from app.topics.tasks import perform_run

_TOPICS: Final = 9
# Words in common before a prepared name is taken to fit.
_SURE: Final = 2


def read_all(
    database: Database,
    settings: Settings,
    consultation: Consultation,
    official: Official,
    now: datetime,
) -> None:
    """Read the comments with the real engine, as the worker does."""
    with database.writing() as session:
        runs = queue_runs(session, consultation, official=official, now=now)
        session.commit()
        ids = [str(one.id) for one in runs]
    for run_id in ids:
        perform_run(
            Job(
                name="topics.perform_run",
                payload={"run_id": run_id},
                attempt=uuid4().hex,
                attempts=1,
                database=database,
                settings=settings,
            )
        )


def confirm_and_publish(
    session: Session,
    consultation: Consultation,
    names: Sequence[dict[str, Any]],
    official: Official,
    now: datetime,
) -> None:
    """Confirm the larger topics, some of them under better names, and publish them."""
    topics = list_consultation_topics(session, consultation.id)
    for question_id in {one.question_id for one in topics}:
        run = find_latest_run(session, question_id)
        if run is None:
            continue
        own = [one for one in topics if one.question_id == question_id]
        for node in tree_of(own, list_found_topics(session, run.id))[:_TOPICS]:
            _confirm(session, node.topic, names, official, now)
            for child in node.children:
                confirm_topic(session, child.topic, official, now=now)
    publish_topics(session, consultation, official, now=now)


def _confirm(
    session: Session,
    topic: Topic,
    names: Sequence[dict[str, Any]],
    official: Official,
    now: datetime,
) -> None:
    """Name a topic as its official would who has read it; else keep the machine's."""
    fits = [(_fit(session, topic, one["words"]), one["name"]) for one in names]
    best, name = max(fits, default=(0.0, ""))
    if best >= _SURE:
        rename_topic(session, topic, name, official, now=now)
    else:
        confirm_topic(session, topic, official, now=now)


def answer(
    session: Session,
    consultation: Consultation,
    answers: Sequence[dict[str, Any]],
    official: Official,
    now: datetime,
) -> None:
    """Answer each confirmed topic with the words written for it, and publish."""
    topics = [
        one
        for one in list_consultation_topics(session, consultation.id)
        if one.state == "confirmed" and one.parent_key is None
    ]
    promised: set[str] = set()
    for topic in topics:
        fitting = _answer_to(topic, answers)
        form = ResponseForm(
            text=fitting["text"], what_changes=fitting.get("what_changes", "")
        )
        response = write_response(session, topic, form, official, now=now)
        promise = fitting.get("promise")
        if promise and promise["text"] not in promised:
            promised.add(promise["text"])
            _promise(session, response, promise, official, now)
    publish_responses(session, consultation, official, now=now)


def _answer_to(topic: Topic, answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the answer written for a topic by this name, or the one for all others."""
    for one in answers:
        if topic.label in one.get("topics", ()):
            return one
    return next(one for one in answers if "topics" not in one)


def _fit(session: Session, topic: Topic, words: Sequence[str]) -> float:
    found = {one.key: one for one in list_found_topics(session, topic.latest_run_id)}
    own = {word.lower() for word in topic.label.split()}
    if topic.key in found:
        own |= {part for word in found[topic.key].keywords for part in word.split()}
    return len(own & set(words))


def _promise(
    session: Session,
    response: OfficialResponse,
    data: dict[str, Any],
    official: Official,
    now: datetime,
) -> Promise:
    due_on = (now + timedelta(days=data["due"])).date()
    form = PromiseForm(promise=data["text"], owner=data["owner"], due_on=due_on)
    return make_promise(session, response, form, official, now=now)


def decide(
    session: Session,
    consultation: Consultation,
    data: dict[str, Any],
    system: System,
    official: Official,
    now: datetime,
) -> RegisterRecord | None:
    """Record and publish the decision, and change the system's record because of it."""
    at = now + timedelta(days=data["decided"])
    (proposal,) = list_proposals(session, consultation.id)
    keys = ("outcome", "summary", "reasons", "decided_by")
    form = DecisionForm(**{key: data[key] for key in keys}, decided_on=at.date())
    decision = record_decision(
        session, consultation, proposal, form, official=official, now=at
    )
    publish_decision(session, decision, now=at)
    note = Change(note=data["summary"], reason=data["reasons"])
    change_status(session, system, Status(data["status"]), official, note, now=at)
    changes = data.get("changes")
    if not changes:
        return None
    entered = {key: {"state": "answered", "value": one} for key, one in changes.items()}
    save_draft(session, system, entered, official=official, now=at)
    change = Change(
        note="A person within reach on every screen; subjects it must not answer.",
        reason="People asked for it in the consultation.",
        caused_by=_cause(session, consultation, system),
    )
    later = at + timedelta(days=3)
    return publish_record(session, system, official, change, now=later)


def _cause(
    session: Session, consultation: Consultation, system: System
) -> dict[str, Any]:
    """Return the topic that most comments spoke of."""
    topics = (
        one
        for one in list_causes(session, system)
        if one.kind is CauseKind.TOPIC and one.within == consultation.title
    )
    return max(topics, key=lambda one: one.comments).stored()


def keep_promises(
    session: Session,
    consultation: Consultation,
    answers: Sequence[dict[str, Any]],
    official: Official,
    record: RegisterRecord | None,
    now: datetime,
) -> None:
    """Settle the promises that the content says were kept."""
    kept = {
        one["promise"]["text"] for one in answers if one.get("promise", {}).get("kept")
    }
    made = map_promises(session, consultation.id)
    for response in map_responses(session, consultation.id).values():
        for promise in made.get(response.id, []):
            if promise.text in kept:
                form = PromiseStateForm(
                    state=PromiseState.KEPT, note="Done, and checked by us."
                )
                settle_promise(
                    session, promise, form, official, kept_by=record, now=now
                )
