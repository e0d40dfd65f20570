"""A request's session: it writes until what was asked is refused, then it only reads.

On SQLite a session that may write keeps everybody else from writing, from its first
statement on. A refusal is drawn from the database too, and that takes time; so whoever
draws a page ends the writing first, and no handler has to think of it.
"""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session

from app.db import Database
from app.web.requests import Request, site_of

_STATE: Final = "folkmoot_session"


class RefusableSession(Session):
    """Writes until it is rolled back."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.writing_engine, expire_on_commit=False)
        self._reading = database.engine

    def rollback(self) -> None:
        super().rollback()
        self.bind = self._reading


def session_for_writing(request: Request) -> Iterator[Session]:
    """Give a session that `stop_writing` finds again."""
    with RefusableSession(site_of(request).database) as session:
        request.scope[_STATE] = session  # type: ignore[typeddict-unknown-key]
        yield session


def stop_writing(request: Request) -> None:
    """Undo what was not committed, so that others may write while a page is drawn."""
    session = request.scope.get(_STATE)
    if isinstance(session, RefusableSession) and session.in_transaction():
        session.rollback()
