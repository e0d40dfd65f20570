"""Reads of the register, one question each."""

from app.register.queries.systems import (
    find_draft,
    find_feedback,
    find_last_reason,
    find_organisation,
    find_record,
    find_system,
    get_public_system,
    get_record,
    get_system,
    get_system_by_slug,
    is_consulted_on,
    list_records,
    list_systems_of,
    map_publishers,
    was_weakened,
)

__all__ = [
    "find_draft",
    "find_feedback",
    "find_last_reason",
    "find_organisation",
    "find_record",
    "find_system",
    "get_public_system",
    "get_record",
    "get_system",
    "get_system_by_slug",
    "is_consulted_on",
    "list_records",
    "list_systems_of",
    "map_publishers",
    "was_weakened",
]
