import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

from app.accounts.models import Organisation
from app.db import Database, new_id, open_database, require_safe_sqlite
from app.settings import ROOT
from tests.factories import NOW, make_organisation


def alembic_config(database: Database) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["engine"] = database.engine
    return config


def test_keys_are_ordered_by_time():
    keys = [new_id() for _ in range(1000)]

    assert keys == sorted(keys)
    assert len(set(keys)) == 1000


def test_times_come_back_aware(database: Database, session: Session):
    organisation = make_organisation(session)
    session.commit()

    with database.read_session() as reading:
        assert reading.get_one(Organisation, organisation.id).created_at == NOW


def test_a_naive_time_is_refused(session: Session):
    with pytest.raises(StatementError, match="naive datetime"):
        make_organisation(session, created_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_error_does_not_hold_what_was_to_be_written(session: Session):
    with pytest.raises(DBAPIError) as failed:
        session.execute(text("SELECT :said FROM nowhere"), {"said": "My address"})

    assert "My address" not in str(failed.value)


def test_reading_a_row_after_the_commit_takes_no_lock(database: Database):
    with database.write_session() as writing:
        organisation = make_organisation(writing)
        writing.commit()

        assert organisation.name
        assert not writing.in_transaction()


def test_an_unsafe_sqlite_is_refused_with_what_to_do():
    with pytest.raises(RuntimeError, match="FOLKMOOT_DATABASE_URL"):
        require_safe_sqlite((3, 40, 1))


def test_models_and_migrations_agree(database: Database):
    command.check(alembic_config(database))


def test_migrations_go_up_down_and_up_again(database: Database):
    config = alembic_config(database)

    command.downgrade(config, "base")
    command.upgrade(config, "head")

    command.check(config)


WRITER = """
import sys
from sqlalchemy import text
from app.db import open_database
database = open_database(sys.argv[1])
for _ in range(50):
    with database.write_session() as session:
        n = session.execute(text("SELECT count(*) FROM audit_entry")).scalar_one()
        session.execute(text("UPDATE organisation SET about = :n"), {"n": str(n)})
        session.commit()
"""


def test_writers_in_several_processes_never_meet_a_locked_database(
    database: Database, database_url: str, session: Session
):
    make_organisation(session)
    session.commit()

    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database_url], cwd=ROOT)
        for _ in range(4)
    ]

    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]


def test_a_database_file_is_made_with_its_folder(tmp_path: Path):
    database = open_database(f"sqlite:///{tmp_path / 'new' / 'file.db'}")

    with database.read_session() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2
