"""Officials put comments elsewhere; what they decided is told again after every run."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from app.accounts.models import Official
from app.accounts.services import record_act
from app.db import new_id
from app.errors import N_, Conflict, Invalid
from app.topics.models import (
    AnalysisRun,
    PlacedBy,
    RunState,
    Topic,
    TopicComment,
    TopicEvent,
    TopicMove,
    TopicState,
)
from app.topics.queries import list_moves, list_moves_of, list_topics
from app.topics.queries.comments import list_placements, map_readings
from app.topics.queries.runs import find_latest_run
from app.topics.rules import keys_of, require_label


def move_comments(
    session: Session,
    comments: Collection[UUID],
    source: Topic,
    target: Topic | None,
    official: Official,
    *,
    now: datetime,
) -> TopicEvent:
    """Put comments of a topic into another one, or out of all topics.

    Raises:
        Invalid: No comment of the topic was chosen, or the topic itself.
        Conflict: The other topic is not shown.
    """
    run, chosen = _chosen(session, source, comments)
    if target is not None:
        _require_target(source.question_id, target, source)
    act = "moved_out" if target is None else "moved"
    told = {"comments": len(chosen), "into": str(target.id) if target else ""}
    event = _add_event(session, source, official, act, told, now)
    _move(session, run, event, chosen, source, target)
    _record(session, event, official)
    return event


def place_comments(
    session: Session,
    run: AnalysisRun,
    comments: Collection[UUID],
    target: Topic,
    official: Official,
    *,
    now: datetime,
) -> TopicEvent:
    """Put comments that are in no topic into one: they fitted none, or said nothing.

    Raises:
        Invalid: None that the run has read was chosen, or a topic of another question.
        Conflict: The topic is not shown.
    """
    _require_target(run.question_id, target)
    here = {
        one.comment_id
        for one in list_placements(session, run.id, comments)
        if not one.is_taken_out
    }
    read = map_readings(session, run.id, comments)
    chosen = [one for one in dict.fromkeys(comments) if one in read and one not in here]
    if not chosen:
        raise _nothing_chosen()
    told = {"comments": len(chosen)}
    event = _add_event(session, target, official, "received", told, now)
    _move(session, run, event, chosen, None, target)
    _record(session, event, official)
    return event


def split_topic(
    session: Session,
    source: Topic,
    comments: Collection[UUID],
    label: str,
    official: Official,
    *,
    now: datetime,
) -> Topic:
    """Make a topic of some of a topic's comments; making it confirms it.

    Raises:
        Invalid: No comment was chosen, or the new topic has no name.
    """
    label = require_label(label)
    run, chosen = _chosen(session, source, comments)
    made = Topic(
        consultation_id=source.consultation_id,
        question_id=source.question_id,
        key=f"split-{new_id().hex}",
        latest_run_id=run.id,
        label=label,
        machine_label="",
        state=TopicState.CONFIRMED,
        split_from_id=source.id,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    told = {"comments": len(chosen), "into": str(made.id)}
    event = _add_event(session, source, official, "split", told, now)
    _move(session, run, event, chosen, source, made)
    _record(session, event, official)
    return made


def undo_moves(session: Session, event: TopicEvent) -> None:
    """Take the moves of one act back.

    Raises:
        Conflict: Some of the comments were moved on, or the new topic was worked on.
    """
    moves = list_moves_of(session, event.id)
    if not moves:
        return
    question_id = moves[0].question_id
    ids = {one.comment_id for one in moves}
    standing = list_moves(session, question_id)
    last = max(one.id for one in moves)
    if any(one.comment_id in ids and one.id > last for one in standing):
        raise Conflict(
            N_("Some of these comments were moved on since. Undo that first.")
        )
    if event.act == "split":
        _undo_split(session, UUID(event.after["into"]), standing, event)
    for one in moves:
        one.is_undone = True
        session.add(one)
    session.flush()
    run = find_latest_run(session, question_id, RunState.DONE)
    if run is not None:
        replay_moves(session, run, ids)


def replay_moves(
    session: Session, run: AnalysisRun, comments: Collection[UUID] | None = None
) -> None:
    """Put comments of a run where officials moved them, from the machine's places on.

    Only these comments if some are given, else all that were ever moved.
    """
    moves: dict[UUID, list[TopicMove]] = defaultdict(list)
    for move in list_moves(session, run.question_id):
        if comments is None or move.comment_id in comments:
            moves[move.comment_id].append(move)
    ids = set(moves) if comments is None else set(comments)
    if not ids:
        return
    replay = _Replay(session, run, ids)
    for own in moves.values():
        for move in own:
            replay.tell(move)
    session.flush()


class _Replay:
    """Where some comments are, while moves are told one after another."""

    def __init__(self, session: Session, run: AnalysisRun, ids: set[UUID]) -> None:
        self.session = session
        self.run = run
        self.topics = list_topics(session, run.question_id)
        self.by_id = {one.id: one for one in self.topics}
        session.execute(
            delete(TopicComment).where(
                col(TopicComment.run_id) == run.id,
                col(TopicComment.comment_id).in_(ids),
                col(TopicComment.placed_by) == PlacedBy.OFFICIAL,
            )
        )
        self.readings = map_readings(session, run.id, ids)
        self.places: dict[UUID, dict[str, TopicComment]] = defaultdict(dict)
        for one in list_placements(session, run.id, ids):
            one.is_taken_out = False
            session.add(one)
            self.places[one.comment_id][one.key] = one

    def tell(self, move: TopicMove) -> None:
        target = self.by_id.get(move.to_topic_id) if move.to_topic_id else None
        if target is not None and target.state is TopicState.GONE:
            return  # where it should go is no more, so it stays
        source = self.by_id.get(move.from_topic_id) if move.from_topic_id else None
        here = self.places[move.comment_id]
        leaving = keys_of(source, self.topics) if source else frozenset()
        for key, place in here.items():
            if key in leaving:
                place.is_taken_out = True
        if target is not None:
            self._put(here, move.comment_id, target.key)

    def _put(self, here: dict[str, TopicComment], comment_id: UUID, key: str) -> None:
        reading = self.readings.get(comment_id)
        if reading is None:
            return  # withheld while the run read; it goes there once it is read
        place = here.get(key)
        if place is None:
            place = here[key] = TopicComment(
                run_id=self.run.id,
                key=key,
                comment_id=comment_id,
                tone=reading.tone,
                placed_by=PlacedBy.OFFICIAL,
            )
            self.session.add(place)
        place.is_taken_out = False


def _chosen(
    session: Session, source: Topic, comments: Iterable[UUID]
) -> tuple[AnalysisRun, list[UUID]]:
    """Return those of the comments that are in the topic, and the run that says so."""
    run = find_latest_run(session, source.question_id, RunState.DONE)
    wanted = list(dict.fromkeys(comments))
    if run is None or not wanted:
        raise _nothing_chosen()
    keys = keys_of(source, list_topics(session, source.question_id))
    inside = {
        one.comment_id
        for one in list_placements(session, run.id, wanted)
        if one.key in keys and not one.is_taken_out
    }
    chosen = [one for one in wanted if one in inside]
    if not chosen:
        raise _nothing_chosen()
    return run, chosen


def _nothing_chosen() -> Invalid:
    return Invalid({"comment": N_("Choose at least one comment.")})


def _require_target(
    question_id: UUID, target: Topic, source: Topic | None = None
) -> None:
    is_source = source is not None and source.id == target.id
    if is_source or target.question_id != question_id:
        raise Invalid({"into": N_("Choose another topic of the same question.")})
    if target.state in {TopicState.GONE, TopicState.HIDDEN, TopicState.MERGED}:
        raise Conflict(N_("This topic is not shown, so nothing can be put into it."))


def _add_event(
    session: Session,
    topic: Topic,
    official: Official,
    act: str,
    told: dict[str, Any],
    now: datetime,
) -> TopicEvent:
    event = TopicEvent(
        topic_id=topic.id, at=now, official_id=official.id, act=act, after=told
    )
    topic.updated_at = now
    session.add_all([topic, event])
    session.flush()
    return event


def _record(session: Session, event: TopicEvent, official: Official) -> None:
    """Add a move to the trail, once all is moved: nothing is locked after the trail."""
    record_act(
        session,
        official,
        f"{event.act}_topic_comments",
        "topic",
        str(event.topic_id),
        event.after,
        now=event.at,
    )


def _move(
    session: Session,
    run: AnalysisRun,
    event: TopicEvent,
    comments: Sequence[UUID],
    source: Topic | None,
    target: Topic | None,
) -> None:
    session.add_all(
        TopicMove(
            question_id=run.question_id,
            comment_id=one,
            from_topic_id=source.id if source else None,
            to_topic_id=target.id if target else None,
            event_id=event.id,
        )
        for one in comments
    )
    session.flush()
    replay_moves(session, run, comments)


def _undo_split(
    session: Session, made_id: UUID, standing: Sequence[TopicMove], event: TopicEvent
) -> None:
    made = session.get_one(Topic, made_id)
    others = [
        one for one in list_topics(session, made.question_id) if one.id != made_id
    ]
    is_used = any(
        made_id in {one.from_topic_id, one.to_topic_id}
        for one in standing
        if one.event_id != event.id
    ) or any(made_id in {one.merged_into_id, one.split_from_id} for one in others)
    if is_used:
        raise Conflict(N_("The new topic was worked on since. Undo that first."))
    made.state = TopicState.GONE
    session.add(made)
