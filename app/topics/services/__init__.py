"""Writes of runs, topics and issues. Nothing here commits."""

from app.topics.services.moving import move_comments, place_comments, split_topic
from app.topics.services.publishing import publish_topics
from app.topics.services.review import (
    confirm_topic,
    confirm_topics,
    describe_topic,
    hide_topic,
    merge_topic,
    rename_topic,
    separate_topic,
    undo_last,
)
from app.topics.services.runs import (
    begin_run,
    fail_run,
    queue_run,
    queue_runs,
    store_findings,
)

__all__ = [
    "begin_run",
    "confirm_topic",
    "confirm_topics",
    "describe_topic",
    "fail_run",
    "hide_topic",
    "merge_topic",
    "move_comments",
    "place_comments",
    "publish_topics",
    "queue_run",
    "queue_runs",
    "rename_topic",
    "separate_topic",
    "split_topic",
    "store_findings",
    "undo_last",
]
