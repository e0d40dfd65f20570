"""A real database for every test: a migrated file, copied.

`FOLKMOOT_TEST_DATABASE_URL` runs the same tests on PostgreSQL: it names a server and
a user that may create databases, and each test gets one made from a template.
"""

import gc
import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import event, make_url, text
from sqlalchemy.pool import Pool
from sqlmodel import Session, create_engine

from app.asgi import create_app
from app.db import Database, open_database
from app.settings import ROOT, Settings
from tests.browsing import browse

# What was imported stays: the collector need not look at it once more for each of the
# many applications that tests build. This spares a fifth of the suite's time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)

SERVER = os.environ.get("FOLKMOOT_TEST_DATABASE_URL", "")


def migrate(url: str) -> None:
    database = open_database(url)
    config = Config(ROOT / "alembic.ini")
    config.attributes["engine"] = database.engine
    command.upgrade(config, "head")
    database.engine.dispose()


def on_server(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


OPENED: list[Any] = []
if SERVER:
    event.listen(Pool, "connect", lambda connection, _: OPENED.append(connection))


def require_all_closed() -> None:
    """Fail where a test leaves a connection to the server that nobody closed."""
    # Of SQLite some tests keep a second file.
    left = [one for one in OPENED if not getattr(one, "closed", True)]
    OPENED.clear()
    for one in left:
        one.close()
    assert left == [], "connections stayed open"


def url_named(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated, empty database that each test copies: a file's path, or a name."""
    if not SERVER:
        path = tmp_path_factory.mktemp("template") / "template.db"
        migrate(f"sqlite:///{path}")
        yield str(path)
        return
    name = f"template_{uuid.uuid4().hex}"
    on_server(f"CREATE DATABASE {name}")
    migrate(url_named(name))
    yield name
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(migrated_template: str, tmp_path: Path) -> Iterator[str]:
    if not SERVER:
        copy = tmp_path / "folkmoot.db"
        shutil.copy(migrated_template, copy)
        yield f"sqlite:///{copy}"
        return
    name = f"test_{uuid.uuid4().hex}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    yield url_named(name)
    # By force, since the server takes a while to notice that a connection was closed.
    on_server(f"DROP DATABASE {name} WITH (FORCE)")
    require_all_closed()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        base_url="http://testserver.local",
        secret="a secret for tests only",
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session. Commit before the application is to see its rows."""
    with database.write_session() as session:
        # Reading a row after a commit would take the write lock from the application.
        session.expire_on_commit = False
        yield session


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a site that nobody visits."""
    folder = tmp_path_factory.mktemp("nowhere")
    return Settings(data_dir=folder, base_url="http://testserver.local", secret="none")


@pytest.fixture(scope="session")
def app(nowhere: Settings) -> Litestar:
    """The whole application; each test opens its own site in it."""
    return create_app(nowhere)


@pytest.fixture
def client(app: Litestar, settings: Settings) -> Iterator[TestClient[Litestar]]:
    with browse(app, settings) as client:
        yield client
