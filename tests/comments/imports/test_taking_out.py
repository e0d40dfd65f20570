"""What a file brought is taken out again, unless others have built on it."""

from sqlmodel import Session

from app.accounts.models import AuditEntry
from app.comments.models import (
    Answer,
    Submission,
)
from tests.comments.imports.desk import LONG, bring, stored
from tests.posting import Client, post_form, prefixed


def test_an_import_is_taken_out_again_and_can_come_back(
    client: Client, session: Session, desk: str
):
    page = bring(client, desk, LONG)

    post_form(client, f"{page}/undo", page=page)

    assert stored(session) == stored(session, Submission) == []
    assert "undid_import" in [one.act for one in stored(session, AuditEntry)]
    bring(client, desk, LONG)
    assert len(stored(session)) == 3


def test_what_another_file_added_stays_when_one_is_taken_out(
    client: Client, session: Session, desk: str
):
    first = bring(client, desk, "id,stance,Your views?\na,oppose,It is too costly.\n")
    bring(client, desk, "id,Your ideas?\na,Ask again in a year from now.\n")

    post_form(client, f"{first}/undo", page=first)

    assert [one.text for one in stored(session)] == ["Ask again in a year from now."]
    assert len(stored(session, Answer)) == 1


def test_what_everyone_has_read_is_not_taken_out(
    client: Client, session: Session, desk: str
):
    page = bring(client, desk, LONG, showing="at-once")

    refused = post_form(client, f"{page}/undo", page="/office/account")

    assert refused.status_code == 409
    assert "Withhold single ones" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3
