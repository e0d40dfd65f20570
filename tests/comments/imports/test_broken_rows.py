"""Rows that cannot be taken in are named, and what they said is not repeated."""

from sqlmodel import Session

from app.comments.models import (
    CommentImport,
    ImportState,
)
from tests.comments.imports.desk import AFTER, BROKEN, check, stored, upload
from tests.posting import Client, post_form, prefixed


def test_broken_rows_are_named_and_nothing_is_imported(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    check(client, page)
    assert "which submission it belongs to" in client.get(prefixed(page)).text

    refused = post_form(client, f"{page}/confirm", {"broken": "refuse"}, page=page)

    assert refused.status_code == 422
    assert stored(session) == []


def test_reports_do_not_repeat_what_a_file_says_of_people(
    client: Client, session: Session, desk: str
):
    twice = "id,Your views?,At\nAda Rowe,I said this once.,noon of Ada\n"
    page = upload(client, desk, twice + "Bo,One.,2026-02-01\nBo,Two.,2026-02-01\n")
    meanings = {"meaning-0": "submission", "meaning-1": "comment.views"}
    fields = {**meanings, "meaning-2": "submitted_at", **AFTER}
    post_form(client, f"{page}/check", fields, page=page)

    (one,) = stored(session, CommentImport)

    assert [told["row"] for told in one.report["problems"]] == [2, 4]
    assert "Ada" not in str(one.report) and "Bo" not in str(one.report)
    assert "is not a time" in client.get(prefixed(page)).text


def test_which_rows_were_broken_is_forgotten_with_the_file(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    only = {"only_column": "Question", "only_value": "Your views?"}
    check(client, page, **only)

    post_form(client, f"{page}/confirm", {"broken": "skip"}, page=page)

    (one,) = stored(session, CommentImport)
    assert one.state is ImportState.DONE and one.report["broken"] == 1
    assert one.report["problems"] == [] and one.choices["only"] == {}


def test_broken_rows_are_left_out_when_somebody_says_so(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    check(client, page)

    post_form(client, f"{page}/confirm", {"broken": "skip"}, page=page)

    assert len(stored(session)) == 3
