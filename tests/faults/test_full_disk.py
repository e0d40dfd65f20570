"""A disk without room: nothing typed is lost, reading goes on, no restart is needed.

`max_page_count` makes SQLite refuse to grow, with the error that a full disk gives.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlmodel import select

from app.comments.models import Comment, Submission
from tests.conftest import SERVER
from tests.posting import Client, post_form

pytestmark = pytest.mark.skipif(bool(SERVER), reason="a server keeps its own disk")

FORM = "/consultations/letters/comment"
LONG = "Please keep a person on the telephone. " * 120
TYPED = {"act": "send", "comment-views": LONG, "may_publish": "yes"}


class Disk:
    """How many pages the database may have, for every connection of the site."""

    def __init__(self, client: Client) -> None:
        self.engine = client.app.state.site.database.engine
        self.pages: int | None = None
        event.listen(self.engine, "checkout", self._limit)

    def _limit(self, connection, record, proxy) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {self.pages or 4294967294}")
        cursor.close()

    def fill(self) -> None:
        with self.engine.connect() as connection:
            self.pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def empty(self) -> None:
        self.pages = None


@pytest.fixture
def disk(client: Client, consultation) -> Iterator[Disk]:
    disk = Disk(client)
    yield disk
    event.remove(disk.engine, "checkout", disk._limit)  # noqa: SLF001


def test_a_full_disk_is_said_so_and_gives_back_what_was_typed(client, disk):
    disk.fill()

    refused = post_form(client, FORM, TYPED)

    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert LONG.strip() in refused.text
    assert "Nothing was lost that we told you was kept" in refused.text


def test_programs_are_told_as_well(client, disk):
    disk.fill()

    refused = client.post(
        f"/api/v1{FORM.removesuffix('/comment')}/submissions",
        json={"comments": {"views": LONG}},
        headers={"Idempotency-Key": "a key of sixteen letters"},
    )

    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert "retry-after" in refused.headers


def test_nothing_of_a_refused_submission_stays(client, disk, database):
    disk.fill()
    post_form(client, FORM, TYPED)

    with database.read_session() as reading:
        assert reading.exec(select(Submission)).all() == []
        assert reading.exec(select(Comment)).all() == []


@pytest.mark.parametrize(
    "path", ["/en/", "/en/consultations/letters", "/en/register", "/readyz"]
)
def test_reading_goes_on(client, disk, path):
    disk.fill()
    post_form(client, FORM, TYPED)
    client.cookies.clear()

    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200


def test_it_takes_comments_again_as_soon_as_there_is_room(client, disk, database):
    disk.fill()
    assert post_form(client, FORM, TYPED).status_code == 503
    disk.empty()

    assert post_form(client, FORM, TYPED).status_code == 303
    with database.read_session() as reading:
        assert reading.exec(select(Comment.text)).one() == LONG.strip()
