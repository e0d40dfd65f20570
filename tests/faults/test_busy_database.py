"""Somebody holds the database's only write lock: people wait, or are asked to."""

import os
from pathlib import Path

import pytest
from sqlalchemy import event, make_url
from sqlmodel import select

from app.comments.models import Comment
from tests.conftest import SERVER
from tests.factories import make_organisation
from tests.posting import Client, post_form

pytestmark = pytest.mark.skipif(bool(SERVER), reason="PostgreSQL has no such lock")

FORM = "/consultations/letters/comment"
WORDS = "Please keep a person on the telephone."
TYPED = {"act": "send", "comment-views": WORDS, "may_publish": "yes"}


@pytest.fixture
def impatient(client: Client, consultation) -> Client:
    """The site, told to wait for a hundredth of a second instead of five seconds."""

    def hurry(connection, record, proxy):
        connection.execute("PRAGMA busy_timeout = 10")

    event.listen(client.app.state.site.database.engine, "checkout", hurry)
    return client


def test_what_was_typed_comes_back_with_a_time_to_try_again(impatient, session):
    make_organisation(session)

    refused = post_form(impatient, FORM, TYPED)

    assert refused.status_code == 503
    assert "retry-after" in refused.headers
    assert WORDS in refused.text
    assert "locked" not in refused.text.lower()


def test_reading_and_previewing_wait_for_nobody(impatient, session):
    make_organisation(session)

    preview = post_form(impatient, FORM, {"comment-views": WORDS})

    assert preview.status_code == 200 and WORDS in preview.text
    assert impatient.get("/en/register").status_code == 200


def test_the_same_form_is_taken_when_the_lock_is_free_again(
    impatient, session, database
):
    make_organisation(session)
    assert post_form(impatient, FORM, TYPED).status_code == 503
    session.rollback()

    assert post_form(impatient, FORM, TYPED).status_code == 303
    with database.read_session() as reading:
        assert len(reading.exec(select(Comment)).all()) == 1


def test_the_log_stays_small_and_can_be_emptied_while_pages_are_kept(
    client, consultation, database, database_url
):
    log = Path(f"{make_url(database_url).database}-wal")
    for number in range(40):
        client.get("/en/")
        with database.writing() as session:
            make_organisation(
                session, name=f"{number}" * 200, website=os.urandom(9).hex()
            )
            session.commit()

    assert 0 < log.stat().st_size < 8 * 1024 * 1024
    assert client.app.state.site.database.forget_erased()
    assert log.stat().st_size == 0
