"""Officials change a consultation: freely as a draft, in public once it is open."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import Official, Role
from app.consultations.models import Consultation, Notice, Proposal, Question
from app.consultations.queries import list_questions, list_versions
from tests.factories import (
    make_comment,
    make_consultation,
    make_official,
    make_proposal,
    make_question,
)
from tests.posting import Client, post_form
from tests.reading import form_values
from tests.sign_in import sign_in


@pytest.fixture
def draft(session: Session, today) -> Consultation:
    """A draft with one proposal and one question."""
    values = {**today, "published_at": None, "slug": "buses", "who_decides": "We do"}
    draft = make_consultation(session, **values)
    make_proposal(session, draft)
    make_question(session, draft, wording="What do you think?")
    return draft


@pytest.fixture
def office(client: Client, session: Session, draft: Consultation) -> str:
    """Where the draft's publisher works."""
    body = draft.organisation_id
    official = make_official(session, organisation_id=body, role=Role.PUBLISHER)
    sign_in(client, session, official)
    return "/office/consultations/buses"


def filled(client: Client, page: str) -> dict[str, str]:
    """Return a form's values as the page shows them, days and all."""
    return form_values(client.get(f"/en{page}").text)


def again(session: Session, row):
    with Session(session.get_bind()) as reading:
        return reading.get_one(type(row), row.id)


def only_proposal(session: Session) -> Proposal:
    with Session(session.get_bind()) as reading:
        return reading.exec(select(Proposal)).one()


def questions_of(session: Session, draft: Consultation) -> list[Question]:
    with Session(session.get_bind()) as reading:
        return list(list_questions(reading, draft.id))


def open_it(session: Session, draft: Consultation) -> None:
    draft.published_at = draft.opens_at
    session.add(draft)
    session.commit()


def test_a_draft_is_changed_with_everything_that_helps_people(
    client: Client, session: Session, office: str, draft: Consultation
):
    page = f"{office}/details"
    values = {
        **filled(client, page),
        "concerns": "Privacy\nCost",
        "participant_questions": "How old are you? | under 18 | 18 or over",
        "easy_read": "Buses.\nTell us.",
        "audio_url": "https://council.example/buses.mp3",
    }

    post_form(client, page, values)

    now = again(session, draft)
    assert [one["label"] for one in now.concerns] == ["Privacy", "Cost"]
    assert now.participant_questions[0]["choices"] == ["under 18", "18 or over"]
    assert now.audio_url == "https://council.example/buses.mp3"
    assert now.closes_at == draft.closes_at


def test_a_wrong_address_or_day_comes_back_beside_its_field(
    client: Client, office: str
):
    page = f"{office}/details"
    wrong = {"audio_url": "buses.mp3", "decides_on": "soon", "easy_read": "Short."}

    response = post_form(client, page, {**filled(client, page), **wrong})

    assert response.status_code == 422
    assert "full web address" in response.text and "2026-03-31" in response.text
    assert "buses.mp3" in response.text and "Short." in response.text


def test_closing_before_opening_is_refused_beside_the_day(client: Client, office: str):
    page = f"{office}/details"

    response = post_form(
        client, page, {**filled(client, page), "closes_on": "2001-01-01"}
    )

    assert response.status_code == 422
    assert 'href="#field-closes_on"' in response.text


def test_a_change_while_open_needs_a_sentence_for_everyone(
    client: Client, session: Session, office: str, draft: Consultation
):
    open_it(session, draft)
    page = f"{office}/details"
    values = {**filled(client, page), "summary": "Shorter routes."}

    refused = post_form(client, page, {**values, "change_note": ""})
    post_form(client, page, {**values, "change_note": "We dropped route 7."})

    assert refused.status_code == 422
    assert "We dropped route 7." in client.get("/en/consultations/buses").text


def test_what_people_may_have_ticked_is_not_taken_away(
    client: Client, session: Session, office: str, draft: Consultation
):
    draft.concerns = [{"key": "cost", "label": "Cost"}]
    open_it(session, draft)
    page = f"{office}/details"
    values = {**filled(client, page), "concerns": "Privacy", "change_note": "Why not"}

    response = post_form(client, page, values)

    assert response.status_code == 422
    assert "keep every line" in response.text


def test_an_open_proposal_changes_as_a_new_version_with_a_note(
    client: Client, session: Session, office: str, draft: Consultation
):
    open_it(session, draft)
    proposal = only_proposal(session)
    page = f"{office}/proposals/{proposal.id}"
    values = {**filled(client, page), "what_is_proposed": "Fewer buses."}

    refused = post_form(client, page, values)
    post_form(client, page, {**values, "change_note": "Fuel costs more."})

    assert refused.status_code == 422
    with Session(session.get_bind()) as reading:
        versions = list_versions(reading, reading.get_one(Proposal, proposal.id))
        notes = [one.text for one in reading.exec(select(Notice))]
    assert [one.version for one in versions] == [2, 1]
    assert notes == ["Fuel costs more."]


