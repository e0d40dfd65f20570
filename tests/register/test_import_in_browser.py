"""An administrator imports a register: file, preview, yes, progress, report."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.models import AuditEntry, Role
from app.db import Database
from app.jobs import Job, JobRow, JobState, LostJob, Worker
from app.jobs.registry import MOST_ATTEMPTS
from app.register.models import (
    ImportState,
    RegisterImport,
    RegisterRecord,
    Sidecar,
    System,
)
from app.register.services.import_files import forget_old_imports, give_up_lost
from app.register.services.importing import import_register
from app.register.services.intake import AT_ONCE
from app.register.tasks import perform_import
from tests.factories import NOW, make_official
from tests.posting import post_form
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.make import make_published, publish_next
from tests.register.test_standards import us_file
from tests.sign_in import sign_in

PLACE = "/office/systems/import"


@pytest.fixture
def official(client, session):
    official = make_official(session)
    sign_in(client, session, official)
    return official


@pytest.fixture
def work(session, database, settings):
    def until_idle() -> RegisterImport:
        Worker(database, settings).run_until_idle()
        session.expire_all()
        row: RegisterImport = session.exec(select(RegisterImport)).one()
        session.commit()
        return row

    return until_idle


def send(client, content: bytes, name: str = "nl-short", **fields: str):
    return post_form(
        client,
        PLACE,
        {"format": name, **fields},
        files={"file": ("copy.json", content)},
    )


def records(session) -> int:
    session.expire_all()
    found = len(session.exec(select(RegisterRecord)).all())
    session.commit()
    return found


def test_a_file_is_looked_through_and_nothing_is_public_yet(
    client, session, official, work
):
    place = send(client, copy_of(SLIM, SNEL)).headers["location"]
    assert "Checking the file" in client.get(place).text

    assert work().state is ImportState.CHECKED
    assert "What would happen" in client.get(place).text
    assert records(session) == 0


def test_what_would_happen_names_records_and_what_is_not_known(
    client, session, official, work
):
    flying = {**SNEL, "status": "vliegt"}
    place = send(client, copy_of(SLIM, flying, {"id": "3", "title": "Kan niet" * 99}))
    work()

    page = client.get(place.headers["location"]).text

    assert "New records (2)" in page
    assert "<bdi>Slim</bdi>" in page
    assert "<q><bdi>vliegt</bdi></q>" in page
    assert "<bdi>Kan niet" in page


def test_after_a_yes_the_records_are_public(client, session, official, work):
    place = send(client, copy_of(SLIM, SNEL)).headers["location"]
    work()

    post_form(client, place)
    row = work()

    assert (row.state, row.content) == (ImportState.DONE, b"")
    assert "What happened" in client.get(place).text
    assert client.get("/en/register/slim").status_code == 200
    trail = session.exec(select(AuditEntry)).all()
    acts = [one.act for one in trail]
    assert acts == ["sent_register_file", "imported_register"]
    assert "copy.json" not in str([one.detail for one in trail])


def test_rejected_records_stop_all_unless_they_are_left_out(
    client, session, official, work
):
    place = send(client, copy_of(SLIM, {"id": "2"})).headers["location"]
    work()
    page = client.get(place).text
    assert "This key has no value." in page

    refused = post_form(client, place, {"rejected": "stop"})
    assert (refused.status_code, records(session)) == (422, 0)
    post_form(client, place, {"rejected": "skip"})
    assert work().report["created"] == 1


def test_a_row_that_is_too_short_can_be_left_out(client, official, work):
    row = {"agency_name": "Roads", "use_case_name": "Bridge watch"}
    inventory = us_file(row) + b"DOT,Roads,7,Short\r\n"
    place = send(client, inventory, "us-2025").headers["location"]
    work()
    assert "<q><bdi>4 / 36</bdi></q>" in client.get(place).text

    post_form(client, place, {"rejected": "skip"})

    assert work().report["created"] == 1


def test_the_report_can_be_downloaded(client, official, work):
    place = send(client, copy_of(SLIM, {"id": "2"})).headers["location"]
    work()

    answer = client.get(f"{place}/report.json")

    report = json.loads(answer.content)
    assert (report["read"], report["created"]) == (2, 1)
    assert report["rejected"][0]["row"] == 2
    assert "attachment" in answer.headers["content-disposition"]


def test_a_file_that_is_something_else_says_so(client, official, work):
    place = send(client, b"{", "us-2025").headers["location"]

    assert work().state is ImportState.FAILED
    assert "This file cannot be read" in client.get(place).text


def test_no_file_and_no_format_are_asked_for_again(client, official):
    answer = post_form(client, PLACE, {}, files={"file": ("", b"")})

    assert answer.status_code == 422
    assert "Choose a file" in answer.text


def test_a_whole_copy_says_what_it_takes_away(client, session, official, work):
    send(client, copy_of(SLIM, SNEL))
    first = work()
    post_form(client, f"{PLACE}/{first.id}")
    work()
    session.delete(first)
    session.commit()

    place = send(client, copy_of(SLIM)).headers["location"]
    assert work().report["removed"] == 1
    post_form(client, place)
    assert work().report["removed"] == 1
    assert client.get("/en/register/snel").status_code == 410


def test_many_records_go_only_after_a_tick(client, session, official, work):
    rows = [{"id": str(n), "title": f"Oud {n}"} for n in range(40)]
    import_register(session, "nl-short", copy_of(*rows), now=NOW)
    session.commit()
    broken = {"id": "39", "title": ""}
    place = send(client, copy_of(rows[0], broken)).headers["location"]
    work()

    page = client.get(place).text
    assert "This copy lacks 38 of the 40 records" in page
    assert "Take 38 records off our lists" in page
    refused = post_form(client, place, {"rejected": "skip"})
    assert refused.status_code == 422
    assert "Tick this if these records are to go." in refused.text
    assert re.search(r'value="skip"\s+checked', refused.text)
    assert work().state is ImportState.CHECKED
    post_form(client, place, {"rejected": "skip", "removals": "yes"})
    assert work().report["removed"] == 38


def test_many_records_that_came_since_the_look_go_only_after_a_tick(
    client, session, official, work
):
    place = send(client, copy_of(SLIM)).headers["location"]
    work()
    post_form(client, place)
    rows = [{"id": f"x{n}", "title": f"Oud {n}"} for n in range(40)]
    import_register(session, "nl-short", copy_of(*rows), now=NOW)
    session.commit()

    assert work().state is ImportState.CHECKED
    assert records(session) == 40
    page = client.get(place).text
    assert "The register changed since this file was checked" in page
    assert "Take 40 records off our lists" in page
    assert post_form(client, place).status_code == 422
    post_form(client, place, {"removals": "yes"})
    row = work()
    assert (row.state, row.report["removed"]) == (ImportState.DONE, 40)
    assert "The register changed since" not in client.get(place).text


def test_a_part_takes_nothing_away(client, session, official, work):
    send(client, copy_of(SLIM), is_partial="true")

    assert work().is_partial is True


def test_the_same_file_again_changes_nothing(client, session, official, work):
    place = send(client, copy_of(SLIM)).headers["location"]
    work()
    post_form(client, place)
    work()
    session.delete(session.exec(select(RegisterImport)).one())
    session.commit()

    place = send(client, copy_of(SLIM)).headers["location"]
    work()

    assert "would change nothing" in client.get(place).text
    assert post_form(client, place, page=PLACE).status_code == 422


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PUBLISHER])
def test_only_administrators_import(client, session, role):
    sign_in(client, session, make_official(session, role=role))

    assert client.get(f"/en{PLACE}").status_code == 403


def test_another_body_sees_nothing_of_it(client, session, official, work):
    place = send(client, copy_of(SLIM)).headers["location"]
    sign_in(client, session, make_official(session))

    assert client.get(place).status_code == 404
    assert client.get(f"{place}/report.json").status_code == 404


def test_an_import_that_was_cut_off_goes_on_where_it_was(
    client, session, database, settings, official, work
):
    rows = [{**SLIM, "id": str(n), "title": f"Slim {n}"} for n in range(AT_ONCE + 5)]
    place = send(client, copy_of(*rows)).headers["location"]
    work()
    post_form(client, place)

    with pytest.raises(PowerCut):
        perform_import(cut_after_one(place, database, settings))
    assert records(session) == AT_ONCE
    perform_import(job_for(place, database, settings, "second"))

    assert work().report["created"] == AT_ONCE + 5
    assert len(session.exec(select(Sidecar)).all()) == AT_ONCE + 5


def test_an_import_that_fails_for_the_last_time_says_so(
    client, session, database, settings, official, work
):
    rows = [{**SLIM, "id": str(n), "title": f"Slim {n}"} for n in range(AT_ONCE + 5)]
    place = send(client, copy_of(*rows)).headers["location"]
    work()
    post_form(client, place)

    last = replace(cut_after_one(place, database, settings), attempts=MOST_ATTEMPTS)
    with pytest.raises(PowerCut):
        perform_import(last)

    page = client.get(place).text
    assert "Some of the records are imported already" in page
    assert "Nothing was imported" not in page


def test_an_import_whose_worker_was_always_killed_is_given_up(
    client, session, official, work
):
    place = send(client, copy_of(SLIM)).headers["location"]
    work()
    post_form(client, place)
    row = session.exec(select(RegisterImport)).one()

    give_up_lost(session)
    assert row.state is ImportState.IMPORTING
    for job in session.exec(select(JobRow).where(JobRow.state == JobState.WAITING)):
        job.state = JobState.DEAD
    give_up_lost(session)
    session.commit()

    assert "we stopped" in client.get(place).text


def test_what_is_being_imported_is_not_forgotten(client, session, official, work):
    place = send(client, copy_of(SLIM)).headers["location"]
    work()
    row = session.exec(select(RegisterImport)).one()
    late = row.uploaded_at + timedelta(days=2)
    session.commit()
    post_form(client, place)

    forget_old_imports(session, late)
    session.commit()

    assert work().state is ImportState.DONE


def test_a_worker_that_was_replaced_writes_nothing_more(
    client, session, database, settings, official, work
):
    place = send(client, copy_of(SLIM, SNEL)).headers["location"]
    work()
    post_form(client, place)

    def replaced(*_: object) -> None:
        perform_import(job_for(place, database, settings, "second"))

    with pytest.raises(LostJob):
        perform_import(job_for(place, database, settings, "first", replaced))
    assert records(session) == 2


def test_officials_see_what_the_source_said(client, session, official):
    system = make_published(session, "Slim")
    system.organisation_id = official.organisation_id
    values = {"doel": "Ruimte <b>", "velden": ["a"]}
    session.add_all(
        [
            system,
            Sidecar(
                system_id=system.id, format="nl-short", source_key="7", values=values,
                digest="", imported_at=system.created_at,
            ),
        ]
    )  # fmt: skip
    session.commit()

    page = client.get("/en/office/systems/slim").text

    assert "Ruimte &lt;b&gt;" in page
    assert session.exec(select(System)).one().slug == "slim"


class PowerCut(Exception):
    """Stands for anything that ends a worker."""


def cut_after_one(place: str, database: Database, settings) -> Job:
    def cut(*_: object) -> None:
        raise PowerCut

    return job_for(place, database, settings, "first", cut)


def job_for(place, database, settings, attempt, report=lambda *_: None) -> Job:
    payload = {"id": place.rpartition("/")[2]}
    return Job("register.import", payload, attempt, 1, database, settings, report)


def test_what_officials_wrote_is_named_before_anything_is_imported(
    client, session, official, work
):
    import_register(session, "nl-short", copy_of({**SLIM, "doel": "Oud"}), now=NOW)
    system = session.exec(select(System)).one()
    publish_next(session, system, purpose="Ons eigen doel")
    session.commit()
    newer = copy_of({**SLIM, "doel": "Nieuw"})
    place = send(client, newer).headers["location"]
    work()

    page = client.get(place).text
    assert "Theirs stays." in page
    assert "<code>purpose</code>" in page
    report = client.get(f"{place}/report.json").json()
    assert report["warnings"][0]["name"] == "Slim"
