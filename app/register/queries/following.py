"""Followers and what happened for them."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import parse_qs

from sqlmodel import Session, col, select

from app.register.models import Follow, System
from app.register.queries.events import Wanted, narrowed
from app.register.queries.news import ALONE, Piece, list_pieces
from app.register.queries.search import labels_of
from app.register.schemas.search import RegisterQuery, read_query


def list_confirmed_follows(session: Session) -> Sequence[Follow]:
    """Return everybody who asked to be told and confirmed it."""
    query = select(Follow).where(col(Follow.confirmed_at).is_not(None))
    return session.exec(query.order_by(col(Follow.id))).all()


def list_news_for(
    session: Session, follow: Follow, until: datetime, today: date
) -> list[Piece]:
    """Return what happened since somebody was last told, newest first.

    What was taken from people stands before all else, so that no letter is too short
    for it.
    """
    wanted = Wanted(system_id=follow.system_id, after=follow.told_until, until=until)
    if follow.system_id is None:
        wanted = narrowed(session, wanted, query_of_follow(follow), today)
    return sorted(list_pieces(session, wanted), key=lambda one: one.kind not in ALONE)


def query_of_follow(follow: Follow) -> RegisterQuery:
    """Return the search that is followed."""
    return read_query(parse_qs(follow.query.removeprefix("?")))


def find_followed_system(session: Session, follow: Follow) -> System | None:
    return session.get(System, follow.system_id) if follow.system_id else None


def words_of_query(session: Session, query: RegisterQuery) -> list[str]:
    """Return what a search is for, as words that are still to be translated."""
    quoted = [f"“{query.words}”"] if query.words else []
    return quoted + labels_of(session, query)
