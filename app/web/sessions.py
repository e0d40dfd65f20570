"""A request's session: it writes until what was asked is refused, then it only reads.

On SQLite a session that may write keeps everybody else from writing, from its first
statement on. A refusal is drawn from the database too, and that takes time; so whoever
draws a page ends the writing first, and no handler has to think of it.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlmodel import Session

from app.db import Database
from app.web.requests import Request, site_of

_STATE: Final = "folkmoot_session"


class WritingTooLateError(RuntimeError):
    """Something was to be stored after the request was refused: a mistake of ours."""


class RefusableSession(Session):
    """Writes until it is rolled back."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.writing_engine, expire_on_commit=False)
        self._reading = database.engine
        self._may_write = True

    def rollback(self) -> None:
        super().rollback()
        self.bind = self._reading
        self._may_write = False

    def flush(self, *args: Any, **kwargs: Any) -> None:
        """Store what was changed, while that is allowed.

        Raises:
            WritingTooLateError: The session was rolled back. What it wrote now would not
                hold the lock that keeps two writers apart on SQLite.
        """
        if not self._may_write and self._holds_changes():
            raise WritingTooLateError
        super().flush(*args, **kwargs)

    def _holds_changes(self) -> bool:
        changed = any(self.is_modified(one) for one in self.dirty)
        return changed or bool(self.new or self.deleted)


def session_for_reading(request: Request) -> Iterator[Session]:
    """Give a session that never locks and that `end_session` finds again."""
    yield from _kept(request, site_of(request).database.read_session())


def session_for_writing(request: Request) -> Iterator[Session]:
    """Give a session that `stop_writing` and `end_session` find again."""
    yield from _kept(request, RefusableSession(site_of(request).database))


def _kept(request: Request, given: Session) -> Iterator[Session]:
    with given as session:
        request.scope[_STATE] = session  # type: ignore[typeddict-unknown-key]
        yield session


def stop_writing(request: Request) -> None:
    """Undo what was not committed, so that others may write while a page is drawn."""
    session = request.scope.get(_STATE)
    if isinstance(session, RefusableSession) and session.in_transaction():
        session.rollback()


def end_session(request: Request) -> None:
    """Close the session of a request that is refused.

    Where it is a dependency that refuses, Litestar 2.25 leaves what earlier ones opened
    to the collector, and with it a connection for as long as that takes.
    """
    session = request.scope.get(_STATE)
    if isinstance(session, Session):
        session.close()
