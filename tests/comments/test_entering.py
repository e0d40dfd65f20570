"""Who is heard by phone, by post or in person gets a receipt like everybody else."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import AuditEntry, Role
from app.comments.models import Channel, Comment, CommentState, Submission
from app.comments.services import mask_all
from app.comments.web import entering
from app.consultations.models import Consultation
from tests.comments.made import make_asked
from tests.factories import make_official
from tests.posting import Client, post_form
from tests.reading import form_values
from tests.sign_in import sign_in

PAGE = "/office/consultations/letters/enter"


@pytest.fixture
def consultation(session: Session, today) -> Consultation:
    return make_asked(session, **today)


@pytest.fixture
def helper(client: Client, session: Session, consultation: Consultation) -> None:
    body = consultation.organisation_id
    official = make_official(session, organisation_id=body, role=Role.MODERATOR)
    sign_in(client, session, official)


@pytest.fixture
def letter(today) -> dict[str, str]:
    """A letter that came yesterday."""
    day = (today["created_at"] - timedelta(days=1)).date()
    return {
        "channel": "post",
        "received_on": day.isoformat(),
        "comment-views": "I have no computer, and I care.",
        "may_publish": "yes",
        "act": "save",
    }


def stored(session: Session, kind):
    with Session(session.get_bind()) as reading:
        return reading.exec(select(kind)).all()


def test_others_may_write_while_a_letter_is_masked(
    client: Client, session: Session, helper, letter, database, monkeypatch
):
    def masking(form, region):
        with database.writing() as writing:
            writing.exec(select(Submission)).all()
        return mask_all(form, region)

    monkeypatch.setattr(entering, "mask_all", masking)

    assert post_form(client, PAGE, letter).status_code == 303
    assert stored(session, Comment)[0].masked_text == letter["comment-views"]


def test_a_letter_is_typed_in_and_its_receipt_handed_over(
    client: Client, session: Session, helper, letter
):
    done = post_form(client, PAGE, letter)
    receipt = client.get(done.headers["location"]).text

    (submission,) = stored(session, Submission)
    assert submission.channel is Channel.POST
    assert submission.submitted_at.date().isoformat() == letter["received_on"]
    assert "Receipt to hand over" in receipt
    assert [one.act for one in stored(session, AuditEntry)] == ["entered_submission"]
    assert stored(session, Comment)[0].state is CommentState.RECEIVED


def test_the_receipt_opens_what_was_typed_in(client: Client, helper, letter):
    done = post_form(client, PAGE, letter)
    html = client.get(done.headers["location"]).text
    code = html.split('translate="no">')[1].split("<")[0]

    post_form(client, "/receipt", {"code": code})

    assert "and I care." in client.get("/en/receipt").text


def test_a_receipt_is_shown_once(client: Client, helper, letter):
    done = post_form(client, PAGE, letter)
    client.get(done.headers["location"])

    assert "shown before" in client.get(done.headers["location"]).text


def test_a_letter_that_came_in_time_may_be_entered_after_closing(
    client: Client, session: Session, helper, letter, consultation: Consultation, today
):
    consultation.closes_at = today["created_at"] - timedelta(hours=1)
    session.add(consultation)
    session.commit()

    in_time = post_form(client, PAGE, letter)
    late = post_form(
        client, PAGE, {**letter, "received_on": today["created_at"].date().isoformat()}
    )

    assert in_time.status_code == 303
    assert late.status_code == 422
    assert "has closed" in late.text and "and I care." in late.text


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("channel", "Say how it reached you."),
        ("may_publish", "Ask the person"),
        ("received_on", "Please enter a date"),
        ("comment-views", "Please answer at least one question"),
    ],
)
def test_what_is_left_out_is_said_beside_its_field(
    client: Client, session: Session, helper, letter, left_out, sentence
):
    response = post_form(client, PAGE, {**letter, left_out: ""})

    assert response.status_code == 422
    assert sentence in response.text
    assert stored(session, Submission) == []


def test_a_day_to_come_is_refused(client: Client, helper, letter):
    response = post_form(client, PAGE, {**letter, "received_on": "9999-12-31"})

    assert response.status_code == 422
    assert "still to come" in response.text


def test_the_same_form_sent_twice_is_stored_once(
    client: Client, session: Session, helper, letter
):
    for _ in range(2):
        post_form(client, PAGE, {**letter, "once": "the same"})

    assert len(stored(session, Submission)) == 1
    assert len(stored(session, AuditEntry)) == 1


def test_a_helper_sees_what_will_be_public_before_it_is_stored(
    client: Client, session: Session, helper, letter
):
    words = "Write to ann@example.org, she knows."
    typed = {**letter, "comment-views": words, "act": ""}

    seen = post_form(client, PAGE, typed).text

    assert "Write to <mark>[e-mail]</mark>, she knows." in seen
    assert stored(session, Submission) == []
    post_form(client, PAGE, {**form_values(seen), "act": "save"})
    assert stored(session, Comment)[0].text == words


def test_a_helper_goes_back_to_what_they_typed(client: Client, helper, letter):
    changed = post_form(client, PAGE, {**letter, "act": "change"})

    assert changed.status_code == 200
    assert "I have no computer, and I care." in changed.text
    assert "error-summary" not in changed.text


def test_a_helper_is_told_when_nobody_else_will_read_it(client: Client, helper, letter):
    seen = post_form(client, PAGE, {**letter, "may_publish": "no", "act": ""}).text

    assert "Nobody else will see them." in seen


def test_what_came_too_late_is_said_before_the_check(
    client: Client, session: Session, helper, letter, consultation: Consultation, today
):
    consultation.closes_at = today["created_at"] - timedelta(days=3)
    session.add(consultation)
    session.commit()

    late = post_form(client, PAGE, {**letter, "act": ""})

    assert late.status_code == 422
    assert "has closed" in late.text
