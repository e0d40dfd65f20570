"""What the worker does for the register."""

from app.register.tasks.importing import perform_import
from app.register.tasks.schedules import (
    perform_clean_copies,
    perform_snapshot,
    perform_tell_followers,
    perform_tell_overdue,
)
from app.register.tasks.taking_back import perform_taking_back

__all__ = [
    "perform_clean_copies",
    "perform_import",
    "perform_snapshot",
    "perform_taking_back",
    "perform_tell_followers",
    "perform_tell_overdue",
]
