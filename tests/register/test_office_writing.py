"""What officials may write, and how they see it before it is public."""

from datetime import UTC, datetime

import pytest

from app.accounts.models import Role
from app.register.models import Status
from app.register.queries import find_record
from tests.factories import make_official, make_organisation
from tests.posting import post_form, token_in
from tests.reading import form_values
from tests.register.make import make_published, publish_next
from tests.register.test_office import OFFICE, publish, save
from tests.register.test_office_life import PAGE, move
from tests.sign_in import sign_in


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
    system = make_published(session, "Letter sorting", body, Status.PROPOSED)
    session.commit()
    return system


def save_untouched(office, **sent):
    """Save the summary as the form holds it, but for what is sent besides."""
    page = office.get(f"{PAGE}/edit").text
    values = {**form_values(page), "_csrf": token_in(page), **sent}
    return office.post(f"{PAGE}/edit", data=values)


def test_a_planned_day_is_welcome_while_the_system_is_a_proposal(office, system):
    answer = save(office, "letter-sorting", use_started="2199-01")

    assert answer.status_code == 303


def test_a_day_ahead_is_refused_of_a_system_in_use_and_comes_back(
    office, session, body
):
    make_published(session, "Letter sorting", body, Status.IN_USE)
    session.commit()

    answer = save(office, "letter-sorting", use_started="2199-01")

    assert answer.status_code == 422
    assert "this day cannot lie ahead" in answer.text
    assert "2199-01" in answer.text


def test_a_system_planned_for_later_cannot_be_put_to_use_today(office, session, body):
    make_published(
        session, "Letter sorting", body, Status.IN_DEVELOPMENT, use_started="2199-01"
    )
    session.commit()

    answer = move(office, "open_pilot", "Nobody was asked.")

    assert answer.status_code == 422
    assert "use begins on a day still to come" in answer.text
    assert "Nobody was asked." in answer.text


def test_a_planned_day_is_not_published_once_the_system_is_in_use(
    office, session, system
):
    save(office, "letter-sorting", use_started="2199-01")
    move(office, "open_pilot", "Only a trial.")

    sent = {"change_note": "It begins later."}
    answer = publish(office, "letter-sorting", **sent)

    session.expire_all()
    assert answer.status_code == 422
    assert "use begins on a day still to come" in answer.text
    assert "It begins later." in answer.text
    published = find_record(session, system)
    assert published is not None
    assert published.version == 2


def test_one_sentence_has_at_most_thirty_words_and_what_was_typed_stays(office, system):
    answer = save(office, "letter-sorting", one_line="word " * 40)

    assert answer.status_code == 422
    assert "This has 40 words. Write at most 30." in answer.text
    assert "word word word" in answer.text
    allowed = save(office, "letter-sorting", one_line="word " * 30)
    assert allowed.status_code == 303


def test_the_preview_begins_as_the_public_page_does(office, system):
    save(office, "letter-sorting", plain_summary="It reads every letter twice.")

    page = office.get(f"{PAGE}/preview").text

    shown = page[page.index("How the public will see it") :]
    assert shown.index("In short") < shown.index("It reads every letter twice.")
    assert '<dl class="in-short">' in shown
    assert "Who runs it" in shown


@pytest.mark.parametrize(
    ("wording", "heading"),
    [
        ("Write to the team.", "Some wording says less than before"),
        (
            "Call 01632 960100 within two weeks.",
            "Some wording may say less than before",
        ),
    ],
)
def test_the_preview_tells_a_wording_that_says_less_from_one_that_may(
    office, session, system, wording, heading
):
    publish_next(session, system, appeal_route="Call 01632 960100 within six weeks.")
    session.commit()
    save(office, "letter-sorting", appeal_route=wording)

    page = office.get(f"{PAGE}/preview").text

    assert heading in page
    assert page.count("than before") == 1


def test_an_imported_answer_that_was_not_touched_stays_confirmed_by_nobody(
    office, session, system
):
    save_untouched(office, one_line="It sorts letters by street.")
    publish(office, "letter-sorting", change_note="By street.")

    session.expire_all()
    record = find_record(session, system)
    assert record is not None
    fields = record.fields
    assert fields["one_line"]["confirmed_on"] == datetime.now(UTC).date().isoformat()
    untouched = {key for key, one in fields.items() if "confirmed_on" not in one}
    assert untouched == fields.keys() - {"one_line"}
    assert system.last_confirmed_on is None


@pytest.mark.parametrize("name", ["Letter sorting", "  letter  SORTING "])
def test_a_name_that_the_body_has_already_is_looked_at_before_it_is_given_again(
    office, system, name
):
    sent = {"name": name, "status": "in_development"}
    asked = post_form(office, f"{OFFICE}/new", sent)
    created = post_form(office, f"{OFFICE}/new", {**sent, "is_another": "yes"})

    assert asked.status_code == 422
    assert "Your body has a system of this name" in asked.text
    assert f'href="{PAGE}"' in asked.text
    assert form_values(asked.text)["name"] == name
    assert form_values(asked.text)["status"] == "in_development"
    assert created.headers["location"] == f"{OFFICE}/letter-sorting-2/edit"


def test_a_name_that_only_another_body_has_is_given_without_asking(office, session):
    make_published(session, "Letter sorting", make_organisation(session))
    session.commit()

    sent = {"name": "Letter sorting", "status": "proposed"}
    assert post_form(office, f"{OFFICE}/new", sent).status_code == 303
