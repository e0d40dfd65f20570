"""Which changes move the public edition, and that all tables are accounted for."""

import asyncio
from importlib import import_module

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from app.comments.models import CommentState
from app.web.editions import watch_over
from tests.factories import (
    make_comment,
    make_consultation,
    make_question,
    make_submission,
)

MIGRATION = import_module("migrations.versions.0006_public_change")
ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
ON_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture
def edition(database):
    """Ask for the edition as a process does that writes nothing itself."""
    watch = watch_over(database)
    with asyncio.Runner() as runner:
        yield lambda: runner.run(watch.edition())
        runner.run(watch.close())


def test_every_table_is_watched_or_named_as_not_public(database, session):
    known = ON_SQLITE if database.is_sqlite else ON_POSTGRESQL
    triggers = set(session.connection().execute(text(known)).scalars())

    for table in set(SQLModel.metadata.tables) - MIGRATION.UNWATCHED:
        wanted = {MIGRATION.name_of(table, act) for act in MIGRATION.ACTS}
        assert wanted <= triggers, f"{table} is not watched: add it to a migration"


def test_no_table_is_named_that_does_not_exist():
    tables = {*SQLModel.metadata.tables, "alembic_version"}

    assert tables >= MIGRATION.UNWATCHED


def test_the_edition_stands_still_while_nothing_is_written(edition):
    assert edition() == edition()


def test_a_change_of_what_is_public_moves_it(edition, session):
    before = edition()
    make_consultation(session)
    session.commit()

    assert edition().public != before.public


def test_what_is_taken_back_does_not_move_it(edition, session):
    before = edition()
    make_consultation(session)
    session.rollback()

    assert edition().public == before.public


def test_statements_past_the_models_move_it(edition, session):
    make_consultation(session)
    session.commit()
    before = edition()

    session.connection().execute(text("UPDATE consultation SET title = 'By hand'"))
    session.commit()

    assert edition().public != before.public


def test_an_arriving_comment_is_a_commit_and_not_public(edition, session):
    question = make_question(session, make_consultation(session))
    session.commit()
    before = edition()

    make_comment(session, question, state=CommentState.RECEIVED)
    session.commit()

    assert edition().commit != before.commit
    assert edition().public == before.public


@pytest.mark.parametrize("state", [CommentState.PUBLISHED, CommentState.ERASED])
def test_what_becomes_of_a_comment_is_public(edition, session, state):
    question = make_question(session, make_consultation(session))
    comment = make_comment(session, question, state=CommentState.RECEIVED)
    session.commit()
    before = edition()

    comment.state = state
    session.add(comment)
    session.commit()

    assert edition().public != before.public


def test_an_imported_comment_that_is_published_at_once_is_public(edition, session):
    question = make_question(session, make_consultation(session))
    session.commit()
    before = edition()

    make_comment(session, question)
    session.commit()

    assert edition().public != before.public


def test_the_watch_opens_again_what_it_lost(edition, database, session):
    before = edition()
    make_submission(session, make_consultation(session))
    session.commit()
    database.engine.dispose()

    assert edition().public != before.public


def test_closing_waits_for_a_question_that_is_being_asked(database):
    async def ask_and_close():
        watch = watch_over(database)
        asked = asyncio.create_task(watch.edition())
        await asyncio.sleep(0)
        await watch.close()
        return await asked, await watch.edition()

    _, after = asyncio.run(ask_and_close())

    assert after is None
    assert database.engine.pool.checkedout() == 0
