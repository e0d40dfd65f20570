from datetime import timedelta

import pytest

from app.consultations.models import ConsultationKind, Decision, Notice, Outcome
from tests.factories import make_consultation, make_proposal, make_question


@pytest.fixture
def consultation(session, today):
    consultation = make_consultation(
        session,
        slug="letters",
        title="Sorting letters",
        who_decides="The council.",
        easy_read="We get letters.\nA program sorts them.",
        answer_by_phone="Call 01632 960120.",
        audio_url="https://body.example/letters.mp3",
        **today,
    )
    make_proposal(session, consultation)
    make_question(session, consultation, key="views", wording="What matters to you?")
    session.commit()
    return consultation


def change(session, consultation, **given):
    for name, value in given.items():
        setattr(consultation, name, value)
    session.add(consultation)
    session.commit()


def decide(session, consultation, proposal):
    decision = Decision(
        consultation_id=consultation.id,
        proposal_id=proposal.id,
        outcome=Outcome.STOP,
        summary="We stop.",
        reasons="You convinced us.",
        decided_by="The council",
        decided_on=consultation.opens_at.date(),
        published_at=consultation.opens_at,
    )
    session.add(decision)


def test_the_list_shows_open_ones_first_and_says_when_there_are_none(client):
    page = client.get("/en/consultations")

    assert page.status_code == 200
    assert "No consultation is open" in page.text
    assert (
        "Nothing has been decided yet"
        in client.get("/en/consultations?show=answered").text
    )


def test_a_consultation_moves_from_open_to_closed_to_decided(
    client, session, consultation
):
    listed = "/en/consultations?show="
    assert "Sorting letters" in client.get(f"{listed}open").text

    change(session, consultation, closes_at=consultation.opens_at)
    assert "Sorting letters" not in client.get(f"{listed}open").text
    assert "Sorting letters" in client.get(f"{listed}closed").text

    decide(session, consultation, make_proposal(session, consultation))
    session.commit()
    assert "Sorting letters" in client.get(f"{listed}answered").text


def test_the_page_says_what_is_proposed_and_every_way_to_answer(client, consultation):
    text = client.get("/en/consultations/letters").text

    for words in [
        "An assistant that answers routine questions.",
        "A program sorts them.",
        "Call 01632 960120.",
        "letters.mp3",
        "What matters to you?",
        "The council.",
        "/en/consultations/letters/comment",
        "/en/consultations/letters/paper-form",
    ]:
        assert words in text


def test_a_deciding_system_says_on_the_page_how_to_contest(
    client, session, consultation
):
    make_proposal(
        session, consultation, already_decides=True, how_to_contest="Write to Ann."
    )
    session.commit()

    text = client.get("/en/consultations/letters").text

    assert "not an appeal" in text and "Write to Ann." in text


def test_changes_are_told_and_change_the_cached_page(client, session, consultation):
    tag = client.get("/en/consultations/letters").headers["etag"]
    same = client.get("/en/consultations/letters", headers={"If-None-Match": tag})

    notice = Notice(
        consultation_id=consultation.id, at=consultation.opens_at, text="A week more."
    )
    session.add(notice)
    session.commit()

    changed = client.get("/en/consultations/letters", headers={"If-None-Match": tag})
    assert (same.status_code, changed.status_code) == (304, 200)
    assert "A week more." in changed.text


def test_a_closed_consultation_takes_no_more_and_leads_on(
    client, session, consultation
):
    change(session, consultation, closes_at=consultation.opens_at)

    text = client.get("/en/consultations/letters").text

    assert "New comments are not taken any more" in text
    assert '/en/consultations/letters/comment"' not in text


def test_the_decision_stands_with_its_reasons(client, session, consultation):
    change(session, consultation, closes_at=consultation.opens_at)
    decide(session, consultation, make_proposal(session, consultation))
    session.commit()

    text = client.get("/en/consultations/letters").text

    assert "Decided: it is stopped" in text and "You convinced us." in text


def test_the_page_leads_to_results_once_there_are_some(client, session, consultation):
    change(session, consultation, closes_at=consultation.opens_at)
    before = client.get("/en/consultations/letters").text

    change(
        session,
        consultation,
        results_published_at=consultation.opens_at,
        answered_at=consultation.opens_at,
    )
    after = client.get("/en/consultations/letters").text

    assert "are being read" in before and "/results" not in before
    assert "/en/consultations/letters/results" in after and "Answered" in after


def test_a_standing_consultation_has_no_end(client, session, consultation):
    change(session, consultation, kind=ConsultationKind.STANDING, closes_at=None)

    assert "at any time" in client.get("/en/consultations/letters").text


def test_an_upcoming_one_says_when_it_opens(client, session, consultation):
    later = consultation.opens_at + timedelta(days=9)
    change(session, consultation, opens_at=later, closes_at=later + timedelta(days=9))

    text = client.get("/en/consultations/letters").text

    assert "You can comment from" in text
    assert client.get("/en/consultations/letters/comment").status_code == 409


@pytest.mark.parametrize("ending", ["", "/comment", "/paper-form", "/comments"])
def test_a_draft_answers_like_an_unknown_one(client, session, consultation, ending):
    change(session, consultation, published_at=None)

    draft = client.get(f"/en/consultations/letters{ending}")
    unknown = client.get(f"/en/consultations/letterz{ending}")

    assert draft.status_code == unknown.status_code == 404
    assert draft.text.replace("letters", "letterz") == unknown.text


def test_the_form_can_be_printed_and_filled_in_by_hand(client, consultation):
    text = client.get("/en/consultations/letters/paper-form").text

    assert "What matters to you?" in text and "☐" in text and "<form" not in text
