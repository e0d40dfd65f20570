"""Officials take entries out of the lists, and hide or show whole records."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app.accounts.models import AuditEntry, Role
from app.jobs import Job
from app.register.models import EventKind, RegisterEvent, Snapshot
from app.register.queries import find_draft
from app.register.rules.open_data.copies import without_system
from app.register.schemas.change import Change
from app.register.services import (
    create_system,
    publish_record,
    save_draft,
    snapshots,
)
from app.register.services.snapshots import (
    CHECKSUMS,
    cut_copy,
    snapshot_folder,
    write_snapshot,
)
from app.register.tasks import perform_clean_copies
from tests.factories import (
    NOW,
    make_consultation,
    make_official,
    make_organisation,
    make_proposal,
)
from tests.posting import post_form
from tests.reading import form_values
from tests.register.make import make_published
from tests.register.test_office import save
from tests.sign_in import sign_in

DESK = "/office/systems/letter-sorting"
PAGE = "/en/register/letter-sorting"
# Every form in which a record can be had.
FORMS = (
    PAGE, f"{PAGE}/history", f"{PAGE}/versions/1", f"{PAGE}/compare", f"{PAGE}/letter",
    f"{PAGE}/does-this-touch-me", f"{PAGE}/report", "/register/letter-sorting.json",
    "/register/letter-sorting.jsonld", "/register/letter-sorting.atom",
    "/api/v1/register/letter-sorting", "/api/v1/register/letter-sorting/versions",
    "/api/v1/register/letter-sorting/versions/1",
    "/en/register/follow?system=letter-sorting",
)  # fmt: skip


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


def hide(client, **sent):
    """Hide the record, with what is asked for, or without some of it."""
    values = {"law": "Police Act, section 4.", "sure_to_hide": "yes", **sent}
    given = {name: value for name, value in values.items() if value}
    return post_form(client, f"{DESK}/withhold", given, page=DESK)


def test_a_removed_entry_keeps_its_address_and_says_why(office):
    reason = {"removal_reason": "It was entered twice."}

    assert post_form(office, f"{DESK}/remove", reason, page=DESK).status_code == 303

    page = office.get(PAGE)
    assert page.status_code == 410
    assert "It was entered twice." in page.text


def test_nothing_is_removed_without_a_reason(office):
    answer = post_form(office, f"{DESK}/remove", {"removal_reason": " "}, page=DESK)

    assert answer.status_code == 422
    assert office.get(PAGE).status_code == 200


@pytest.mark.parametrize("address", FORMS)
def test_a_hidden_record_is_had_in_no_form_until_it_is_shown_again(office, address):
    assert office.get(address).status_code == 200
    hide(office)

    hidden = office.get(address)
    unknown = office.get(address.replace("letter-sorting", "letter-burning"))
    assert hidden.status_code == unknown.status_code == 404
    assert "Letter sorting" not in hidden.text

    post_form(office, f"{DESK}/show", page=DESK)
    assert office.get(address).status_code == 200


def test_each_act_is_in_the_audit_trail(office, session):
    hide(office)
    post_form(office, f"{DESK}/show", page=DESK)
    post_form(office, f"{DESK}/remove", {"removal_reason": "Twice."}, page=DESK)

    acts = [one.act for one in session.exec(select(AuditEntry))]
    assert acts == ["withheld_system", "showed_system", "removed_entry"]


@pytest.mark.parametrize("lacking", [{"law": " "}, {"sure_to_hide": ""}])
def test_nothing_is_hidden_without_a_law_and_being_sure(office, lacking):
    answer = hide(office, **lacking)

    assert answer.status_code == 422
    if "law" not in lacking:
        assert "Tick that you are sure." in answer.text
        assert "Police Act, section 4.</textarea>" in answer.text
    assert office.get(PAGE).status_code == 200


def test_the_law_that_hides_a_record_stands_in_the_trail_and_on_its_desk(
    office, session
):
    hide(office)

    entry = session.exec(select(AuditEntry)).one()
    assert entry.detail["law"] == "Police Act, section 4."
    desk = office.get(f"/en{DESK}").text
    assert "This record is hidden" in desk
    assert "Police Act, section 4." in desk
    assert f'href="{PAGE}"' not in desk


def test_a_removed_entry_is_told_on_its_desk_and_can_be_put_back(
    office, session, system
):
    post_form(office, f"{DESK}/remove", {"removal_reason": "Twice."}, page=DESK)
    desk = office.get(f"/en{DESK}").text
    assert "This entry was removed from the lists" in desk
    assert "Twice." in desk

    back = {"restore_reason": "It was the other one."}
    assert post_form(office, f"{DESK}/restore", back, page=DESK).status_code == 303

    page = office.get(PAGE)
    assert page.status_code == 200
    assert "letter-sorting" in office.get("/en/register").text
    events = session.exec(select(RegisterEvent)).all()
    told = {one.kind: one.note for one in events}
    assert told[EventKind.REMOVED] == "Twice."
    assert told[EventKind.RESTORED] == "It was the other one."
    act = session.exec(select(AuditEntry).where(AuditEntry.act == "restored_entry"))
    assert act.one().detail["removed_for"] == "Twice."


def test_the_history_tells_of_a_removal_and_of_putting_back_with_both_reasons(
    office, session, system
):
    post_form(office, f"{DESK}/remove", {"removal_reason": "Twice."}, page=DESK)
    assert steps_told(office) == [("Removed", "Why: Twice."), ("Version 1", "")]

    back = {"restore_reason": "It was the other one."}
    post_form(office, f"{DESK}/restore", back, page=DESK)
    later = datetime.now(UTC)
    save_draft(session, system, {}, official=None, now=later)
    publish_record(session, system, None, Change("Next."), now=later)
    session.commit()

    assert steps_told(office) == [
        ("Version 2", ""),
        ("Put back", "Why: It was the other one."),
        ("Removed", "Why: Twice."),
        ("Version 1", ""),
    ]


def steps_told(client):
    """Return each step of the history: its heading and the reason it gives."""
    page = client.get(f"{PAGE}/history").text
    steps = page.split("<h2>")[1:]
    return [
        (plain(one.partition("</h2>")[0]).split("  ")[0], why(one)) for one in steps
    ]


def why(step: str) -> str:
    found = re.search(r"<strong>Why:</strong> <span[^>]*>(.*?)</span>", step)
    return f"Why: {found[1]}" if found else ""


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip().splitlines()[0].strip()


def test_nothing_is_put_back_that_was_not_removed_or_without_a_reason(office):
    said = {"restore_reason": "It is back."}
    assert post_form(office, f"{DESK}/restore", said, page=DESK).status_code == 409

    post_form(office, f"{DESK}/remove", {"removal_reason": "Twice."}, page=DESK)
    empty = {"restore_reason": " "}
    assert post_form(office, f"{DESK}/restore", empty, page=DESK).status_code == 422
    assert office.get(PAGE).status_code == 410


def test_a_draft_is_discarded_once_somebody_is_sure(office, session, system):
    save(office, "letter-sorting", name="A better name")
    assert find_draft(session, system) is not None
    session.rollback()

    unsure = post_form(office, f"{DESK}/discard", {}, page=DESK)
    assert "Tick that you are sure." in unsure.text
    shown = form_values(office.get(f"/en{DESK}").text)["revision"]
    sure = {"sure_to_discard": "yes", "revision": shown}
    assert post_form(office, f"{DESK}/discard", sure, page=DESK).status_code == 303

    session.expire_all()
    assert find_draft(session, system) is None
    assert "Letter sorting" in office.get(PAGE).text


def test_a_draft_that_somebody_saved_meanwhile_is_not_discarded(
    office, session, system
):
    save(office, "letter-sorting", name="A better name")
    shown = form_values(office.get(f"/en{DESK}").text)["revision"]
    save(office, "letter-sorting", name="The best name")

    sure = {"sure_to_discard": "yes", "revision": shown}
    refused = post_form(office, f"{DESK}/discard", sure, page=DESK)

    assert refused.status_code == 409
    draft = find_draft(session, system)
    assert draft is not None
    assert draft.name == "The best name"


def test_a_system_that_was_never_public_is_deleted_with_its_draft(
    office, session, body
):
    create_system(session, body, "A mistake", now=NOW)
    session.commit()
    desk = "/office/systems/a-mistake"

    assert post_form(office, f"{desk}/delete", {}, page=desk).status_code == 422
    sure = {"sure_to_delete": "yes"}
    assert post_form(office, f"{desk}/delete", sure, page=desk).status_code == 303

    assert office.get(f"/en{desk}").status_code == 404
    assert "A mistake" not in office.get("/en/office/systems").text


def test_what_is_public_or_consulted_on_is_not_deleted(office, session, body):
    system = create_system(session, body, "Asked about", now=NOW)
    consultation = make_consultation(session, organisation_id=body.id)
    make_proposal(session, consultation, system_id=system.id)
    session.commit()
    sure = {"sure_to_delete": "yes"}

    for desk in (DESK, "/office/systems/asked-about"):
        assert post_form(office, f"{desk}/delete", sure, page=desk).status_code == 409
        assert office.get(f"/en{desk}").status_code == 200


def test_a_publisher_removes_but_does_not_hide(client, session, body, system):
    role = Role.PUBLISHER
    sign_in(client, session, make_official(session, organisation_id=body.id, role=role))

    assert hide(client).status_code == 403
    assert client.get(PAGE).status_code == 200


def test_a_hidden_record_leaves_the_daily_copies(
    office, session, database, settings, body
):
    make_published(session, "Camera counting", body)
    session.commit()
    write_snapshot(session, database, settings, now=NOW)
    session.commit()
    hide(office)
    perform_clean_copies(job_for("letter-sorting", database, settings))

    folder = snapshot_folder(settings, NOW.date())
    for path in folder.glob("*.gz"):
        text = gzip.decompress(path.read_bytes()).decode()
        assert "letter-sorting" not in text
        assert "camera-counting" in text
    session.expire_all()
    assert session.exec(select(Snapshot)).one().systems == 1


def test_a_copy_whose_cleaning_was_cut_off_tells_its_checksums_again(
    office, session, database, settings, body
):
    make_published(session, "Camera counting", body)
    session.commit()
    copy = write_snapshot(session, database, settings, now=NOW)
    session.commit()
    hide(office)
    cut_copy(settings, copy, "letter-sorting")  # and then it was killed
    folder = snapshot_folder(settings, NOW.date())
    (folder / CHECKSUMS).write_text("old")

    perform_clean_copies(job_for("letter-sorting", database, settings))

    session.expire_all()
    kept = session.exec(select(Snapshot)).one()
    assert kept.systems == 1
    for one in kept.files:
        digest = hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest()
        assert one["sha256"] == digest
        assert f"{digest}  {one['name']}" in (folder / CHECKSUMS).read_text()


def test_a_file_is_never_served_half_written(
    session, database, settings, system, monkeypatch
):
    write_snapshot(session, database, settings, now=NOW)
    session.commit()
    path = snapshot_folder(settings, NOW.date()) / "register.csv.gz"
    whole = path.read_bytes()

    def broken(*_: object) -> Iterator[str]:
        yield "half"
        raise OSError

    monkeypatch.setattr(snapshots, "file_lines", broken)
    with pytest.raises(OSError):  # noqa: PT011 - what stops it does not matter
        write_snapshot(session, database, settings, now=NOW)

    assert path.read_bytes() == whole


@pytest.mark.parametrize("name", ["register.csv", "register.json", "register.jsonl"])
def test_the_rest_of_a_copy_stays_as_it_was(client, session, body, system, name):
    make_published(session, "Camera counting", body, one_line="Line,\n“line”\u2028.")
    session.commit()
    both = client.get(f"/register/data/{name}").text

    alone = without_system(name, both, "letter-sorting")

    assert without_system(name, both, "nothing") == both
    wanted = client.get(f"/register/data/{name}?q=camera").text
    assert alone == wanted
    if name.endswith(".json"):
        assert len(json.loads(alone)["systems"]) == 1


def job_for(slug, database, settings) -> Job:
    return Job("register.clean_copies", {"slug": slug}, "a", 1, database, settings)
