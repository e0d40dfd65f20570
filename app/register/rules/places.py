"""Where an event stands among all of them, as a mark that an address can carry."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from app.errors import NotFound
from app.register.models import EventKind

_LONGEST: Final = 200


class Place(NamedTuple):
    """By moment, then kind, then id: no two events stand at the same one."""

    at: datetime
    kind: EventKind
    id: UUID

    @property
    def mark(self) -> str:
        """The place as a text that means nothing to readers and needs no quoting."""
        text = f"{self.at.astimezone(UTC).isoformat()} {self.kind.value} {self.id.hex}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


BEGINNING: Final = Place(
    datetime.min.replace(tzinfo=UTC), EventKind.CHANGED, UUID(int=0)
)

ENDING: Final = Place(
    datetime.max.replace(tzinfo=UTC), EventKind.CHANGED, UUID(int=(1 << 128) - 1)
)


def place_at(mark: str) -> Place:
    """Return the place that a mark of ours stands for.

    Raises:
        NotFound: No page has such an address.
    """
    padded = f"{mark[:_LONGEST]}{'=' * (-len(mark) % 4)}"
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        at, kind, event_id = text.split(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)  # noqa: TRY301 - one way out
        return Place(moment.astimezone(UTC), EventKind(kind), UUID(event_id))
    except (binascii.Error, OverflowError, ValueError) as error:
        raise NotFound("page", mark) from error


def just_before(at: datetime, kind: EventKind) -> Place:
    """Return the place from which all events of a moment and kind follow."""
    return Place(at, kind, UUID(int=(1 << 128) - 1))
