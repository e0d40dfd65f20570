"""What officials do with consultations; nothing here commits."""

from app.consultations.services.consultations import (
    close_now,
    create_consultation,
    extend,
    publish_consultation,
    update_consultation,
)
from app.consultations.services.decisions import publish_decision, record_decision
from app.consultations.services.proposals import (
    add_proposal,
    remove_proposal,
    update_proposal,
)
from app.consultations.services.questions import (
    add_question,
    move_question,
    next_question,
    remove_question,
    update_question,
)

__all__ = [
    "add_proposal",
    "add_question",
    "close_now",
    "create_consultation",
    "extend",
    "move_question",
    "next_question",
    "publish_consultation",
    "publish_decision",
    "record_decision",
    "remove_proposal",
    "remove_question",
    "update_consultation",
    "update_proposal",
    "update_question",
]
