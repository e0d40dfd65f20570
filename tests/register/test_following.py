"""Following by e-mail, from the form to the last letter."""

import re
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.jobs import Job
from app.mail import OutgoingMessage
from app.register.models import EventKind, Follow, Status
from app.register.services import withhold_system
from app.register.services.entries import note_event
from app.register.tasks import perform_tell_followers
from tests.factories import make_organisation
from tests.posting import post_form
from tests.register.make import make_published

EMAIL = {"email": "reader@home.example"}
LATELY = datetime.now(UTC) - timedelta(minutes=30)


@pytest.fixture
def system(session):
    system = make_published(session, "Letter sorting")
    session.commit()
    return system


@pytest.fixture
def tell(session, database, settings):
    def perform() -> list[OutgoingMessage]:
        job = Job("register.tell_followers", {}, "a", 1, database, settings)
        perform_tell_followers(job)
        return letters(session)

    return perform


def letters(session) -> list[OutgoingMessage]:
    session.expire_all()
    found = session.exec(select(OutgoingMessage)).all()
    session.commit()
    return list(found)


def link_in(letter: OutgoingMessage, what: str) -> str:
    found = re.search(
        rf"http://testserver\.local(/en/register/follow/{what}/\S+)", letter.text
    )
    assert found, letter.text
    return found[1]


def follow(client, session, address: str = "?system=letter-sorting") -> Follow:
    """Ask and confirm; then let the time pass in which nothing could be told."""
    post_form(client, f"/register/follow{address}", EMAIL)
    post_form(client, link_in(letters(session)[-1], "confirm"))
    for letter in session.exec(select(OutgoingMessage)):
        session.delete(letter)
    one: Follow = session.exec(select(Follow)).one()
    one.told_until = LATELY - timedelta(minutes=10)
    session.commit()
    return one


def happen(session, system, kind=EventKind.CHANGED, at=LATELY, note="The camera went."):
    note_event(session, system, kind, note=note, now=at)
    session.commit()


def test_asking_sends_one_letter_with_a_link(client, session, system):
    answer = post_form(client, "/register/follow?system=letter-sorting", EMAIL)

    assert answer.headers["location"] == "/en/register/follow/sent"
    (letter,) = letters(session)
    assert letter.recipient == "reader@home.example"
    assert "Letter sorting" in letter.text
    assert session.exec(select(Follow)).one().confirmed_at is None


def test_opening_the_link_does_nothing_yet(client, session, system):
    post_form(client, "/register/follow?system=letter-sorting", EMAIL)

    page = client.get(link_in(letters(session)[0], "confirm"))

    assert "Yes, write to me" in page.text
    assert session.exec(select(Follow)).one().confirmed_at is None


def test_the_link_confirms_once(client, session, system):
    post_form(client, "/register/follow?system=letter-sorting", EMAIL)
    link = link_in(letters(session)[0], "confirm")

    post_form(client, link)

    assert session.exec(select(Follow)).one().confirmed_at is not None
    assert client.get(link).status_code == 404
    assert "This link was used or is too old" in client.get(link).text


def test_an_old_link_confirms_nothing(client, session, system):
    post_form(client, "/register/follow?system=letter-sorting", EMAIL)
    link = link_in(letters(session)[0], "confirm")
    session.exec(select(Follow)).one().asked_at = LATELY - timedelta(days=3)
    session.commit()

    assert client.get(link).status_code == 404
    assert "This link was used or is too old" in client.get(link).text


@pytest.mark.parametrize(
    "email",
    [
        "x@",
        "a..b@x.org",
        ".a@x.org",
        "a.@x.org",
        "a@x..org",
        "a@.x.org",
        f"{'a' * 65}@x.org",
    ],
)
def test_a_mistyped_address_is_shown_again(client, system, email):
    answer = post_form(
        client, "/register/follow?system=letter-sorting", {"email": email}
    )

    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text


def test_dots_inside_an_address_are_taken(client, session, system):
    email = {"email": "a.b.c+news@x-y.co.example"}
    post_form(client, "/register/follow?system=letter-sorting", email)

    assert letters(session)[0].recipient == email["email"]


@pytest.mark.parametrize("email", ["a@b.example\nBcc: c@d.example", "a b@c.example"])
def test_an_address_cannot_carry_a_header(client, session, system, email):
    post_form(client, "/register/follow?system=letter-sorting", {"email": email})

    assert letters(session) == []


def test_a_hidden_system_cannot_be_followed(client, session, system):
    withhold_system(session, system, now=LATELY)
    session.commit()

    assert client.get("/en/register/follow?system=letter-sorting").status_code == 404


def test_one_address_is_not_flooded(client, session, system):
    for _ in range(5):
        answer = post_form(client, "/register/follow?system=letter-sorting", EMAIL)
        assert answer.status_code == 303

    assert len(letters(session)) == 3


@pytest.mark.parametrize("kind", list(EventKind))
def test_whatever_happens_is_told(client, session, system, tell, kind):
    follow(client, session)
    happen(session, system, kind)

    (letter,) = tell()

    assert kind.label in letter.text
    assert "The camera went." in letter.text
    assert "/en/register/letter-sorting" in letter.text


