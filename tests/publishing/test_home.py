from datetime import UTC, datetime, timedelta

import brotli
import pytest

from app.consultations.models import Decision, Outcome
from tests.factories import make_consultation, make_organisation, make_proposal

TODAY = datetime.now(UTC)


def opened(session, **given):
    times = {"opens_at": TODAY - timedelta(days=1), "published_at": TODAY}
    return make_consultation(session, **{**times, **given})


def test_home_says_in_three_sentences_what_this_is(client):
    html = client.get("/en/").text

    assert "without an account" in html
    assert "Nothing is open at the moment" in html


def test_home_shows_what_is_open_and_until_when(client, session):
    body = make_organisation(session, name="City of Ostervale")
    # Days are counted by the calendar, whatever the hour.
    closes = TODAY + timedelta(days=3)
    opened(session, title="Night buses", organisation_id=body.id, closes_at=closes)
    session.commit()

    html = client.get("/en/").text

    assert "Night buses" in html
    assert "City of Ostervale" in html
    assert "3 days left" in html


def test_home_shows_a_standing_consultation_as_always_open(client, session):
    opened(session, closes_at=None)
    session.commit()

    assert "Always open" in client.get("/en/").text


def test_home_keeps_drafts_to_itself(client, session):
    opened(session, title="A draft", published_at=None)
    session.commit()

    assert "A draft" not in client.get("/en/").text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.PROCEED, "Goes ahead"),
        (Outcome.CHANGE, "Will be changed"),
        (Outcome.STOP, "Stopped"),
    ],
)
def test_home_shows_what_was_decided(client, session, outcome, words):
    consultation = opened(session, closes_at=TODAY - timedelta(hours=1))
    proposal = make_proposal(session, consultation)
    session.add(
        Decision(
            consultation_id=consultation.id,
            proposal_id=proposal.id,
            outcome=outcome,
            decided_by="The council",
            decided_on=TODAY.date(),
            published_at=TODAY,
        )
    )
    session.commit()

    html = client.get("/en/").text

    assert words in html
    assert "The council" in html


def test_a_first_visit_of_home_weighs_less_than_60_kilobytes(client):
    page = client.get("/en/", headers={"Accept-Encoding": "br"})
    assets = client.app.state.site.assets
    linked = [asset for name, asset in assets.files.items() if name in page.text]

    page_size = len(brotli.compress(page.content, quality=4))
    assert len(linked) >= 3
    assert page_size + sum(len(asset.brotli) for asset in linked) < 60_000
