"""What people said and were promised, as what may have led to a change of a record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel import Session

from app.register.models import System


class CauseKind(StrEnum):
    """What led to a change."""

    TOPIC = "topic"
    PROMISE = "promise"
    # Of a decision, which answers a consultation as a whole.
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True)
class Cause:
    """A topic, promise or consultation that is public, with its counts as they are.

    Attributes:
        within: The title of its consultation.
        is_answered: Whether the body's answer to it is public.
    """

    kind: CauseKind
    id: UUID
    label: str
    comments: int
    distinct_texts: int
    url: str
    within: str
    is_answered: bool = False

    @property
    def key(self) -> str:
        """Name it in a form."""
        return f"{self.kind.value}:{self.id}"

    def stored(self) -> dict[str, Any]:
        """Return it as a version keeps it."""
        return {
            "kind": self.kind.value,
            "id": str(self.id),
            "label": self.label,
            "comments": self.comments,
            "distinct_texts": self.distinct_texts,
            "url": self.url,
        }


# Rooms above know topics and promises, and hand this over to the register's edge.
CausesOf: TypeAlias = Callable[[Session, System], Sequence[Cause]]
