"""Answers topic by topic, and promises. Nothing here commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.consultations.models import Consultation
from app.errors import N_, Conflict
from app.official_responses.models import OfficialResponse, Promise, PromiseState
from app.official_responses.queries import find_response, map_responses
from app.official_responses.schemas import (
    PromiseForm,
    PromiseStateForm,
    ResponseForm,
)
from app.register.models import RegisterRecord
from app.topics.models import Topic, TopicState
from app.topics.queries import find_latest_publication


def write_response(
    session: Session,
    topic: Topic,
    form: ResponseForm,
    official: Official,
    *,
    now: datetime,
) -> OfficialResponse:
    """Write or rewrite the answer to a topic; a published one stays public.

    Raises:
        Conflict: Nobody has confirmed the topic.
    """
    if topic.state is not TopicState.CONFIRMED:
        raise Conflict(N_("Confirm the topic before you answer it."))
    response = find_response(session, topic.id)
    if response is None:
        response = OfficialResponse(topic_id=topic.id, text="", updated_at=now)
    response.text, response.what_changes = form.text, form.what_changes
    response.written_by, response.updated_at = official.id, now
    session.add(response)
    session.flush()
    record_act(session, official, "wrote_response", "topic", str(topic.id), now=now)
    return response


def make_promise(
    session: Session,
    response: OfficialResponse,
    form: PromiseForm,
    official: Official,
    *,
    now: datetime,
) -> Promise:
    """Add something the body can be held to."""
    promise = Promise(
        response_id=response.id,
        text=form.promise,
        owner=form.owner,
        due_on=form.due_on,
    )
    session.add(promise)
    session.flush()
    record_act(session, official, "made_promise", "promise", str(promise.id), now=now)
    return promise


def settle_promise(
    session: Session,
    promise: Promise,
    form: PromiseStateForm,
    official: Official,
    *,
    kept_by: RegisterRecord | None = None,
    now: datetime,
) -> None:
    """Say that a promise was kept, dropped or is open again, and why."""
    promise.state, promise.state_note = form.state, form.note
    is_kept = form.state is PromiseState.KEPT
    promise.kept_by_record_id = kept_by.id if kept_by and is_kept else None
    promise.state_changed_at = now
    session.add(promise)
    record_act(
        session,
        official,
        "settled_promise",
        "promise",
        str(promise.id),
        {"state": form.state.value},
        now=now,
    )


def publish_responses(
    session: Session, consultation: Consultation, official: Official, *, now: datetime
) -> int:
    """Make every answer public; return how many were not yet.

    Raises:
        Conflict: The topics themselves are not public, or there is nothing new.
    """
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        raise Conflict(N_("Publish the topics first; answers stand beside them."))
    answers = map_responses(session, consultation.id)
    waiting = [one for one in answers.values() if one.published_at is None]
    if not waiting:
        raise Conflict(N_("There is no new answer to publish."))
    for one in waiting:
        one.published_at = now
        session.add(one)
    top = _top_topics(publication.snapshot)
    consultation.answered_at = now if top <= answers.keys() else None
    session.add(consultation)
    record_act(
        session,
        official,
        "published_responses",
        "consultation",
        str(consultation.id),
        {"count": len(waiting)},
        now=now,
    )
    return len(waiting)


def _top_topics(snapshot: Mapping[str, Any]) -> set[UUID]:
    """Return the published topics that are no part of another one."""
    return {
        UUID(topic["id"])
        for question in snapshot["questions"]
        for topic in question["topics"]
        if topic["parent"] is None
    }
