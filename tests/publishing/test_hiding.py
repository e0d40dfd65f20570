"""Hiding a whole record: what stands against it, and what is said then."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.models import AuditEntry
from app.consultations.services import publish_consultation
from app.errors import Invalid
from app.register.services import withhold_system
from tests.factories import (
    NOW,
    make_consultation,
    make_official,
    make_organisation,
    make_proposal,
    make_question,
)
from tests.posting import post_form
from tests.register.make import make_published
from tests.sign_in import sign_in

PAGE = "/en/office/systems/letter-sorting/withhold"
PUBLIC = "/en/register/letter-sorting"
SURE = {"law": "Police Act, section 4.", "sure_to_hide": "yes"}


@pytest.fixture
def body(session):
    return make_organisation(session)


@pytest.fixture
def system(session, body):
    system = make_published(session, "Letter sorting", body)
    session.commit()
    return system


@pytest.fixture
def office(client, session, body, system):
    sign_in(client, session, make_official(session, organisation_id=body.id))
    return client


def consult(session, system, **given):
    """Consult on the system; published and open unless told otherwise."""
    values = {"organisation_id": system.organisation_id, "title": "Sort by machine?"}
    consultation = make_consultation(session, **{**values, **given})
    make_proposal(session, consultation, system_id=system.id)
    session.commit()
    return consultation


@pytest.mark.parametrize("closed_for", [-10_000, 1], ids=["open", "closed"])
def test_a_record_is_not_hidden_while_a_consultation_on_it_is_public(
    office, session, system, closed_for
):
    consult(session, system, closes_at=NOW - timedelta(days=closed_for))

    asked = office.get(PAGE)
    answer = post_form(office, PAGE, SURE, page="/en/office/systems/new")

    assert answer.status_code == 409
    for told in (asked.text, answer.text):
        assert "This record cannot be hidden" in told
        assert "Sort by machine?" in told
        assert "sure_to_hide" not in told
    assert office.get(PUBLIC).status_code == 200
    assert session.exec(select(AuditEntry)).all() == []


def test_the_page_for_hiding_leads_to_closing_what_takes_comments(
    office, session, system
):
    one = consult(session, system, closes_at=None)

    assert f'href="/en/office/consultations/{one.slug}"' in office.get(PAGE).text


def test_a_draft_of_a_consultation_does_not_stand_against_hiding(
    office, session, system
):
    consult(session, system, published_at=None)

    assert post_form(office, PAGE, SURE, page=PAGE).status_code == 303
    assert office.get(PUBLIC).status_code == 404


def test_no_consultation_on_a_hidden_system_is_published(session, system, now):
    draft = consult(session, system, published_at=None, who_decides="The council.")
    make_question(session, draft)
    withhold_system(session, system, now=now)

    with pytest.raises(Invalid) as refused:
        publish_consultation(session, draft, now=now)
    assert "whose record is hidden" in refused.value.field_errors["proposals"]


def test_a_record_that_is_hidden_already_is_not_hidden_again(office):
    assert post_form(office, PAGE, SURE, page=PAGE).status_code == 303

    again = office.get(PAGE)
    assert again.status_code == 409
    assert "This record is hidden already." in again.text