def test_what_happened_before_is_not_told(client, session, system, tell):
    follow(client, session)
    happen(session, system, at=LATELY - timedelta(days=1))

    assert tell() == []


def test_nothing_is_told_twice_and_little_often(client, session, system, tell):
    follow(client, session)
    happen(session, system)
    tell()
    happen(session, system, at=LATELY + timedelta(minutes=1), note="Again.")

    assert len(tell()) == 1
    one = session.exec(select(Follow)).one()
    one.last_told_at = LATELY - timedelta(days=1)
    one.told_until = LATELY
    session.commit()
    assert "Again." in tell()[-1].text


def test_a_body_is_followed_with_all_its_systems(client, session, tell):
    body = make_organisation(session, slug="city", name="City of Dunmore")
    ours = make_published(session, "Bin routes", body)
    other = make_published(session, "Other thing")
    session.commit()
    follow(client, session, "?body=city")
    happen(session, ours)
    happen(session, other)

    (letter,) = tell()

    assert "Bin routes" in letter.text and "Other thing" not in letter.text
    assert "City of Dunmore" in letter.subject


def test_a_search_is_followed_with_what_it_finds(client, session, system, tell):
    make_published(session, "Camera counting")
    session.commit()
    follow(client, session, "?q=letter&status=in_use")
    happen(session, system)

    (letter,) = tell()

    assert "“letter”, In use" in letter.text


def test_a_search_is_told_however_much_happened_elsewhere(
    client, session, system, tell
):
    other = make_published(session, "Camera counting", status=Status.OPEN_PILOT)
    session.commit()
    follow(client, session, "?status=in_use")
    happen(session, system, at=LATELY - timedelta(minutes=5))
    for _ in range(5_001):
        note_event(session, other, EventKind.CHANGED, note="Else.", now=LATELY)
    session.commit()

    (letter,) = tell()

    assert "The camera went." in letter.text and "Else." not in letter.text


def test_who_has_no_news_takes_no_turn_to_write(
    client, session, system, database, settings, monkeypatch
):
    follow(client, session)
    turns = []
    writing = Database.writing

    def counted(own: Database) -> AbstractContextManager[Session]:
        turns.append(own)
        return writing(own)

    monkeypatch.setattr(Database, "writing", counted)

    perform_tell_followers(Job("", {}, "a", 1, database, settings))

    assert len(turns) == 1  # for what is old


def test_a_record_that_was_hidden_is_not_told_of(client, session, system, tell):
    follow(client, session)
    happen(session, system)
    withhold_system(session, system, now=LATELY)
    session.commit()

    assert tell() == []


def test_the_button_in_a_letter_stops_and_forgets(client, session, system, tell):
    follow(client, session)
    happen(session, system)
    link = link_in(tell()[0], "stop")

    assert "Stop and delete my address" in client.get(link).text
    post_form(client, link)

    assert session.exec(select(Follow)).all() == []
    assert letters(session) == []
    assert "Your address is deleted" in client.get(link).text


def test_a_mail_program_stops_with_one_click(client, session, system, tell):
    follow(client, session)
    happen(session, system)
    headers = tell()[0].headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    client.cookies.clear()

    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert session.exec(select(Follow)).all() == []


def test_opening_the_one_click_address_leads_to_the_button(
    client, session, system, tell
):
    follow(client, session)
    happen(session, system)
    address = tell()[0].headers["List-Unsubscribe"].strip("<>")

    answer = client.get(address)

    assert answer.status_code == 303
    assert "/register/follow/stop/" in answer.headers["location"]
    assert len(session.exec(select(Follow)).all()) == 1


def test_another_link_stops_nothing(client, session, system):
    one = follow(client, session)
    address = f"/api/v1/follow/stop/{one.id}/{'0' * 40}"

    assert client.post(address).status_code == 404
    assert len(session.exec(select(Follow)).all()) == 1


def test_who_does_not_confirm_is_forgotten(client, session, system, tell):
    post_form(client, "/register/follow?system=letter-sorting", EMAIL)
    session.exec(select(Follow)).one().asked_at = LATELY - timedelta(days=3)
    session.commit()
    tell()

    assert session.exec(select(Follow)).all() == []
    assert letters(session) == []


def test_an_import_is_one_piece_of_news_and_hides_no_incident(
    client, session, system, tell
):
    follow(client, session, "")
    happen(session, system, EventKind.INCIDENT, LATELY - timedelta(minutes=5))
    for number in range(40):
        note = "Imported from: a file."
        at = LATELY - timedelta(seconds=number)
        note_event(session, system, EventKind.RETIRED, note=note, now=at)
        note_event(session, system, EventKind.PUBLISHED, note=note, now=LATELY)
    session.commit()

    (letter,) = tell()

    assert "42 pieces of news" in letter.subject
    assert "40 records were added by an import\nImported from: a file." in letter.text
    assert "Incident: Letter sorting" in letter.text.partition("an import")[0]
    assert "And 30 more." in letter.text and "And 12 more." in letter.text
