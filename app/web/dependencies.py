"""What handlers are given: a session for the request, the time, the form."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, TypeAlias

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlmodel import Session, SQLModel

from app.db import Database
from app.settings import Settings
from app.web.bodies import provide_form
from app.web.requests import Request, site_of
from app.web.sessions import session_for_reading, session_for_writing

ReadSession: TypeAlias = NamedDependency[Session]
WriteSession: TypeAlias = NamedDependency[Session]
Now: TypeAlias = NamedDependency[datetime]

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# For `?page=`: whole, and small enough for every database.
PageNumber: TypeAlias = Annotated[
    int, QueryParameter(name="page", ge=1, le=10_000, description="Which page.")
]


def provide_session(request: Request) -> Iterator[Session]:
    """Give a session that is closed after the request; reading ones never lock."""
    is_reading = request.method in _READING
    yield from (session_for_reading if is_reading else session_for_writing)(request)


def let_others_write(request: Request, session: Session, *rows: SQLModel) -> None:
    """End what a dependency read in a session that may write, since that locks.

    The handler begins anew; `rows` are read again then, as they may have changed.
    """
    if request.method not in _READING:
        session.commit()
        for row in rows:
            session.expire(row)


def provide_now() -> datetime:
    return datetime.now(UTC)


def app_settings(request: Request) -> Settings:
    return site_of(request).settings


def app_database(request: Request) -> Database:
    return site_of(request).database


DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "session": Provide(provide_session),
    "now": Provide(provide_now, sync_to_thread=False),
    "form": Provide(provide_form, sync_to_thread=False),
}
