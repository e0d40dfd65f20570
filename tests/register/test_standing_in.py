"""Whoever stands in for a body that has nobody here: what they may do, and what is told of it."""

import json

import pytest
from sqlmodel import select

from app.accounts.models import Organisation, Role
from app.accounts.queries import AuditFilter, list_audit_entries, may_act_for
from app.register.models import System
from app.register.queries import find_draft, list_records
from app.register.services import create_system, remove_system, save_draft
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.intake import Gate, Terms, look_through, take_all
from app.register.services.intake_files import open_file
from app.register.services.whole import import_whole
from tests.factories import NOW, make_official, make_organisation
from tests.posting import post_form
from tests.register.make import make_published, publish_next
from tests.register.reporting import (
    hide,
    latest_act,
)
from tests.register.test_office import publish, save
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
    save(client, "storm-warnings", name="Storm warnings now")
    sent = {"change_note": "The agency's own page says so."}
    answer = publish(client, "storm-warnings", **sent)

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


def leave_a_draft(session, system, body, text="A plan of ours."):
    """Have a former official of a body leave a draft."""
    gone = make_official(session, organisation_id=body.id, role=Role.PUBLISHER)
    gone.is_active = False
    told = {"plain_summary": {"value": text}}
    save_draft(session, system, told, official=gone, now=NOW)


def test_a_draft_that_the_bodys_own_officials_left_is_not_there_for_others(
    client, session, foreign, administrator, agency
):
    leave_a_draft(session, foreign, agency)
    session.commit()
    sign_in(client, session, administrator)
    page = "/en/office/systems/storm-warnings"

    for part in ("/edit", "/preview"):
        assert client.get(f"{page}{part}").status_code == 404
    for part in ("/edit", "/publish"):
        sent = {"name": "Ours now", "revision": "2", "change_note": "Ours."}
        assert post_form(client, f"{page}{part}", sent, page=page).status_code == 404
    shown = client.get(page).text
    assert "This record waits for its own officials" in shown
    assert f"{page}/edit" not in shown
    assert f"{page}/preview" not in shown
    assert "Last saved" not in shown
    assert "Writing begins from the public record" not in shown
    discarded = post_form(
        client, f"{page}/discard", {"sure_to_discard": "1"}, page=page
    )
    assert discarded.status_code == 409
    session.expire_all()
    draft = find_draft(session, foreign)
    assert draft is not None
    assert draft.fields["plain_summary"]["value"] == "A plan of ours."


def test_a_step_can_be_entered_beside_a_draft_that_was_left(
    client, session, foreign, administrator, agency
):
    leave_a_draft(session, foreign, agency)
    session.commit()
    sign_in(client, session, administrator)
    page = "/en/office/systems/storm-warnings"
    sent = {"status": "retired", "change_note": "The agency says it has ended."}

    assert post_form(client, f"{page}/status", sent, page=page).status_code == 303
    session.expire_all()
    assert find_draft(session, foreign) is not None


def test_a_draft_of_another_who_stood_in_can_be_gone_on_with(
    client, session, foreign, administrator
):
    elsewhere = make_organisation(session, name="Elsewhere Council")
    other = make_official(session, organisation_id=elsewhere.id)
    told = {"plain_summary": {"value": "Put right."}}
    save_draft(session, foreign, told, official=other, now=NOW)
    session.commit()
    sign_in(client, session, administrator)

    page = client.get("/en/office/systems/storm-warnings/edit")
    assert "Put right." in page.text


def inventory(title="Storm warnings", purpose="To warn people.") -> bytes:
    row = {
        "id": "7",
        "title": title,
        "organisatie": "Federal Weather Office",
        "status": "in_gebruik",
        "doel": purpose,
    }
    return json.dumps({"algoritmes": [row]}).encode()


@pytest.fixture
def imported(session, agency):
    import_register(session, "nl-short", inventory(), now=NOW)
    return session.exec(select(System)).one()


def test_a_file_sent_for_a_body_without_anybody_leaves_its_hidden_records_alone(
    session, imported, administrator
):
    hide(session, imported)
    file = open_file("nl-short", inventory(purpose="Something else."))
    terms = Terms(NOW, administrator)

    for report in (look_through(session, file, terms), take_all(session, file, terms)):
        assert (report.updated, report.rejected_count) == (0, 1)
        assert report.rejected[0]["reason"].startswith(
            "This record is not public here."
        )
    assert imported.current_version == 1
    assert take_all(session, file, Terms(NOW)).updated == 1


def test_a_whole_copy_removes_no_hidden_record_of_a_body_without_anybody(
    session, imported, administrator
):
    hide(session, imported)
    other = inventory().replace(b'"7"', b'"8"')
    file = open_file("nl-short", other)

    assert take_all(session, file, Terms(NOW, administrator)).removed == 0
    assert imported.removed_at is None


def test_a_file_of_ours_leaves_what_another_body_does_not_show_alone(
    session, empty, agency, administrator
):
    elsewhere = make_organisation(empty, name="Federal Weather Office")
    for name in ("Storm warnings", "Frost warnings"):
        system = make_published(empty, name, elsewhere)
        if name == "Storm warnings":
            import_whole(session, exported(empty), now=NOW)
            publish_next(empty, system, purpose="Another.")
    hide(session, session.exec(select(System)).one())
    create_system(session, agency, "Frost warnings", now=NOW)
    file = open_file("folkmoot", exported(empty))

    report = take_all(session, file, Terms(NOW, administrator))

    reasons = {one["name"]: one["reason"] for one in report.rejected}
    assert set(reasons) == {"Storm warnings", "Frost warnings"}
    assert set(reasons.values()) == {
        "This record is not public here. Only its body may change it."
    }


def exported(session) -> bytes:
    return export_register(session, "folkmoot", base_url="https://x.example")


def test_a_file_changes_the_public_record_and_leaves_a_draft_of_its_body(
    session, imported, agency, administrator
):
    leave_a_draft(session, imported, agency)
    file = open_file("nl-short", inventory(purpose="Something else."))

    assert take_all(session, file, Terms(NOW, administrator)).updated == 1

    record, draft = list_records(session, imported)[0], find_draft(session, imported)
    assert record.fields["purpose"]["value"] == "Something else."
    assert "plain_summary" not in record.fields
    assert draft is not None
    assert draft.fields["plain_summary"]["value"] == "A plan of ours."
