"""Saying that a record still holds: all of it at once, or answer by answer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.accounts.models import Role
from app.register.models import EventKind, RegisterEvent, Status
from app.register.queries import find_draft, get_record
from tests.factories import make_official, make_organisation
from tests.posting import token_in
from tests.register.make import make_published
from tests.register.test_office import OFFICE, look, publish, revision_in, save
from tests.register.test_office_writing import save_untouched
from tests.sign_in import sign_in

SLUG = "letter-sorting"
PAGE = f"{OFFICE}/{SLUG}"
PUBLIC = "/en/register/letter-sorting"
HOLDS = "Checked: what the record says still holds."


@pytest.fixture
def body(session):
    return make_organisation(session, name="Larkhaven Council")


@pytest.fixture
def office(client, session, body):
    publisher = make_official(session, organisation_id=body.id, role=Role.PUBLISHER)
    sign_in(client, session, publisher)
    return client


@pytest.fixture
def system(session, body):
    """A record that nobody at the body has ever confirmed."""
    system = make_published(session, "Letter sorting", body)
    session.commit()
    return system


def confirm(office, page="", **sent):
    page = page or look(office, SLUG)
    values = {"_csrf": token_in(page), "revision": revision_in(page), **sent}
    return office.post(f"{PAGE}/confirm", data=values)


def current(session, system):
    return get_record(session, system, system.current_version)


def last_event(session):
    newest = select(RegisterEvent).order_by(col(RegisterEvent.version).desc())
    return session.exec(newest.limit(1)).one()


def today():
    return datetime.now(UTC).date()


def test_a_record_that_still_holds_is_confirmed_without_writing_anything(
    office, session, system
):
    page = office.get(PAGE).text
    answer = confirm(office)

    assert f'href="{PAGE}/preview#confirm"' in page
    assert answer.status_code == 303
    session.expire_all()
    record = current(session, system)
    assert record.version == 2
    assert {one["confirmed_on"] for one in record.fields.values()} == {
        today().isoformat()
    }
    assert record.change_note == HOLDS
    assert system.last_confirmed_on == today()
    assert system.review_due_on == today() + timedelta(days=365)
    assert find_draft(session, system) is None


def test_followers_and_feeds_read_that_it_was_confirmed_not_that_it_changed(
    office, session, system
):
    confirm(office)

    feed = office.get(f"{PUBLIC}.atom").text
    assert "Letter sorting: Confirmed" in feed
    assert 'term="confirmed"' in feed
    assert "Letter sorting: Changed" not in feed
    assert last_event(session).kind is EventKind.CONFIRMED


def test_a_record_whose_day_of_review_has_come_is_given_another(office, session, body):
    make_published(session, "Letter sorting", body, review_due="2026-01")
    session.commit()
    refused = confirm(office)
    past = confirm(office, next_review="2020-01-01")
    later = today() + timedelta(days=90)
    answer = confirm(office, next_review=later.isoformat())

    assert refused.status_code == 422
    assert "Say when the record is to be reviewed next." in refused.text
    assert past.status_code == 422
    assert "Give a day that is still to come." in past.text
    assert 'value="2020-01-01"' in past.text
    assert answer.status_code == 303
    event = last_event(session)
    assert event.kind is EventKind.CONFIRMED
    assert later.isoformat() in office.get(f"{PUBLIC}.json").text


def test_a_record_is_confirmed_once_a_day_and_the_feeds_tell_of_no_change(
    office, session, system
):
    confirm(office)
    answer = confirm(office)

    assert answer.status_code == 409
    assert "was confirmed today already" in answer.text
    feed = office.get(f"{PUBLIC}.atom").text
    assert "Letter sorting: Changed" not in feed
    assert feed.count("Letter sorting: Confirmed") == 1


def test_a_record_that_was_changed_meanwhile_is_not_confirmed_unseen(
    office, session, system
):
    page = look(office, SLUG)
    save(office, SLUG, one_line="It sorts letters by street.")
    publish(office, SLUG, change_note="By street.")
    answer = confirm(office, page)

    assert answer.status_code == 409
    assert "A newer version was published since you looked" in answer.text
    assert office.get(f"{PUBLIC}/versions/3").status_code == 404


def test_a_record_with_a_draft_or_of_an_ended_system_offers_no_such_act(
    office, session, body
):
    make_published(session, "Letter sorting", body, Status.RETIRED)
    make_published(session, "Bin routes", body)
    session.commit()
    save(office, "bin-routes", name="Bin routes", one_line="It plans routes.")

    for slug in (SLUG, "bin-routes"):
        page = look(office, slug)
        assert f"{slug}/confirm" not in page
    assert office.post(
        f"{PAGE}/confirm",
        data={"_csrf": token_in(look(office, SLUG)), "revision": "version-1"},
    ).status_code == 409  # fmt: skip


def test_one_answer_alone_can_be_confirmed_and_that_is_no_change(
    office, session, system
):
    before = current(session, system).fields["one_line"]["value"]
    session.rollback()
    assert save_untouched(office, **{"one_line.checked": "yes"}).status_code == 303
    answer = publish(office, SLUG)

    assert answer.status_code == 303
    session.expire_all()
    fields = current(session, system).fields
    assert fields["one_line"] == {
        "state": "answered",
        "value": before,
        "confirmed_on": today().isoformat(),
    }
    assert "confirmed_on" not in fields["plain_summary"]
    assert last_event(session).kind is EventKind.CONFIRMED
    assert current(session, system).change_note == HOLDS
