"""What an official may do with a topic, and which comments count towards it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.errors import N_, Conflict, Invalid
from app.topics.models import FoundTopic, Topic, TopicState

LONGEST_LABEL: Final = 200

STATE_LABELS: Final = {
    TopicState.PROPOSED: N_("Not checked yet"),
    TopicState.CONFIRMED: N_("Confirmed"),
    TopicState.HIDDEN: N_("Hidden"),
    TopicState.MERGED: N_("Merged"),
    TopicState.GONE: N_("No longer found"),
}


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic with what the machine found for it and its subtopics.

    Nothing was found for a topic that an official made out of another one.
    """

    topic: Topic
    found: FoundTopic | None
    children: tuple["TopicNode", ...] = ()


def tree_of(
    topics: Iterable[Topic],
    found: Iterable[FoundTopic],
    sizes: Mapping[UUID, int] | None = None,
) -> list[TopicNode]:
    """Return topics with their subtopics, largest first; gone and merged are left out.

    A subtopic whose parent is not shown stands at the top. Sizes are the machine's
    unless others are given.
    """
    by_key = {one.key: one for one in found}
    shown = {
        one.key: one
        for one in topics
        if (one.key in by_key or one.split_from_id is not None)
        and one.state not in {TopicState.GONE, TopicState.MERGED}
    }

    def size(node: TopicNode) -> tuple[int, str]:
        own = node.found.comments if node.found else 0
        return -(sizes or {}).get(node.topic.id, own), node.topic.key

    def node(topic: Topic) -> TopicNode:
        children = [
            node(one)
            for one in shown.values()
            if one.parent_key == topic.key and not one.stands_alone
        ]
        return TopicNode(
            topic, by_key.get(topic.key), tuple(sorted(children, key=size))
        )

    tops = [
        node(one)
        for one in shown.values()
        if one.stands_alone or one.parent_key not in shown
    ]
    return sorted(tops, key=size)


def all_nodes(nodes: Iterable[TopicNode]) -> list[TopicNode]:
    """Return topics and subtopics in one row, each topic before its own."""
    return [one for node in nodes for one in (node, *all_nodes(node.children))]


def keys_of(topic: Topic, topics: Sequence[Topic]) -> frozenset[str]:
    """Return the machine's keys that count towards a topic.

    Its own, those of its subtopics, and those of everything merged into it; what an
    official hid or moved elsewhere inside does not come back through its parent.
    """
    keys = {topic.key}
    for other in topics:
        if other.id == topic.id or other.state is TopicState.GONE:
            continue
        is_child = (
            other.parent_key == topic.key
            and not other.stands_alone
            and other.state in {TopicState.PROPOSED, TopicState.CONFIRMED}
        )
        is_merged = other.state is TopicState.MERGED and (
            other.merged_into_id == topic.id
        )
        if is_child or is_merged:
            keys |= keys_of(other, topics)
    return frozenset(keys)


def merged_into(topic: Topic, topics: Sequence[Topic]) -> tuple[UUID, ...]:
    """Return the topics that a merged one is part of, the nearest first."""
    by_id = {one.id: one for one in topics}
    above: list[UUID] = []
    here: Topic | None = topic
    while here and here.state is TopicState.MERGED and here.merged_into_id:
        if here.merged_into_id in above:
            break
        above.append(here.merged_into_id)
        here = by_id.get(here.merged_into_id)
    return tuple(above)


def require_label(label: str) -> str:
    """Return a label fit to be read by anyone."""
    label = " ".join(label.split())
    if not label:
        raise Invalid({"label": N_("Give the topic a name.")})
    if len(label) > LONGEST_LABEL:
        raise Invalid({"label": N_("Use at most 200 characters.")})
    return label


def require_reason(reason: str) -> str:
    """Return a reason; hiding without one is not possible."""
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": N_("Say why. The reason is published.")})
    return reason


def require_may_merge(topic: Topic, into: Topic, topics: Sequence[Topic]) -> None:
    """Raise when a topic cannot become part of another one."""
    if topic.id == into.id or topic.question_id != into.question_id:
        raise Conflict(N_("Choose another topic of the same question."))
    if into.state in {TopicState.MERGED, TopicState.GONE, TopicState.HIDDEN}:
        raise Conflict(N_("This topic is not shown, so nothing can be merged into it."))
    if into.key in keys_of(topic, topics):
        raise Conflict(N_("A topic cannot become part of its own subtopic."))


def require_something_to_publish(states: Mapping[UUID, TopicState]) -> None:
    """Raise when nothing is confirmed."""
    if TopicState.CONFIRMED not in states.values():
        raise Conflict(N_("Confirm at least one topic before you publish."))