def test_proposals_are_added_to_and_removed_from_a_draft(
    client: Client, session: Session, office: str, draft: Consultation
):
    first = only_proposal(session)
    words = {"title": "Night buses", "system_id": str(first.system_id)}

    post_form(client, f"{office}/proposals/new", words)
    page = f"{office}/proposals/{first.id}"
    post_form(client, f"{page}/remove", page=page)

    with Session(session.get_bind()) as reading:
        assert [one.title for one in reading.exec(select(Proposal))] == ["Night buses"]


def test_a_system_of_another_body_cannot_be_proposed(client: Client, office: str):
    words = {"title": "Night buses", "system_id": "0" * 32}

    response = post_form(client, f"{office}/proposals/new", words)

    assert response.status_code == 422
    assert "your own systems" in response.text


def test_saying_that_it_decides_about_people_needs_a_way_to_contest(
    client: Client, session: Session, office: str
):
    page = f"{office}/proposals/{only_proposal(session).id}"
    values = {**filled(client, page), "already_decides": "yes"}

    response = post_form(client, page, values)

    assert response.status_code == 422
    assert "be contested" in response.text


def test_questions_are_added_changed_moved_and_removed(
    client: Client, session: Session, office: str, draft: Consultation
):
    new = {"wording": "When?", "kind": "choice", "choices": "Now\nLater"}
    post_form(client, f"{office}/questions/new", new)
    first, second = questions_of(session, draft)
    page = f"{office}/questions/{second.id}"
    post_form(client, page, {**new, "wording": "When then?"})
    post_form(client, f"{page}/up", page=page)
    first_page = f"{office}/questions/{first.id}"
    post_form(client, f"{first_page}/remove", page=first_page)

    (left,) = questions_of(session, draft)
    assert (left.wording, left.choices) == ("When then?", ["Now", "Later"])


def test_a_choice_without_choices_comes_back(client: Client, office: str):
    new = {"wording": "When?", "kind": "choice", "choices": "Now"}

    response = post_form(client, f"{office}/questions/new", new)

    assert response.status_code == 422
    assert "two different choices" in response.text


def test_a_question_that_has_answers_keeps_its_words(
    client: Client, session: Session, office: str, draft: Consultation
):
    (question,) = questions_of(session, draft)
    make_comment(session, question)
    session.commit()
    page = f"{office}/questions/{question.id}"

    response = post_form(client, page, {"wording": "Other?", "kind": "free_text"})

    assert response.status_code == 409


def test_questions_of_a_public_consultation_stay(
    client: Client, session: Session, office: str, draft: Consultation
):
    open_it(session, draft)

    assert client.get(f"/en{office}/questions/new").status_code == 409


def test_a_draft_is_previewed_by_its_officials_and_by_nobody_else(
    client: Client, session: Session, office: str
):
    shown = client.get(f"/en{office}/preview")
    form = post_form(client, f"{office}/preview/form", {"act": "send", "once": "x"})
    client.cookies.clear()

    assert "This is how the public will see it" in shown.text
    assert form.headers["location"].endswith("/preview")
    assert client.get("/en/consultations/buses").status_code == 404
    assert client.get(f"/en{office}/preview").status_code == 303


def test_the_form_is_tried_without_storing_anything(client: Client, office: str):
    page = f"{office}/preview/form"
    empty = post_form(client, page, {"act": "preview"})

    shown = client.get(f"/en{page}").text

    assert empty.status_code == 422
    assert "stored nowhere" in shown


def test_the_set_up_says_what_is_missing_before_publishing(
    client: Client, session: Session, office: str, draft: Consultation
):
    draft.who_decides = ""
    session.add(draft)
    session.commit()

    html = client.get(f"/en{office}").text

    assert "Say who decides." in html
    assert "Publish the consultation" not in html


def test_a_standing_consultation_needs_no_last_day(
    client: Client, session: Session, office: str, draft: Consultation
):
    page = f"{office}/details"
    values = {**filled(client, page), "kind": "standing", "closes_on": ""}

    post_form(client, page, values)
    post_form(client, f"{office}/set-up/publish", page=office)

    assert again(session, draft).closes_at is None
    assert "You can comment at any time." in client.get("/en/consultations/buses").text


def test_a_moderator_changes_nothing(
    client: Client, session: Session, office: str, draft: Consultation
):
    body = draft.organisation_id
    helper: Official = make_official(session, organisation_id=body, role=Role.MODERATOR)
    sign_in(client, session, helper)

    for page in ("details", "proposals/new", "questions/new"):
        assert client.get(f"/en{office}/{page}").status_code == 403


def test_extending_to_an_earlier_day_is_refused_beside_the_day(
    client: Client, session: Session, office: str, draft: Consultation
):
    open_it(session, draft)
    assert draft.closes_at
    earlier = (draft.closes_at - timedelta(days=3)).date().isoformat()
    why = {"closes_on": earlier, "reason": "No reason"}

    response = post_form(client, f"{office}/set-up/extend", why, page=office)

    assert response.status_code == 422
    assert 'href="#field-closes_on"' in response.text
