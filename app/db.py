"""Engine, sessions, UTC times, keys, and what SQLite needs to be safe.

A session that writes on SQLite begins with `BEGIN IMMEDIATE`: a deferred transaction
that reads first and writes later fails under contention whatever the busy timeout.
"""

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    String,
    event,
    make_url,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel, create_engine

# Before this version two processes writing one WAL could corrupt it
# (sqlite.org/wal.html, "the WAL-reset bug").
OLDEST_SAFE_SQLITE: Final = (3, 51, 3)
# What a column of numbers holds at most; PostgreSQL fails at asking for more.
LARGEST_INTEGER: Final = 2**31 - 1

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged comment survives a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
    "wal_autocheckpoint=1000",
    "journal_size_limit=67108864",
    "mmap_size=0",
    "trusted_schema=OFF",
    # Erased text is overwritten with zeros, not left in free pages.
    "secure_delete=ON",
)


# Enough to notice a correction, and too short to prove what an erased text said.
_DIGEST_LENGTH: Final = 4
# How long somebody waits for a connection or for a turn to write.
_TURN_SECONDS: Final = 5.0


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Stored in UTC and always handed back aware; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime {value!r}; times are aware, in UTC"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        # SQLite hands back a naive value; PostgreSQL an aware one.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def enum_text(kind: type[StrEnum]) -> Enum:
    """Return a column type that keeps an enum's value as plain text.

    A new member then needs no migration, and the database stays readable.
    """
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class _LastKey(threading.local):
    milliseconds = 0
    counter = 0


_last = _LastKey()


def new_id() -> UUID:
    """Return a time-ordered UUID (version 7, RFC 9562), increasing within a thread."""
    now = time.time_ns() // 1_000_000
    if now <= _last.milliseconds:
        _last.counter += 1
    else:
        _last.milliseconds, _last.counter = now, 0
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    ordered = (_last.milliseconds & ((1 << 48) - 1)) << 80
    return UUID(
        int=ordered | 0x7 << 76 | (_last.counter & 0xFFF) << 64 | 2 << 62 | random
    )


class WriteTurns:
    """Lets the threads of a process write one at a time, in the order they came.

    SQLite lets writers sleep and try again, each a little longer than before: whoever
    has waited longest looks least often, and under load waits for seconds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self.is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for a turn; False when it did not come within so many seconds."""
        with self._lock:
            if not self.is_taken:
                self.is_taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine not in self._waiting:
                return True  # it came while we were giving up
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """End a turn: it goes to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self.is_taken = False


class SqliteConnection(sqlite.Connection):  # type: ignore[misc]
    """Holds its turn from `BEGIN IMMEDIATE` until the transaction has ended."""

    turns: WriteTurns
    has_turn = False

    def take_turn(self) -> None:
        if not self.turns.take(_TURN_SECONDS):
            locked = sqlite.OperationalError("database is locked")
            raise OperationalError("BEGIN IMMEDIATE", {}, locked)
        self.has_turn = True

    def end_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            self.turns.give_back()

    def commit(self) -> None:
        # One that fails keeps its turn: the transaction is still there.
        super().commit()
        self.end_turn()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.end_turn()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.end_turn()


@dataclass(frozen=True, slots=True)
class Database:
    """An engine, and the two kinds of session that it gives."""

    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def writing_engine(self) -> Engine:
        """The engine whose transactions take the write lock when they begin."""
        return self.engine.execution_options(folkmoot_writes=True)

    def read_session(self) -> Session:
        """Return a session for reading; it never waits for a writer on SQLite."""
        return Session(self.engine)

    def write_session(self) -> Session:
        """Return a session that takes the write lock at its first statement.

        Rows stay readable after the commit: reading them anew would begin another
        transaction, and hold the lock until the request is over.
        """
        return Session(self.writing_engine, expire_on_commit=False)

    def forget_erased(self) -> bool:
        """Empty the write-ahead log, which may still hold what was just erased.

        Called after the commit. False when somebody was reading for so long that it
        could not be emptied now; the next call does it. On PostgreSQL the server's
        own vacuum and the ageing of its log do this.
        """
        if not self.is_sqlite:
            return True
        with self.engine.connect() as connection:
            # Past SQLAlchemy, which would begin a transaction first.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
            cursor.close()
        return row is not None and row[0] == 0

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a writing session and close it; the caller commits."""
        with self.write_session() as session:
            yield session


def open_database(url: str) -> Database:
    """Open the database; for SQLite make its folder and refuse an unsafe library.

    Raises:
        RuntimeError: The SQLite library is one that can corrupt a shared file.
    """
    if not url.startswith("sqlite"):
        return Database(
            create_engine(
                url,
                hide_parameters=True,
                pool_pre_ping=True,
                pool_size=20,
                pool_timeout=_TURN_SECONDS,
                # A server that is unreachable is as bad as one that is down.
                connect_args={"connect_timeout": 5, "tcp_user_timeout": 15_000},
            )
        )
    require_safe_sqlite(sqlite.sqlite_version_info)
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        module=sqlite,
        # What somebody wrote does not belong into logs and reasons of failures.
        hide_parameters=True,
        pool_size=20,
        pool_timeout=_TURN_SECONDS,
        connect_args={
            "check_same_thread": False,
            "timeout": 5,
            "factory": SqliteConnection,
        },
    )
    turns = WriteTurns()

    def set_up(connection: SqliteConnection, record: object) -> None:  # noqa: ARG001
        connection.turns = turns
        _set_up_sqlite(connection)

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin_on_sqlite)
    return Database(engine)


def require_safe_sqlite(version: tuple[int, ...]) -> None:
    """Raise when two processes writing this SQLite could corrupt the file."""
    if tuple(version) < OLDEST_SAFE_SQLITE:
        found, needed = (".".join(map(str, v)) for v in (version, OLDEST_SAFE_SQLITE))
        message = (
            f"SQLite {found} can corrupt a database that two processes write. "
            f"Folkmoot needs {needed} or newer: reinstall with `make install`, which "
            "brings pysqlite3, or move to PostgreSQL with FOLKMOOT_DATABASE_URL."
        )
        raise RuntimeError(message)


def _set_up_sqlite(connection: SqliteConnection) -> None:
    # The driver must not begin transactions by itself; `_begin_on_sqlite` does.
    connection.isolation_level = None
    connection.create_function("text_digest", 1, text_digest, deterministic=True)
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("folkmoot_writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    driver = cast("SqliteConnection", connection.connection.dbapi_connection)
    driver.take_turn()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        driver.end_turn()
        raise


class digest_of(FunctionElement[str]):  # noqa: N801 - reads like a function in queries
    """In a query, the `text_digest` of a column."""

    type = String()
    inherit_cache = True


@compiles(digest_of)
def _digest_on_postgresql(element: digest_of, compiler: Any, **given: Any) -> str:
    text = compiler.process(element.clauses, **given)
    hexadecimal = f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
    return f"left({hexadecimal}, {_DIGEST_LENGTH})"


@compiles(digest_of, "sqlite")
def _digest_on_sqlite(element: digest_of, compiler: Any, **given: Any) -> str:
    return f"text_digest({compiler.process(element.clauses, **given)})"


def text_digest(text: str) -> str:
    """Return what tells one text from another; the database computes the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
