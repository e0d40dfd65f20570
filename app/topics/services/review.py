"""Officials' acts on topics: each an event that can be undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.errors import N_, Conflict
from app.topics.models import Topic, TopicEvent, TopicState
from app.topics.queries import list_events, list_topics
from app.topics.rules import require_label, require_may_merge, require_reason
from app.topics.services.moving import undo_moves

_KEPT: Final = (
    "label", "description", "state", "state_reason", "merged_into_id", "stands_alone",
)  # fmt: skip
_MERGED: Final = N_("This topic is part of another one. Undo that first.")
_GONE: Final = N_("The latest analysis no longer finds this topic.")


def confirm_topic(
    session: Session, topic: Topic, official: Official, *, now: datetime
) -> None:
    """Say that the topic is one, and rightly named; it may then be published."""
    _change(session, topic, official, "confirmed", {"state": TopicState.CONFIRMED}, now)


def confirm_topics(
    session: Session, topics: Iterable[Topic], official: Official, *, now: datetime
) -> int:
    """Confirm every topic that nobody has judged yet; return how many."""
    waiting = [one for one in topics if one.state is TopicState.PROPOSED]
    values = {"state": TopicState.CONFIRMED}
    events = [_apply(topic, official, "confirmed", values, now) for topic in waiting]
    _record(session, waiting, [one for one in events if one], official)
    return len(waiting)


def rename_topic(
    session: Session, topic: Topic, label: str, official: Official, *, now: datetime
) -> None:
    """Name a topic in better words, which confirms it; the machine's stay listed."""
    values = {"label": require_label(label), "state": TopicState.CONFIRMED}
    _change(session, topic, official, "renamed", values, now)


def describe_topic(
    session: Session, topic: Topic, text: str, official: Official, *, now: datetime
) -> None:
    """Say in a sentence or two what people mean."""
    values = {"description": text.strip()[:2_000]}
    _change(session, topic, official, "described", values, now)


def hide_topic(
    session: Session, topic: Topic, reason: str, official: Official, *, now: datetime
) -> None:
    """Leave a topic out of the results; it stays listed with count and reason."""
    values = {"state": TopicState.HIDDEN, "state_reason": require_reason(reason)}
    _change(session, topic, official, "hidden", values, now)


def merge_topic(
    session: Session, topic: Topic, into: Topic, official: Official, *, now: datetime
) -> None:
    """Make a topic part of another one, which then counts its comments too."""
    require_may_merge(topic, into, list_topics(session, topic.question_id))
    values = {"state": TopicState.MERGED, "merged_into_id": into.id}
    _change(session, topic, official, "merged", values, now)


def separate_topic(
    session: Session, topic: Topic, official: Official, *, now: datetime
) -> None:
    """Make a subtopic a topic of its own; the one above no longer counts it.

    Raises:
        Conflict: It is one already.
    """
    if topic.parent_key is None or topic.stands_alone:
        raise Conflict(N_("This is a topic of its own already."))
    values = {"stands_alone": True, "state": TopicState.CONFIRMED}
    _change(session, topic, official, "separated", values, now)


def undo_last(
    session: Session, topic: Topic, official: Official, *, now: datetime
) -> TopicEvent:
    """Take the last act on a topic back.

    Raises:
        Conflict: Nothing was done with it, or more was done since with its comments.
    """
    events = list_events(session, topic.id)
    event = next((one for one in events if one.undone_at is None), None)
    if event is None:
        raise Conflict(N_("There is nothing to undo."))
    # Topics are locked before their comments, as whoever moves them does.
    topic.updated_at = now
    session.add(topic)
    session.flush()
    undo_moves(session, event)
    for name, value in event.before.items():
        setattr(topic, name, _read(name, value))
    event.undone_at = now
    session.add_all([topic, event])
    record_act(
        session, official, "undid_topic_change", "topic", str(topic.id),
        {"act": event.act}, now=now,
    )  # fmt: skip
    return event


def _change(
    session: Session,
    topic: Topic,
    official: Official,
    act: str,
    values: dict[str, Any],
    now: datetime,
) -> None:
    event = _apply(topic, official, act, values, now)
    if event is not None:
        _record(session, [topic], [event], official)


def _record(
    session: Session,
    topics: Sequence[Topic],
    events: Sequence[TopicEvent],
    official: Official,
) -> None:
    """Store changes, then add them to the trail: nothing is locked after the trail."""
    session.add_all([*topics, *events])
    session.flush()
    for one in events:
        act, identity = f"{one.act}_topic", str(one.topic_id)
        record_act(session, official, act, "topic", identity, one.after, now=one.at)


def _apply(
    topic: Topic, official: Official, act: str, values: dict[str, Any], now: datetime
) -> TopicEvent | None:
    """Change a topic; return what changed, None if nothing did."""
    if topic.state is TopicState.GONE:
        raise Conflict(_GONE)
    if topic.state is TopicState.MERGED:
        raise Conflict(_MERGED)
    before = {name: _plain(getattr(topic, name)) for name in _KEPT}
    for name, value in values.items():
        setattr(topic, name, value)
    after = {name: _plain(getattr(topic, name)) for name in _KEPT}
    if before == after:
        return None
    topic.updated_at = now
    changed = {name for name in _KEPT if before[name] != after[name]}
    return TopicEvent(
        topic_id=topic.id,
        at=now,
        official_id=official.id,
        act=act,
        reason=topic.state_reason if act == "hidden" else "",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _read(name: str, value: Any) -> Any:
    if name == "merged_into_id":
        return UUID(value) if value else None
    return TopicState(value) if name == "state" else value
