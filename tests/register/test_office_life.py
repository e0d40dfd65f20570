"""Moving a system on, and publishing it, as its officials meet it."""

import pytest

from app.accounts.models import Role
from app.register.models import Status, SystemFeedback
from app.register.queries import get_system_by_slug, list_records
from app.register.services.entries import set_feedback
from tests.factories import NOW, make_official, make_organisation
from tests.posting import post_form
from tests.register.make import make_published
from tests.register.test_office import OFFICE, publish, save
from tests.sign_in import sign_in

PAGE = f"{OFFICE}/letter-sorting"
PUBLIC = "/en/register/letter-sorting"
HARD = (
    "Notwithstanding organisational considerations, algorithmic prioritisation "
    "facilitates administrative optimisation."
)


@pytest.fixture
def body(session):
    return make_organisation(session, name="Larkhaven Council")


@pytest.fixture
def office(client, session, body):
    sign_in(
        client,
        session,
        make_official(session, organisation_id=body.id, role=Role.PUBLISHER),
    )
    return client


@pytest.fixture
def system(session, body):
    system = make_published(session, "Letter sorting", body, Status.PROPOSED)
    session.commit()
    return system


def move(office, status, reason=None, note="We go on."):
    sent = {"status": status, "change_note": note}
    if reason is not None:
        sent["no_consultation_reason"] = reason
    return post_form(office, f"{PAGE}/status", sent, page=PAGE)


def create(office, status):
    post_form(office, f"{OFFICE}/new", {"name": "Letter sorting", "status": status})


def test_the_reason_of_the_last_step_comes_filled_in_with_its_day(office, system):
    move(office, "open_pilot", "It is only a trial.")
    page = office.get(PAGE).text

    assert "It is only a trial.</textarea>" in page
    assert "Below is what you said on" in page


def test_a_step_into_use_without_the_reason_sent_anew_is_refused(office, system):
    move(office, "open_pilot", "It is only a trial.")
    answer = move(office, "in_use")

    assert answer.status_code == 422
    assert "The public was not asked about this system. Say why." in answer.text


def test_an_emptied_reason_stays_empty_on_the_refused_page(office, system):
    move(office, "open_pilot", "It is only a trial.")
    answer = move(office, "in_use", "")

    assert answer.status_code == 422
    assert "It is only a trial.</textarea>" not in answer.text


def test_the_reason_is_public_with_its_version(office, client, system):
    move(office, "open_pilot", "It is only a trial.")
    move(office, "in_use", "The council decided by law.")

    history = client.get(f"{PUBLIC}/history").text
    assert "The council decided by law." in history
    assert "It is only a trial." in history
    assert "The council decided by law." in client.get(f"{PUBLIC}/versions/3").text


def test_a_system_people_were_asked_about_needs_no_reason(office, session, system):
    feedback = SystemFeedback(system_id=system.id, is_consulted_on=True, updated_at=NOW)
    set_feedback(session, feedback, now=NOW)
    session.commit()

    assert "no_consultation_reason" not in office.get(PAGE).text
    assert move(office, "in_use").status_code == 303


def test_a_step_with_a_public_record_says_what_happened(office, system):
    answer = move(office, "paused", note=" ")

    assert answer.status_code == 422
    assert "Say what happened." in answer.text


def test_a_step_without_a_public_record_says_that_nobody_sees_it(office, session):
    create(office, "proposed")
    page = office.get(PAGE).text
    assert "This system has no public record." in page
    assert 'name="change_note"' not in page

    sent = {"status": "in_use", "no_consultation_reason": "An emergency."}
    moved = post_form(office, f"{PAGE}/status", sent, page=PAGE)
    assert moved.status_code == 303
    page = office.get(PAGE).text
    assert "The status is changed. Nobody outside can see it yet." in page
    assert "It touches people and is not in the public register" in page


def test_a_first_record_of_a_system_in_use_says_why_nobody_was_asked(
    office, client, session
):
    create(office, "in_use")
    save(office, "letter-sorting", plain_summary="It sorts.")
    refused = publish(office, "letter-sorting")
    assert refused.status_code == 422
    assert "The public was not asked about this system. Say why." in refused.text

    sent = {"no_consultation_reason": "It was bought in an emergency."}
    publish(office, "letter-sorting", **sent)
    session.expire_all()
    (record,) = list_records(session, get_system_by_slug(session, "letter-sorting"))
    assert record.no_consultation_reason == "It was bought in an emergency."
    assert "It was bought in an emergency." in client.get(PUBLIC).text


def test_a_first_record_of_a_proposal_asks_for_no_reason(office):
    create(office, "proposed")
    save(office, "letter-sorting", plain_summary="It sorts.")

    assert "no_consultation_reason" not in office.get(f"{PAGE}/preview").text


def test_saving_says_so(office, system):
    save(office, "letter-sorting", one_line="It sorts.", then="stay")

    page = office.get(f"{PAGE}/edit").text
    assert "The draft is saved. It is not public yet." in page


def test_a_weakening_is_named_before_it_is_published_and_asks_why(
    office, client, system
):
    save(office, "letter-sorting", appeal_route="No appeal is possible.")
    page = office.get(f"{PAGE}/preview").text
    assert "This version will be named as one that takes something away" in page
    assert 'href="#field-change_reason"' in page

    sent = {"change_note": "Shortened.", "change_reason": "The law changed."}
    publish(office, "letter-sorting", **sent)
    public = client.get(PUBLIC).text
    assert "The way to contest a result was dropped" in public
    assert "The law changed." in public


def test_a_weakening_without_a_reason_says_that_there_is_none(office, client, system):
    save(office, "letter-sorting", appeal_route="No appeal is possible.")
    sent = {"change_note": "Shortened."}
    publish(office, "letter-sorting", **sent)

    assert "The body does not say why." in client.get(PUBLIC).text


def test_the_preview_names_the_hard_texts_of_the_summary(office, system):
    save(office, "letter-sorting", plain_summary="It sorts.", appeal_route=HARD)
    page = office.get(f"{PAGE}/preview").text

    assert "1 of the 2 texts of the summary could be easier to read." in page
    assert "#group-appeal_route" in page


def test_an_easy_average_with_a_hard_sentence_is_not_called_easy(office, system):
    easy = "It sorts. " * 60
    save(office, "letter-sorting", plain_summary=easy + HARD, then="stay")
    page = office.get(f"{PAGE}/edit").text

    assert "on average, but the marked sentence is hard." in page


def test_a_new_name_is_among_the_changes(office, system):
    save(office, "letter-sorting", name="Post sorting")
    page = office.get(f"{PAGE}/preview").text

    assert "<del>Letter sorting</del>" in page
    assert "<ins>Post sorting</ins>" in page
