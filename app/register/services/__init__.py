"""Writes of the register. Nothing here commits."""

from app.register.services.drafts import open_draft, save_draft
from app.register.services.entries import refresh_entry, set_feedback
from app.register.services.records import (
    change_status,
    publish_record,
    remove_system,
    restore_system,
    show_again,
    withhold_system,
)
from app.register.services.systems import create_system, delete_unpublished

__all__ = [
    "change_status",
    "create_system",
    "delete_unpublished",
    "open_draft",
    "publish_record",
    "refresh_entry",
    "remove_system",
    "restore_system",
    "save_draft",
    "set_feedback",
    "show_again",
    "withhold_system",
]
