"""Reads of runs, topics and the comments in them."""

from app.topics.queries.comments import (
    Wanted,
    list_topic_comments,
    map_readings,
)
from app.topics.queries.counting import map_moved_on, tally_of
from app.topics.queries.runs import (
    count_comments_since,
    count_readable,
    find_latest_run,
    get_run,
    list_runs,
    list_unread,
)
from app.topics.queries.topics import (
    find_latest_publication,
    find_stance_question,
    get_text_question,
    get_topic,
    list_consultation_topics,
    list_events,
    list_found_topics,
    list_moves,
    list_moves_of,
    list_published_consultation_ids,
    list_text_questions,
    list_topics,
)

__all__ = [
    "Wanted",
    "count_comments_since",
    "count_readable",
    "find_latest_publication",
    "find_latest_run",
    "find_stance_question",
    "get_run",
    "get_text_question",
    "get_topic",
    "list_consultation_topics",
    "list_events",
    "list_found_topics",
    "list_moves",
    "list_moves_of",
    "list_published_consultation_ids",
    "list_runs",
    "list_text_questions",
    "list_topic_comments",
    "list_topics",
    "list_unread",
    "map_moved_on",
    "map_readings",
    "tally_of",
]
