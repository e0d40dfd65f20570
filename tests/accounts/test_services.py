from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from app.accounts.models import AuditEntry, Official, OfficialSession, Role
from app.accounts.queries import find_broken_audit_entry, find_live_session
from app.accounts.rules import first_broken
from app.accounts.schemas import OfficialForm
from app.accounts.services import (
    change_official,
    change_password,
    create_official,
    prove,
    record_act,
    sign_in,
)
from app.db import Database
from app.errors import Conflict, Invalid
from tests.factories import make_official, make_organisation

PASSWORD = "valley lantern orchard"


@pytest.fixture
def amina(session: Session, now: datetime) -> Official:
    form = OfficialForm(
        name="Amina", email="Amina@body.example", role=Role.MODERATOR, password=PASSWORD
    )
    return create_official(session, make_organisation(session), form, now=now)


def enter(session: Session, official: Official, **more: Any) -> str:
    proof = prove(official, PASSWORD)
    assert proof
    found = sign_in(session, proof, **more)
    return found.token if found else ""


def test_signing_in_gives_a_session_of_its_own_each_time(
    session: Session, amina: Official, now: datetime
):
    first = enter(session, amina, now=now)
    second = enter(session, amina, previous_token=first, now=now)

    assert first != second
    assert find_live_session(session, first, now) is None
    assert find_live_session(session, second, now) is not None


def test_a_wrong_password_gives_nothing(
    session: Session, amina: Official, now: datetime
):
    assert prove(amina, "wrong") is None
    assert prove(None, PASSWORD) is None


def test_a_password_that_was_changed_meanwhile_gives_nothing(
    session: Session, amina: Official, now: datetime
):
    proof = prove(amina, PASSWORD)
    change_password(session, amina, PASSWORD, "harbour thistle kettle", now=now)

    assert proof and sign_in(session, proof, now=now) is None


def test_an_e_mail_is_used_once(session: Session, amina: Official, now: datetime):
    form = OfficialForm(
        name="B", email=amina.email, role=Role.ANALYST, password=PASSWORD
    )

    with pytest.raises(Invalid):
        create_official(session, make_organisation(session), form, now=now)


def test_a_new_password_ends_every_session(
    session: Session, amina: Official, now: datetime
):
    enter(session, amina, now=now)

    change_password(session, amina, PASSWORD, "harbour thistle kettle", now=now)

    assert session.exec(select(OfficialSession)).all() == []
    assert prove(amina, PASSWORD) is None
    assert prove(amina, "harbour thistle kettle")


def test_an_administrator_cannot_shut_themselves_out(session: Session, now: datetime):
    chief = make_official(session)

    with pytest.raises(Conflict):
        change_official(
            session, chief, role=Role.MODERATOR, is_active=True, by=chief, now=now
        )


def test_the_audit_trail_holds_as_long_as_nobody_touches_it(
    session: Session, amina: Official, now: datetime
):
    for number in range(3):
        record_act(session, amina, "looked", "comment", str(number), now=now)

    assert find_broken_audit_entry(session) is None


def test_the_database_refuses_to_change_the_audit_trail(
    session: Session, amina: Official, now: datetime
):
    record_act(session, amina, "looked", "comment", "1", now=now)
    session.commit()

    with pytest.raises(DatabaseError, match="only grows"):
        session.execute(text("UPDATE audit_entry SET actor = 'somebody else'"))


def test_an_altered_entry_is_named(session: Session, amina: Official, now: datetime):
    for number in range(3):
        record_act(session, amina, "looked", "comment", str(number), now=now)
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.number))).all()
    session.expunge_all()

    entries[1].actor = "somebody else"

    assert first_broken(entries) == entries[1].number


def test_acts_of_many_officials_at_once_form_one_trail(
    session: Session, database: Database, now: datetime
):
    official = make_official(session)
    session.commit()

    def act(number: int) -> None:
        with database.writing() as writing:
            record_act(writing, official, "looked", "system", str(number), now=now)
            writing.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(24)))

    assert len(session.exec(select(AuditEntry)).all()) == 24
    assert find_broken_audit_entry(session) is None
