"""Kept pages of the real site: quick, and never older than the request for them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from httpx import Response
from sqlalchemy import event
from sqlmodel import Session, select

from app.comments.models import Comment
from app.comments.services import publish_comment
from app.consultations.models import Consultation
from app.settings import ROOT
from tests.comments.made import make_asked
from tests.factories import NOW, make_consultation, make_official
from tests.posting import Client, post_form
from tests.register.make import make_published, publish_next
from tests.sign_in import sign_in

WORDS = "Quokkas deserve a say."
COMMENTS = "/en/consultations/letters/comments"
PAGES = ("/en/", "/en/consultations", "/en/consultations/letters", "/en/register")
RENAME = """
import sys
from sqlmodel import select
from app.accounts.models import Organisation
from app.consultations.models import Consultation
from app.db import open_database
with open_database(sys.argv[1]).writing() as session:
    session.exec(select(Consultation)).one().title = "Renamed elsewhere"
    session.commit()
"""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    now = datetime.now(UTC).replace(microsecond=0)
    week = timedelta(days=7)
    times = {"opens_at": now - week, "closes_at": now + week}
    asked = make_asked(session, published_at=now - week, **times)
    session.commit()
    return asked


@contextmanager
def statements(client: Client) -> Iterator[list[str]]:
    """The statements of the site itself; asking for the edition apart."""
    seen: list[str] = []

    def note(connection, cursor, statement, *rest):
        if "FROM public_change" not in statement:
            seen.append(statement)

    engine = client.app.state.site.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_and_then_given_to_everyone(client, consultation, path):
    first = client.get(path)

    with statements(client) as seen:
        again = client.get(path)

    assert seen == []
    assert again.text == first.text
    assert dict(again.headers) == dict(first.headers)
    assert "default-src 'none'" in again.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_arriving_comments_leave_kept_pages_alone(client, consultation, path):
    client.get(path)
    sent = send_one(client)

    with statements(client) as seen:
        client.get(path)

    assert sent.status_code == 201
    assert seen == []


def test_a_change_is_shown_to_the_next_who_asks(client, session, consultation):
    before = client.get("/en/consultations")
    consultation.title = "A better title"
    session.add(consultation)
    session.commit()

    after = client.get(
        "/en/consultations", headers={"If-None-Match": before.headers["etag"]}
    )

    assert after.status_code == 200
    assert "A better title" in after.text


def test_a_change_made_by_another_process_is_shown_as_soon(
    client, database_url, consultation
):
    client.get("/en/consultations/letters")

    subprocess.run([sys.executable, "-c", RENAME, database_url], cwd=ROOT, check=True)

    assert "Renamed elsewhere" in client.get("/en/consultations/letters").text


def test_a_new_version_of_a_record_is_shown_at_once(client, session):
    system = make_published(session, name="Letter sorting")
    session.commit()
    client.get(f"/en/register/{system.slug}")

    publish_next(session, system, one_line="Sorts letters by colour now.")
    session.commit()

    assert "by colour now" in client.get(f"/en/register/{system.slug}").text


def test_counts_of_comments_are_never_old(client, consultation):
    client.get(COMMENTS)
    data = {"act": "send", "comment-views": WORDS, "may_publish": "yes"}
    post_form(client, "/consultations/letters/comment", data)
    client.cookies.clear()

    assert "from 1 submission" in client.get(COMMENTS).text


def test_a_withdrawn_comment_is_gone_from_pages_and_from_memory(
    client, session, consultation
):
    receipt = publish_one(client, session)
    assert WORDS in client.get(COMMENTS).text
    assert in_memory(client, WORDS)
    post_form(client, "/receipt", {"code": receipt})

    post_form(client, "/receipt/erase")

    assert not in_memory(client, WORDS)
    client.cookies.clear()
    assert WORDS not in client.get(COMMENTS).text


def send_one(client: Client) -> Response:
    return client.post(
        "/api/v1/consultations/letters/submissions",
        json={"comments": {"views": WORDS}, "may_publish": True},
        headers={"Idempotency-Key": "a key of sixteen letters"},
    )


def publish_one(client: Client, session: Session) -> str:
    """Send a comment, publish it, and return the receipt's code."""
    sent = send_one(client)
    (comment,) = session.exec(select(Comment)).all()
    publish_comment(session, comment, official=None, now=NOW)
    session.commit()
    return str(sent.json()["receipt"])


def in_memory(client: Client, words: str) -> bool:
    pages = client.app.state.pages
    kept = [*pages.plain.pages.values(), *pages.asked.pages.values()]
    return any(words.encode() in one.body for one in kept)


