"""Writers of one process take turns; who waits longest is next."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.accounts.models import Organisation
from app.db import WriteTurns
from tests.conftest import SERVER
from tests.factories import make_organisation

on_sqlite = pytest.mark.skipif(bool(SERVER), reason="PostgreSQL writes side by side")


def test_turns_come_in_the_order_of_asking():
    turns, order = WriteTurns(), []
    assert turns.take(0)

    def write(number: int) -> None:
        turns.take(10)
        order.append(number)
        turns.give_back()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while len(turns._waiting) < number:  # noqa: SLF001
            pass
    turns.give_back()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3, 4]


def test_who_gave_up_waiting_is_passed_over():
    turns = WriteTurns()
    assert turns.take(0)

    assert not turns.take(0.01)
    turns.give_back()

    assert turns.take(0)


@on_sqlite
def test_a_turn_ends_however_the_transaction_does(database):
    with database.write_session() as session:
        make_organisation(session)
        session.commit()
    with database.write_session() as session:
        make_organisation(session)
        session.rollback()
    with database.write_session() as session:
        make_organisation(session)
    with database.write_session() as session, pytest.raises(OperationalError):
        session.connection().execute(text("INSERT INTO nothing VALUES (1)"))

    with database.write_session() as session:
        make_organisation(session, slug="the-last")
        session.commit()
    with database.read_session() as session:
        assert len(session.exec(select(Organisation)).all()) == 2


@on_sqlite
def test_a_writer_who_never_gets_a_turn_hears_that_it_is_busy(database, monkeypatch):
    monkeypatch.setattr("app.db._TURN_SECONDS", 0.01)

    with database.write_session() as first, database.write_session() as second:
        make_organisation(first)
        with pytest.raises(OperationalError, match="locked"):
            make_organisation(second)
        first.commit()

        second.rollback()
        make_organisation(second)


@on_sqlite
def test_reading_waits_for_nobody(database):
    with database.write_session() as writing, database.read_session() as reading:
        make_organisation(writing)

        assert reading.exec(select(Organisation)).all() == []
