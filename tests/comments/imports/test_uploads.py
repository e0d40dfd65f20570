"""Files that wait: which are kept, how many, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.comments import tasks
from app.comments.models import (
    CommentImport,
    ImportFile,
    ImportState,
)
from app.comments.rules import imports as rules
from tests.comments.imports.desk import LONG, a_job, send_file, stored, upload
from tests.posting import Client, post_form, prefixed


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04x", "not a table we can read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    client: Client, session: Session, desk: str, content: bytes, sentence: str
):
    response = send_file(client, desk, content)

    assert response.status_code == 422
    assert sentence in response.text
    assert stored(session, CommentImport) == []


def test_a_file_above_the_limit_is_refused(client: Client, desk: str):
    too_much = b"text\n" + b"x" * (rules.MOST_BYTES + 70_000)

    assert send_file(client, desk, too_much).status_code == 413


def test_no_more_than_a_few_files_wait(client: Client, session: Session, desk: str):
    for _ in range(rules.MOST_WAITING):
        upload(client, desk, LONG)

    assert "Several files wait" in client.get(prefixed(desk)).text
    assert len(stored(session, CommentImport)) == rules.MOST_WAITING


def test_a_discarded_file_is_gone(client: Client, session: Session, desk: str):
    page = upload(client, desk, LONG)

    post_form(client, f"{page}/discard", page=page)

    assert stored(session, ImportFile) == []
    assert "discarded" in client.get(prefixed(page)).text


def test_a_file_that_nobody_came_back_to_goes_after_a_day(
    client: Client, session: Session, desk: str, database, settings
):
    upload(client, desk, LONG)
    with database.writing() as writing:
        (one,) = writing.exec(select(CommentImport))
        one.created_at = datetime.now(UTC) - timedelta(hours=25)
        writing.commit()

    tasks.forget(a_job(database, settings))

    assert stored(session, ImportFile) == []
    assert stored(session, CommentImport)[0].state is ImportState.DISCARDED
