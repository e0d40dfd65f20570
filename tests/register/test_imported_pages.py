"""Public pages of records that were taken over: no words are put into a body's mouth."""

import json
from datetime import timedelta

import pytest

from app.register.queries import get_public_system
from app.register.services.importing import ForeignFile, import_register
from app.register.services.intake import Terms, take_all
from tests.factories import NOW, make_official
from tests.register.make import make_published

PAGE = "/en/register/slim"
ROW = {"id": "33", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"}


def take(session, *, now=NOW, **row):
    copy = json.dumps({"algoritmes": [{**ROW, **row}]}).encode()
    import_register(session, "nl-short", copy, now=now)
    session.commit()
    return get_public_system(session, "slim")


@pytest.fixture
def weakened(session):
    take(session, now=NOW - timedelta(days=2), impactassessment="Ja")
    return take(session, now=NOW - timedelta(days=1))


def test_an_import_that_takes_something_away_is_not_the_silence_of_a_body(
    client, weakened
):
    for address in (PAGE, f"{PAGE}/versions/2"):
        page = client.get(address).text

        assert "takes something away" in page
        assert "Taken over from another register; it gives no reason." in page
        assert "The body does not say why." not in page


def test_a_comparison_does_not_give_an_importers_note_as_the_bodys_words(
    client, weakened
):
    page = client.get(f"{PAGE}/compare?from=1&to=2").text

    assert "Gewijzigd in:" in page
    assert "Noted when it was taken over from another register:" in page
    assert "What the body says changed" not in page


def test_an_import_that_an_official_started_is_not_the_bodys_word_either(
    client, session
):
    official = make_official(session)
    for day, row in ((2, {"impactassessment": "Ja"}), (1, {})):
        copy = json.dumps({"algoritmes": [{**ROW, **row}]}).encode()
        terms = Terms(NOW - timedelta(days=day), official, is_partial=False)
        take_all(session, ForeignFile("nl-short", copy), terms)
    session.commit()

    page = client.get(PAGE).text

    assert "Taken over from another register; it gives no reason." in page
    assert "The body does not say why." not in page
    history = client.get(f"{PAGE}/history").text
    assert history.count("taken over from another register") == 2


def test_a_version_says_that_its_note_was_made_on_import(client, weakened):
    page = client.get(f"{PAGE}/versions/2").text

    assert "Noted when it was taken over from another register:" in page


def test_a_use_that_is_yet_to_begin_is_shown_as_planned(client, session):
    make_published(session, "Letter sorting", use_started="2199-01")
    session.commit()

    page = client.get("/en/register/letter-sorting").text

    assert "Planned for: January 2199" in page
    assert "The status above does not fit this day" in page
    assert "Since January 2199" not in page


def test_a_use_that_is_yet_to_begin_touches_nobody_yet(client, session):
    make_published(session, "Letter sorting", use_started="2199-01")
    session.commit()

    page = client.get("/en/register/letter-sorting/does-this-touch-me").text

    assert "No, not now" in page
    assert "its use is still to begin: January 2199" in page


def test_what_was_taken_over_can_be_told_from_what_was_written_here(client, session):
    take(session)
    make_published(session, "Letter sorting")
    session.commit()

    everything = client.get("/en/register").text
    here = client.get("/en/register?source=here").text
    dutch = client.get("/en/register?language=nl").text

    assert "Written here" in everything
    assert "Dutch algorithm register, daily copy" in everything
    assert "Letter sorting" in here
    assert ">Slim<" not in here
    assert ">Slim<" in dutch
    assert "Letter sorting" not in dutch
    assert "Dutch <span" in dutch


def test_a_followed_search_names_its_language(client, session):
    take(session)

    assert "Dutch" in client.get("/en/register/follow?language=nl").text
