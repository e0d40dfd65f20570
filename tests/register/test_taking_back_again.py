"""What stands of a record after more than one removal, and what pages say of it then."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.register.models import EventKind, RegisterEvent
from app.register.services.importing import import_register
from tests.factories import make_official
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.importer import Importer
from tests.sign_in import sign_in


@pytest.fixture
def importer(client, session, database, settings):
    official = make_official(session, name="Amina Rowe")
    sign_in(client, session, official)
    return Importer(client, session, database, settings)


def test_a_second_taking_back_tells_its_own_reason(client, session, importer):
    importer.take_back(importer.bring(copy_of(SLIM)), "Reason A.")

    importer.take_back(importer.bring(copy_of(SLIM)), "Reason B.")

    gone = client.get("/en/register/slim").text
    assert "Reason B." in gone
    notes = session.exec(
        select(RegisterEvent.note)
        .where(RegisterEvent.kind == EventKind.REMOVED)
        .order_by(col(RegisterEvent.at))
    ).all()
    assert [note.rsplit(": ")[-1] for note in notes] == ["Reason A.", "Reason B."]


def test_nobody_here_is_said_to_have_written_a_text_that_is_taken_over_again(
    client, importer
):
    importer.bring(copy_of(SLIM))
    pages = ("/en/register/slim", "/en/register/slim/source")
    told = ("This record was taken over in: Dutch", "came from does not say:",
            "The body wrote this", "Officials have", "Amina Rowe")  # fmt: skip
    before = [[one in client.get(page).text for one in told] for page in pages]
    assert before == [[True, True, False, False, False], [False] * 5]

    importer.take_back(importer.bring(copy_of({**SLIM, "doel": "Beter"})))

    after = [[one in client.get(page).text for one in told] for page in pages]
    assert after == before
    # Its note is the official's who took the import back.
    history = client.get("/en/register/slim/history").text
    assert history.count("taken over from another register") == 2


def test_what_later_copies_removed_and_put_back_stays(session, importer):
    importer.bring(copy_of(SLIM, SNEL))
    importer.bring(copy_of(SNEL))
    place = importer.bring(copy_of(SLIM, SNEL))
    # As the command line takes copies over: nothing is noted of these.
    for minute, rows in enumerate(((SNEL,), (SLIM, SNEL)), start=1):
        moment = datetime.now(UTC) + timedelta(minutes=minute)
        import_register(session, "nl-short", copy_of(*rows), now=moment)
        session.commit()

    page = importer.page(place)

    assert "/en/register/slim" in page
    assert "removed it or put it back since" in page
    importer.ask(place)
    importer.run()
    assert importer.system("slim").removed_at is None


def test_what_the_import_had_put_back_is_not_counted_as_new(importer):
    importer.bring(copy_of(SLIM, SNEL))
    importer.bring(copy_of(SNEL))
    place = importer.bring(copy_of(SLIM, SNEL))

    assert importer.counts(place) == [0, 0, 0, 0, 1]
    page = importer.page(place)
    assert "Records that the import had put back are removed again" in page
    page = importer.take_back(place)

    assert "that the import had put back and that were removed again" in page
    assert importer.system("slim").removed_at is not None
