"""What the worker does with comments: reads them, and notices when it should."""

from app.topics.tasks.forgetting import forget_superseded
from app.topics.tasks.issues import map_issues
from app.topics.tasks.joining import join_new, notice_new
from app.topics.tasks.runs import Asked, notice, perform_run

__all__ = [
    "Asked",
    "forget_superseded",
    "join_new",
    "map_issues",
    "notice",
    "notice_new",
    "perform_run",
]
