"""What officials did with a topic, told in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.errors import N_
from app.topics.models import Topic, TopicEvent
from app.web.catalogues import translate, translate_many

_ACTS: Final[Mapping[str, str]] = {
    "confirmed": N_("confirmed"),
    "renamed": N_("renamed to “%(label)s”"),
    "described": N_("described"),
    "hidden": N_("hidden"),
    "merged": N_("made part of “%(other)s”"),
    "separated": N_("made a topic of its own"),
}
_COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "split": (
        N_("%(count)s comment made into the new topic “%(other)s”"),
        N_("%(count)s comments made into the new topic “%(other)s”"),
    ),
    "moved": (
        N_("%(count)s comment moved to “%(other)s”"),
        N_("%(count)s comments moved to “%(other)s”"),
    ),
    "moved_out": (
        N_("%(count)s comment taken out of all topics"),
        N_("%(count)s comments taken out of all topics"),
    ),
    "received": (
        N_("%(count)s comment put here that was in no topic"),
        N_("%(count)s comments put here that were in no topic"),
    ),
}


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One act: when, by whom, what, why, and whether it was taken back."""

    at: datetime
    by: str
    text: str
    reason: str
    is_undone: bool


def told_events(
    session: Session, events: Sequence[TopicEvent], topics: Sequence[Topic]
) -> list[ToldEvent]:
    """Return events of a topic in words, with who did each."""
    ids = {one.official_id for one in events}
    officials = session.exec(select(Official).where(col(Official.id).in_(ids)))
    names = {one.id: one.name for one in officials}
    labels = {str(one.id): one.label for one in topics}
    return [
        ToldEvent(
            one.at,
            names.get(one.official_id or UUID(int=0), ""),
            _text(one, labels),
            one.reason,
            one.undone_at is not None,
        )
        for one in events
    ]


def _text(event: TopicEvent, labels: Mapping[str, str]) -> str:
    other = event.after.get("into") or event.after.get("merged_into_id")
    told = {
        "label": event.after.get("label", ""),
        "other": labels.get(str(other), ""),
    }
    if event.act in _COUNTED:
        count = int(event.after.get("comments", 0))
        return translate_many(*_COUNTED[event.act], count, **told)
    return translate(_ACTS.get(event.act, event.act), **told)
