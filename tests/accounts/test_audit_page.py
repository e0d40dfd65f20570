"""The trail is long: it is filtered and paged."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.rules.acts import ACT_LABELS, OBJECT_LABELS
from app.accounts.services import record_act
from app.settings import ROOT
from tests.factories import NOW, make_official
from tests.posting import Client
from tests.sign_in import sign_in

AUDIT = "/en/office/audit"


@pytest.fixture
def administrator(client: Client, session: Session) -> Official:
    """Sixty acts of theirs on sixty days, and one of a colleague."""
    chief = make_official(session, name="Chief")
    body = chief.organisation_id
    helper = make_official(session, organisation_id=body, name="Helper")
    for day in range(60):
        at = NOW + timedelta(days=day)
        record_act(session, chief, "looked", "comment", f"thing-{day}.", now=at)
    record_act(session, helper, "erased", "comment", "other", now=NOW)
    sign_in(client, session, chief)
    return helper


def test_the_trail_has_pages(client: Client, administrator: Official):
    first, second = client.get(AUDIT).text, client.get(f"{AUDIT}?page=2").text

    assert "Entries: 61" in first
    assert "thing-59." in first and "thing-0." not in first
    assert "thing-0." in second


def test_it_is_filtered_by_act_person_day_and_thing(
    client: Client, administrator: Official
):
    by_act = client.get(f"{AUDIT}?act=erased").text
    by_person = client.get(f"{AUDIT}?official={administrator.id}").text
    by_day = client.get(f"{AUDIT}?since=2026-03-03&until=2026-03-03").text
    by_thing = client.get(f"{AUDIT}?object=thing-7.").text

    assert all("Entries: 1\n" in one for one in (by_act, by_person, by_day, by_thing))
    assert "thing-1." in by_day


def test_acts_are_told_in_words_and_unknown_ones_by_their_code(
    client: Client, session: Session, administrator: Official
):
    record_act(session, administrator, "withheld_comment", "comment", "c", now=NOW)
    session.commit()

    html = client.get(f"{AUDIT}?object=c").text

    assert ">Withheld comment</a>" in html and ">looked</option>" in html


def test_every_act_that_is_recorded_has_words():
    # Also those that are put together: a topic's act and what it was done to.
    names = re.compile(r'(?:record_act|note|_note|_change|_changed)\([^()]*?"(\w+)"')
    found = {
        name
        for file in (ROOT / "app").rglob("*.py")
        for name in names.findall(file.read_text(encoding="utf-8"))
    }
    forms = ("{}", "{}_topic", "{}_topic_comments")

    silent = {
        name for name in found if not {f.format(name) for f in forms} & set(ACT_LABELS)
    }

    assert len(found) > 50
    # An act that is a variable stands before the kind of thing.
    assert silent <= set(OBJECT_LABELS)


def test_a_filter_that_fits_nothing_says_what_to_do(
    client: Client, administrator: Official
):
    assert "No entry fits." in client.get(f"{AUDIT}?act=flew").text


def test_the_filter_stays_on_the_next_page(client: Client, administrator: Official):
    assert "act=looked&amp;page=2" in client.get(f"{AUDIT}?act=looked").text
