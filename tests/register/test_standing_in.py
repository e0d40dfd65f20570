"""Whoever stands in for a body that has nobody here: what they may do, and what is told of it."""

import pytest

from app.accounts.models import Organisation, Role
from app.accounts.queries import AuditFilter, list_audit_entries, may_act_for
from app.register.queries import list_records
from app.register.services import create_system, remove_system
from app.register.services.intake import Gate, Terms
from tests.factories import NOW, make_official
from tests.posting import post_form
from tests.register.reporting import (
    hide,
    latest_act,
)
from tests.register.test_office import save
from tests.sign_in import sign_in


def test_an_administrator_may_put_a_record_right_that_nobody_else_can(
    client, session, foreign, administrator
):
    publisher = make_official(
        session, organisation_id=administrator.organisation_id, role=Role.PUBLISHER
    )
    session.commit()
    address = "/en/office/systems/storm-warnings"

    sign_in(client, session, publisher)
    assert client.get(f"{address}/edit").status_code == 404
    sign_in(client, session, administrator)
    for part in ("", "/edit", "/preview"):
        assert "You stand in for it" in client.get(f"{address}{part}").text


@pytest.mark.parametrize(
    "act", ["remove", "withhold", "show", "incidents/new", "figures/new"]
)
def test_whoever_stands_in_neither_hides_nor_removes_nor_adds(
    client, session, foreign, administrator, act
):
    session.commit()
    sign_in(client, session, administrator)
    page = "/en/office/systems/storm-warnings"

    sent = {"removal_reason": "We do not like it."}
    refused = post_form(client, f"{page}/{act}", sent, page=page)

    assert refused.status_code == 403
    assert "Only officials of this body may do this." in refused.text
    assert f"{page}/{act}" not in client.get(page).text
    assert client.get("/en/register/storm-warnings").status_code == 200


def take_out(session, system):
    remove_system(session, system, "It was entered twice.", now=NOW)


@pytest.mark.parametrize("leave", [hide, take_out])
def test_whoever_stands_in_sees_nothing_that_is_not_public(
    client, session, foreign, administrator, agency, leave
):
    create_system(session, agency, "Never published", now=NOW)
    leave(session, foreign)
    session.commit()
    sign_in(client, session, administrator)

    for name in ("storm-warnings", "never-published"):
        for part in ("", "/edit", "/preview"):
            answer = client.get(f"/en/office/systems/{name}{part}")
            assert answer.status_code == 404


def test_what_whoever_stands_in_publishes_is_told_as_a_correction(
    client, session, foreign, administrator
):
    session.commit()
    sign_in(client, session, administrator)
    page = "/en/office/systems/storm-warnings"
    save(client, "storm-warnings", name="Storm warnings now")
    sent = {"change_note": "The agency's own page says so."}
    answer = post_form(client, f"{page}/publish", sent, page=f"{page}/preview")

    assert answer.status_code == 303
    assert list_records(session, foreign)[0].is_correction


def test_a_body_with_a_moderator_alone_is_imported_for_like_one_without_anybody(
    session, administrator, agency
):
    own = make_official(session, organisation_id=agency.id, role=Role.MODERATOR)
    assert Gate(session, Terms(NOW, administrator)).is_open(agency.id)

    own.role = Role.PUBLISHER
    session.flush()
    assert not Gate(session, Terms(NOW, administrator)).is_open(agency.id)


def test_what_is_put_right_for_another_body_says_so_in_the_audit_trail(
    client, session, foreign, administrator
):
    session.commit()
    sign_in(client, session, administrator)
    sent = {"status": "retired", "change_note": "The agency says it has ended."}
    page = "/en/office/systems/storm-warnings"
    assert post_form(client, f"{page}/status", sent, page=page).status_code == 303

    entry = latest_act(session)
    assert entry.detail["on_behalf_of"] == str(foreign.organisation_id)


def test_the_public_history_names_who_stood_in(
    client, session, foreign, administrator, agency
):
    session.commit()
    sign_in(client, session, administrator)
    sent = {"status": "retired", "change_note": "The agency says it has ended."}
    page = "/en/office/systems/storm-warnings"
    post_form(client, f"{page}/status", sent, page=page)
    body = session.get_one(Organisation, administrator.organisation_id)

    shown = client.get("/en/register/storm-warnings/history").text

    assert f"published by {body.name} on behalf of {agency.name}" in shown


def test_a_body_that_has_somebody_later_finds_what_was_done_on_its_behalf(
    client, session, foreign, administrator, agency
):
    session.commit()
    sign_in(client, session, administrator)
    sent = {"status": "retired", "change_note": "The agency says it has ended."}
    page = "/en/office/systems/storm-warnings"
    post_form(client, f"{page}/status", sent, page=page)

    found = list_audit_entries(session, agency.id, AuditFilter())

    assert [one.act for one in found] == ["changed_status"]


def test_nobody_stands_in_for_a_body_that_has_somebody(
    client, session, foreign, administrator, agency
):
    make_official(session, organisation_id=agency.id, role=Role.PUBLISHER)
    session.commit()
    sign_in(client, session, administrator)

    assert not may_act_for(session, administrator, agency.id)
    assert client.get("/en/office/systems/storm-warnings").status_code == 404
