"""Whether anything changed since a page was made, asked before every kept page.

SQLite tells it in microseconds, from the shared index of its log. PostgreSQL is asked
by one connection of our own, in a thread; everyone who comes before the question is
sent shares the answer. So a page is never older than the request for it, however many
processes and machines write.
"""

import asyncio
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import anyio
import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from app.db import Database


class Edition(NamedTuple):
    """What the database holds, by two marks: equal marks, equal contents.

    Attributes:
        commit: Moves with every commit of anyone.
        public: Moves when a table that the public sees was changed.
    """

    commit: str
    public: int


class Watch(Protocol):
    """Knows the present edition; None while the database does not answer."""

    async def edition(self) -> Edition | None: ...

    async def close(self) -> None:
        """Let go of the connection, for good; no edition is known from then on."""
        ...


def watch_over(database: Database) -> Watch:
    return SqliteWatch(database) if database.is_sqlite else PostgresqlWatch(database)


class SqliteWatch:
    """Reads a counter in the log's index; asks further only when it has moved."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._connection: PoolProxiedConnection | None = None
        self._opened = 0
        self._seen: Edition | None = None
        self._is_closed = False

    async def edition(self) -> Edition | None:
        if self._is_closed:
            return None
        try:
            return self._read()
        except (sqlite.Error, SQLAlchemyError):
            self._let_go()
            return None

    def _read(self) -> Edition | None:
        connection = self._connection or self._open()
        cursor = connection.cursor()
        (moved,) = cursor.execute("PRAGMA data_version").fetchone()
        # The counter speaks of one connection only.
        commit = f"{self._opened}.{moved}"
        if self._seen is None or self._seen.commit != commit:
            row = cursor.execute("SELECT number FROM public_change").fetchone()
            self._seen = Edition(commit, row[0]) if row else None
        cursor.close()
        return self._seen

    def _open(self) -> PoolProxiedConnection:
        self._connection = connection = self.database.engine.raw_connection()
        connection.detach()
        self._opened += 1
        # Other requests wait behind this one: better none than a late answer.
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        return connection

    async def close(self) -> None:
        self._is_closed = True
        self._let_go()

    def _let_go(self) -> None:
        connection, self._connection, self._seen = self._connection, None, None
        if connection is not None:
            with suppress(sqlite.Error, SQLAlchemyError):
                connection.close()


_ASK = text("SELECT pg_current_snapshot()::text, number FROM public_change")


class PostgresqlWatch:
    """Asks which transactions are visible; equal snapshots show equal contents."""

    def __init__(self, database: Database) -> None:
        # Each question stands alone: a transaction would see its own past.
        self.engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._waiting: asyncio.Task[Edition | None] | None = None
        self._turn = asyncio.Lock()
        self._thread: anyio.CapacityLimiter | None = None
        self._is_closed = False

    async def edition(self) -> Edition | None:
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._ask())
        return await asyncio.shield(self._waiting)

    async def _ask(self) -> Edition | None:
        # A thread of its own, since handlers may hold all others.
        self._thread = self._thread or anyio.CapacityLimiter(1)
        async with self._turn:
            # Whoever comes from now on must ask anew.
            self._waiting = None
            if self._is_closed:
                return None
            return await anyio.to_thread.run_sync(self._read, limiter=self._thread)

    def _read(self) -> Edition | None:
        try:
            self._connection = self._connection or self.engine.connect()
            row: Any = self._connection.execute(_ASK).first()
        except SQLAlchemyError:
            self._let_go()
            return None
        return Edition(row[0], row[1]) if row else None

    async def close(self) -> None:
        self._is_closed = True
        # A thread that is asking would keep its connection, or open another one.
        async with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
                connection.close()
