"""Pure decisions about topics, and the arithmetic of their counts."""

from app.topics.rules.topics import (
    STATE_LABELS,
    TopicNode,
    all_nodes,
    keys_of,
    merged_into,
    require_label,
    require_may_merge,
    require_reason,
    require_something_to_publish,
    tree_of,
)

__all__ = [
    "STATE_LABELS",
    "TopicNode",
    "all_nodes",
    "keys_of",
    "merged_into",
    "require_label",
    "require_may_merge",
    "require_reason",
    "require_something_to_publish",
    "tree_of",
]
