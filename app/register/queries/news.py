"""Events as pieces of news, in pages that what happens meanwhile does not move.

A page is known by the place where it begins, never by how many lie before it: whoever
walks from page to page meets everything once, also where thousands share a moment.
"""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import literal, select, tuple_
from sqlmodel import Session

from app.register.models import EventKind, RegisterEvent
from app.register.queries.events import (
    PublicEvent,
    StatementT,
    Wanted,
    list_public_events,
    of_public_records,
)
from app.register.rules.places import BEGINNING, ENDING, Place

PAGE: Final = 50
# So many events of one kind and moment are still told one by one; more are one piece.
FEW: Final = 10
# What takes something from people, or owns up to it, is always told one by one.
ALONE: Final = frozenset({EventKind.WEAKENED, EventKind.INCIDENT, EventKind.CORRECTED})
# So many rows are fetched at once.
_AT_ONCE: Final = 1_000
_EVENT: Final = RegisterEvent.__table__.c  # type: ignore[attr-defined]
_PLACE: Final = (_EVENT.at, _EVENT.kind, _EVENT.id)


@dataclass(frozen=True, slots=True)
class Piece:
    """An event, or many of one kind that came at one moment.

    Attributes:
        ids: Of the newest few, newest first.
        last_id: Of the oldest.
    """

    at: datetime
    kind: EventKind
    count: int
    ids: tuple[UUID, ...]
    last_id: UUID

    @property
    def newest(self) -> Place:
        return Place(self.at, self.kind, self.ids[0])

    @property
    def oldest(self) -> Place:
        return Place(self.at, self.kind, self.last_id)

    @property
    def grew_at(self) -> datetime:
        """When the last event joined; an id of version 7 begins with its making."""
        made = datetime.fromtimestamp((self.ids[0].int >> 80) / 1000, UTC)
        return max(self.at, made) if self.count > 1 else self.at


@dataclass(frozen=True, slots=True)
class News:
    """A piece with its event, or with the first few of many."""

    piece: Piece
    shown: Sequence[PublicEvent]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a page lies: what is older than a place, or newer; the newest if neither."""

    before: Place | None = None
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One page, newest first; `newer` and `older` are where the neighbours begin."""

    news: Sequence[News]
    newer: Place | None
    older: Place | None


def get_news_page(
    session: Session, wanted: Wanted, span: Span, most: int = PAGE
) -> NewsPage:
    """Return what is wanted, so many pieces at a time."""
    with closing(_pieces(session, wanted, span)) as found:
        pieces = list(islice(found, most + 1))
    is_more, pieces = len(pieces) > most, pieces[:most]
    if span.after is not None:
        pieces.reverse()
        is_newer, is_older = is_more, span.after != BEGINNING
    else:
        is_newer, is_older = span.before is not None, is_more
    # Beside an empty page lie all there are; its own edge would leave one of them out.
    newest = pieces[0].newest if pieces else BEGINNING
    oldest = pieces[-1].oldest if pieces else ENDING
    return NewsPage(
        tell(session, pieces),
        newest if is_newer else None,
        oldest if is_older else None,
    )


def list_pieces(session: Session, wanted: Wanted) -> list[Piece]:
    """Return all that is wanted, newest first."""
    with closing(_pieces(session, wanted, Span())) as found:
        return list(found)


def tell(session: Session, pieces: Sequence[Piece]) -> list[News]:
    """Return pieces with what a reader is shown of them."""
    ids = [one for piece in pieces for one in piece.ids]
    events = list_public_events(session, Wanted(ids=ids), len(ids)) if ids else []
    by_id = {one.event.id: one for one in events}
    # A record that is withheld at this very moment is told of no more.
    told = (News(one, [by_id[at] for at in one.ids if at in by_id]) for one in pieces)
    return [one for one in told if one.shown]


def _pieces(
    session: Session, wanted: Wanted, span: Span
) -> Generator[Piece, None, None]:
    """Yield pieces from where the span begins: downwards, or upwards from `after`."""
    statement = of_public_records(select(*_PLACE, _EVENT.system_id), wanted)
    rows = session.connection().execute(
        _placed(statement, span), execution_options={"yield_per": _AT_ONCE}
    )
    is_told_together = wanted.kind is None and wanted.system_id is None
    found = wanted.found
    kept = (row for row in rows if found is None or row.system_id in found)
    with closing(rows):
        for (at, kind), run in groupby(kept, key=lambda row: (row.at, row.kind)):
            ids = (row.id for row in run)
            if is_told_together and kind not in ALONE:
                yield from _together(at, kind, ids, is_upwards=span.after is not None)
            else:
                yield from (Piece(at, kind, 1, (one,), one) for one in ids)


def _together(
    at: datetime, kind: EventKind, ids: Iterator[UUID], *, is_upwards: bool
) -> Iterator[Piece]:
    """Yield one piece for many events of a moment; keeps few of them in memory."""
    head = list(islice(ids, FEW + 1))
    if len(head) <= FEW:
        yield from (Piece(at, kind, 1, (one,), one) for one in head)
        return
    count, tail = len(head), deque(head, maxlen=FEW)
    for one in ids:
        count += 1
        tail.append(one)
    newest = tuple(reversed(tail)) if is_upwards else tuple(head[:FEW])
    yield Piece(at, kind, count, newest, head[0] if is_upwards else tail[-1])


def _placed(statement: StatementT, span: Span) -> StatementT:
    """Begin where the span does; the order of places is that of the columns."""
    place = tuple_(*_PLACE)
    if span.after is not None:
        return statement.where(place > _literal(span.after)).order_by(*_PLACE)
    if span.before is not None:
        statement = statement.where(place < _literal(span.before))
    return statement.order_by(*(one.desc() for one in _PLACE))


def _literal(place: Place) -> Any:
    values = zip(place, _PLACE, strict=True)
    return tuple_(*(literal(value, column.type) for value, column in values))