def test_an_official_neither_gets_nor_leaves_a_kept_page(client, session, consultation):
    sign_in(client, session, make_official(session))
    own = client.get("/en/consultations")
    assert not client.app.state.pages.plain.pages
    client.cookies.clear()
    client.get("/en/consultations")
    sign_in(client, session, make_official(session))

    again = client.get("/en/consultations")

    assert own.headers["cache-control"] == again.headers["cache-control"] == "no-store"
    assert "etag" not in again.headers


def test_a_message_for_one_person_is_shown_to_nobody_else(client, session):
    system = make_published(session)
    session.commit()
    reported = post_form(
        client,
        f"/register/{system.slug}/report",
        {"text": "The address on this page is an old one."},
    )
    address = reported.headers["location"]

    assert "has been received" in client.get(address).text
    assert "has been received" not in client.get(address).text


def test_the_page_for_one_form_holds_no_token_of_another(client, consultation):
    first = client.get("/en/consultations/letters/comment")
    second = client.get("/en/consultations/letters/comment")

    assert first.headers["cache-control"] == "no-store"
    assert first.text != second.text
    assert not client.app.state.pages.plain.pages


def test_whole_page_and_fragment_are_kept_apart(client, consultation):
    whole = client.get("/en/consultations").text
    part = client.get("/en/consultations", headers={"HX-Request": "true"}).text

    assert client.get("/en/consultations").text == whole != part
    again = client.get("/en/consultations", headers={"HX-Request": "true"})
    assert again.text == part
    assert "HX-Request" in again.headers["vary"]


def test_programs_get_data_where_people_get_the_kept_page(client, session):
    path = f"/en/register/{make_published(session).slug}"
    session.commit()
    client.get(path)

    as_data = client.get(path, headers={"Accept": "application/json"})

    assert as_data.headers["content-type"] == "application/json"
    assert client.get(path).headers["content-type"].startswith("text/html")


def test_every_list_of_consultations_is_kept_by_itself(client, session, consultation):
    make_consultation(session, title="Long over")
    session.commit()
    client.get("/en/consultations")

    closed = client.get("/en/consultations?show=closed").text

    assert "Long over" in closed
    assert "Long over" not in client.get("/en/consultations?show=open").text
    assert client.get("/en/consultations?utm_source=x&show=closed").text == closed


def test_addresses_that_mean_nothing_take_no_memory(client, consultation):
    for number in range(20):
        client.get(f"/en/consultations?unknown={number}")
        client.get(f"/en/nothing-{number}")
        client.get(f"/en/consultations{'/' * number}")

    pages = client.app.state.pages
    assert set(pages.names) == {"/en/consultations", "/en/consultations/"}
    assert len(pages.plain.pages) == 2
    assert not pages.asked.pages


def test_what_somebody_says_of_themselves_is_not_kept(client, session):
    path = f"/en/register/{make_published(session).slug}/does-this-touch-me"
    session.commit()

    client.get(f"{path}?affected=yes")

    assert not client.app.state.pages.asked.pages


def test_a_page_is_kept_no_longer_than_until_the_next_closing(client, session):
    now = datetime.now(UTC)
    closes_at = now + timedelta(seconds=20)
    make_consultation(session, slug="soon", opens_at=NOW, closes_at=closes_at)
    session.commit()
    paths = ("/en/", "/en/consultations", "/en/consultations/soon")
    for path in paths:
        client.get(path)

    kept = client.app.state.pages.plain.pages.values()
    assert len(kept) == len(paths)
    assert all(one.until <= closes_at.timestamp() for one in kept)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_kept_page_is_packed_as_asked(client, consultation, encoding):
    first = client.get("/en/", headers={"Accept-Encoding": "identity"})
    again = client.get("/en/", headers={"Accept-Encoding": encoding})

    assert again.text == first.text
    assert again.headers.get("content-encoding", "identity") == encoding
    assert "Accept-Encoding" in again.headers["vary"]


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/en/receipt", "/en/nothing"])
def test_head_answers_as_get_without_the_page(client, consultation, path):
    shown = client.get(path)

    asked = client.head(path)

    assert asked.status_code == shown.status_code
    assert asked.content == b""
    assert asked.headers["content-length"] != "0"
    assert asked.headers["content-type"] == shown.headers["content-type"]


def test_a_browser_with_the_page_is_told_that_it_is_good(client, consultation):
    tag = client.get("/en/").headers["etag"]

    with statements(client) as seen:
        known = client.get("/en/", headers={"If-None-Match": tag})

    assert (known.status_code, known.text, seen) == (304, "", [])
    assert known.headers["etag"] == tag
    assert known.headers["vary"] == "Accept-Encoding"
