"""A survey that was held elsewhere becomes public as one that closed."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import AuditEntry
from app.consultations.models import Consultation, Question
from tests.comments.made import make_asked
from tests.factories import NOW, make_comment, make_official
from tests.posting import Client, post_form
from tests.sign_in import sign_in

DESK = "/office/consultations/letters"
HELD = {"was_held": "yes"}


@pytest.fixture
def survey(client: Client, session: Session) -> Consultation:
    """A draft whose last day is long past; its publisher is signed in."""
    survey = make_asked(
        session,
        published_at=None,
        opens_at=NOW - timedelta(days=99),
        closes_at=NOW - timedelta(days=90),
        who_decides="The council.",
    )
    body = survey.organisation_id
    sign_in(client, session, make_official(session, organisation_id=body))
    return survey


@pytest.fixture
def comments(session: Session, survey: Consultation) -> None:
    query = select(Question).where(Question.consultation_id == survey.id)
    question = session.exec(query.where(Question.key == "views")).one()
    make_comment(session, question, "Said on paper.")
    make_comment(session, question, "Said by phone.")
    session.commit()


def stored(session: Session, survey: Consultation) -> Consultation:
    with Session(session.get_bind()) as reading:
        return reading.get_one(Consultation, survey.id)


def test_a_finished_survey_becomes_public_as_closed(
    client: Client, session: Session, survey: Consultation, comments
):
    assert f"{DESK}/on-record" in client.get(f"/en{DESK}").text
    asked = client.get(f"/en{DESK}/on-record").text
    assert "with 2 comments; submissions: 2" in asked

    post_form(client, f"{DESK}/on-record", HELD)

    shown = client.get("/en/consultations/letters").text
    assert "This consultation was not open on this site." in shown
    assert client.get("/en/consultations/letters/comment").status_code == 409
    with Session(session.get_bind()) as reading:
        acts = [one.act for one in reading.exec(select(AuditEntry))]
    assert "put_on_record" in acts


def test_it_must_be_confirmed_that_it_was_held(
    client: Client, session: Session, survey: Consultation, comments
):
    refused = post_form(client, f"{DESK}/on-record", {})

    assert refused.status_code == 422
    assert "#field-was_held" in refused.text
    assert stored(session, survey).published_at is None


def test_what_nobody_answered_is_not_put_on_record(
    client: Client, session: Session, survey: Consultation
):
    session.commit()

    refused = client.get(f"/en{DESK}/on-record")
    sent = post_form(client, f"{DESK}/on-record", HELD, page="/office/account")

    assert refused.status_code == sent.status_code == 409
    assert "was never open, and nobody" in refused.text
    assert stored(session, survey).published_at is None


def test_what_can_still_be_open_is_published_in_the_usual_way(
    client: Client, session: Session, survey: Consultation, comments
):
    survey.closes_at = NOW + timedelta(days=9999)
    session.add(survey)
    session.commit()

    sent = post_form(client, f"{DESK}/on-record", HELD, page="/office/account")

    assert sent.status_code == 409
    assert "/on-record" not in client.get(f"/en{DESK}").text


def test_what_is_incomplete_stays_a_draft(
    client: Client, session: Session, survey: Consultation, comments
):
    survey.who_decides = ""
    session.add(survey)
    session.commit()

    sent = post_form(client, f"{DESK}/on-record", HELD)

    assert "Say who decides." in client.get(sent.headers["location"]).text
    assert stored(session, survey).published_at is None


def test_one_that_was_open_here_says_nothing_of_elsewhere(
    client: Client, session: Session
):
    make_asked(session)
    session.commit()

    shown = client.get("/en/consultations/letters").text
    assert "not open on this site" not in shown
