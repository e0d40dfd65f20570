"""A newer copy of a source, and what officials wrote in the meantime."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.register.models import Sidecar, Status, System
from app.register.queries import find_draft, find_record
from app.register.schemas.change import Change
from app.register.services import change_status, publish_record, save_draft
from app.register.services.drafts import rename_draft
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.intake import Terms, look_through, take_all
from app.register.services.intake_files import open_file
from app.register.services.whole import import_whole
from tests.factories import NOW, make_official, make_organisation
from tests.posting import token_in
from tests.register.make import publish_next
from tests.register.test_standards import us_file
from tests.sign_in import sign_in

ROW = {
    "agency": "IRS",
    "agency_name": "Revenue Service",
    "id": "IRS-54",
    "use_case_name": "Transcription",
    "development_stage": "Deployed",
    "problem_solved": "Forms come on paper.",
    "benefits": "Less typing.",
    "contact_email": "ai@irs.example",
    "has_pii": "Yes",
}
STAYS = "The source changed this, and officials wrote their own here. Theirs stays."


@pytest.fixture
def system(session: Session) -> System:
    import_register(session, "us-2025", us_file(ROW), now=NOW - timedelta(days=9))
    session.commit()
    return session.exec(select(System)).one()


def import_again(session: Session, **changed: str):
    """Import the row as the source has it now, as the command line does."""
    file = open_file("us-2025", us_file({**ROW, **changed}))
    foretold = look_through(session, file, Terms(NOW))
    done = take_all(session, file, Terms(NOW))
    assert done.warnings == foretold.warnings
    return done


def said(session: Session, system: System) -> dict[str, Any]:
    record = find_record(session, system)
    assert record is not None
    return {key: one.get("value") for key, one in record.fields.items()}


def warned(report) -> dict[str, str]:
    return {one["field"]: one["reason"] for one in report.warnings}


def test_a_newer_copy_leaves_what_officials_added(session, system):
    publish_next(session, system, one_line="It types out forms.")

    report = import_again(
        session, benefits="Faster.", contact_email="new@irs.example", has_pii="No"
    )

    now = said(session, system)
    assert now["one_line"] == "It types out forms."
    assert (now["benefits"], now["public_contact"]) == ("Faster.", "new@irs.example")
    assert now["personal_data_used"] == "no"
    assert (report.updated, report.warnings) == (1, [])


def test_an_answer_that_the_source_drops_is_blank_unless_officials_changed_it(
    session, system
):
    publish_next(session, system, purpose="Paper takes weeks.")

    report = import_again(session, benefits="", problem_solved="")

    now = said(session, system)
    assert "benefits" not in now
    assert now["purpose"] == "Paper takes weeks."
    assert warned(report) == {"purpose": STAYS}


def test_where_both_changed_an_answer_the_officials_stays_and_all_are_told(
    session, system
):
    publish_next(session, system, benefits="It saves ten minutes a form.")

    report = import_again(session, benefits="Faster.", has_pii="No")

    now = said(session, system)
    assert now["benefits"] == "It saves ten minutes a form."
    assert now["personal_data_used"] == "no"
    assert report.warnings == [
        {"row": 1, "field": "benefits", "reason": STAYS, "name": "Transcription"}
    ]
    record = find_record(session, system)
    assert record is not None
    assert record.change_note == (
        "Changed in: US federal inventory 2025 (benefits, has_pii). "
        "What officials wrote here stays: benefits."
    )


def test_what_officials_wrote_stays_through_one_newer_copy_after_another(
    session, system
):
    publish_next(session, system, one_line="It types.", benefits="Ten minutes a form.")

    import_again(session, benefits="Faster.")
    import_again(session, benefits="Fast.")
    report = import_again(session, benefits="Fast.", problem_solved="Paper.")

    now = said(session, system)
    assert (now["one_line"], now["benefits"]) == ("It types.", "Ten minutes a form.")
    assert now["purpose"] == "Paper."
    # The source said nothing new of it this time.
    assert report.warnings == []


def test_an_answer_that_officials_took_away_stays_away(session, system):
    publish_next(session, system, benefits={"state": "withheld", "reason": "Act 1"})

    report = import_again(session, benefits="Faster.")

    record = find_record(session, system)
    assert record is not None
    assert record.fields["benefits"]["state"] == "withheld"
    assert warned(report) == {"benefits": STAYS}


def test_officials_answers_survive_a_round_trip_and_the_next_copy(
    session, empty, system
):
    publish_next(session, system, one_line="It types out forms.")
    whole = export_register(session, "folkmoot", base_url="https://x.example")
    import_whole(empty, whole, now=NOW)

    report = import_register(
        empty, "us-2025", us_file({**ROW, "benefits": "A"}), now=NOW
    )

    now = said(empty, empty.exec(select(System)).one())
    assert (now["one_line"], now["benefits"]) == ("It types out forms.", "A")
    assert report.updated == 1


def test_a_step_that_officials_entered_stays(session, system):
    change_status(session, system, Status.PAUSED, None, Change("It broke."), now=NOW)

    report = import_again(session, development_stage="Retired", benefits="Faster.")

    assert system.status is Status.PAUSED
    assert said(session, system)["benefits"] == "Faster."
    assert warned(report) == {"status": STAYS}


def test_a_step_that_the_source_took_is_followed(session, system):
    publish_next(session, system, one_line="It types out forms.")

    import_again(session, development_stage="Retired")

    assert system.status is Status.RETIRED


def test_a_name_that_officials_gave_stays_and_one_they_left_follows(session, system):
    import_again(session, use_case_name="Typing")
    assert system.name == "Typing"
    draft = save_draft(session, system, {}, official=None, now=NOW)
    rename_draft(session, draft, "Form reader", "en")
    publish_record(session, system, None, Change("Said plainly."), now=NOW)

    report = import_again(session, use_case_name="Typing out")

    assert system.name == "Form reader"
    assert warned(report) == {"name": STAYS}


def test_a_body_that_has_another_name_here_is_not_added_again(session, system):
    body = session.get_one(Organisation, system.organisation_id)
    body.name = "Internal Revenue Service"

    import_again(session, benefits="Faster.")
    assert system.organisation_id == body.id
    assert len(session.exec(select(Organisation)).all()) == 1

    report = import_again(session, agency_name="Tax Office")
    assert system.organisation_id == body.id
    assert warned(report) == {"organisation": STAYS}


def test_a_body_that_the_source_changed_is_followed(session, system):
    import_again(session, agency_name="Tax Office")

    body = session.get_one(Organisation, system.organisation_id)
    assert body.name == "Tax Office"


def test_a_draft_stays_open_and_publishing_it_does_not_undo_the_import(session, system):
    told = {"one_line": {"value": "It types out forms."}}
    save_draft(session, system, told, official=None, now=NOW)

    report = import_again(session, benefits="Faster.", use_case_name="Typing")

    assert "one_line" not in said(session, system)
    assert list(warned(report)) == ["draft"]
    draft = find_draft(session, system)
    assert draft is not None
    assert draft.fields["one_line"]["value"] == "It types out forms."
    publish_record(session, system, None, Change("In one sentence."), now=NOW)
    now = said(session, system)
    assert (now["one_line"], now["benefits"]) == ("It types out forms.", "Faster.")
    assert system.name == "Typing"


def test_where_a_draft_and_the_source_changed_the_same_the_report_says_so(
    session, system
):
    told = {"benefits": {"value": "It saves ten minutes."}}
    save_draft(session, system, told, official=None, now=NOW)

    report = import_again(session, benefits="Faster.")

    assert said(session, system)["benefits"] == "Faster."
    assert warned(report)["benefits"].startswith(
        "The source changed this, and an unpublished draft says something else."
    )
    draft = find_draft(session, system)
    assert draft is not None
    assert draft.fields["benefits"]["value"] == "It saves ten minutes."


def test_a_draft_that_another_bodys_officials_left_is_not_told_of(session, system):
    body = session.get_one(Organisation, system.organisation_id)
    gone = make_official(session, organisation_id=body.id)
    gone.is_active = False
    told = {"benefits": {"value": "Our plan."}}
    save_draft(session, system, told, official=gone, now=NOW)
    council = make_organisation(session, name="Council")
    importer = make_official(session, organisation_id=council.id)
    file = open_file("us-2025", us_file({**ROW, "benefits": "Faster."}))

    report = take_all(session, file, Terms(NOW, importer))

    assert (report.updated, report.warnings) == (1, [])
    draft = find_draft(session, system)
    assert draft is not None
    assert draft.fields["benefits"]["value"] == "Our plan."


def test_an_address_that_moved_on_unnoticed_is_not_taken_for_officials_words(
    session, now
):
    row = {"id": "1", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"}

    def copy(**more: str) -> None:
        file = {"algoritmes": [{**row, **more}]}
        import_register(session, "nl-short", json.dumps(file).encode(), now=now)

    copy(url="https://old.example/1")
    copy(url="https://new.example/1")
    copy(url="https://newest.example/1", doel="Beter")

    (entry,) = said(session, session.exec(select(System)).one())[
        "other_register_entries"
    ]
    assert entry["url"] == "https://newest.example/1"


def test_a_record_whose_earlier_source_is_lost_takes_what_is_stated(session, system):
    publish_next(session, system, one_line="It types out forms.")
    sidecar = session.exec(select(Sidecar)).one()
    sidecar.values = {}

    import_again(session, benefits="Faster.", problem_solved="")

    now = said(session, system)
    assert (now["benefits"], now["purpose"]) == ("Faster.", ROW["problem_solved"])
    assert now["one_line"] == "It types out forms."


def test_a_form_opened_before_an_import_is_not_saved_over_it(client, session, system):
    body = session.get_one(Organisation, system.organisation_id)
    official = make_official(session, organisation_id=body.id)
    session.commit()
    sign_in(client, session, official)
    address = "/en/office/systems/transcription/edit"
    page = client.get(f"{address}?layer=full").text
    (revision,) = re.findall(r'name="revision"\s+value="([^"]*)"', page)
    import_again(session, benefits="Faster.")
    session.commit()

    sent = {"_csrf": token_in(page), "layer": "full", "revision": revision}
    answer = client.post(address, data={**sent, "benefits": ROW["benefits"]})

    assert answer.status_code == 409
    assert "the public record changed meanwhile" in answer.text
    assert find_draft(session, system) is None


def test_the_desk_of_a_record_shows_what_its_source_says_otherwise(
    client, session, system
):
    body = session.get_one(Organisation, system.organisation_id)
    official = make_official(session, organisation_id=body.id)
    session.commit()
    sign_in(client, session, official)
    address = "/en/office/systems/transcription"
    heading = "The source now says"
    assert heading not in client.get(address).text

    publish_next(session, system, benefits="Ten minutes a form.", one_line="It types.")
    import_again(session, benefits="Faster still.", problem_solved="Paper.")
    session.commit()

    table = client.get(address).text.partition(heading)[2].partition("</table>")[0]
    assert "Expected benefits" in table
    assert "Faster still." in table
    assert "Paper." not in table
    assert "In one sentence" not in table


def test_the_desk_shows_a_name_and_a_status_that_the_source_gives_otherwise(
    client, session, system
):
    body = session.get_one(Organisation, system.organisation_id)
    official = make_official(session, organisation_id=body.id)
    draft = save_draft(session, system, {}, official=None, now=NOW)
    rename_draft(session, draft, "Form reader", "en")
    publish_record(session, system, None, Change("Said plainly."), now=NOW)
    step = Change("It was stopped.")
    change_status(session, system, Status.PAUSED, official, step, now=NOW)
    import_again(session, benefits="Faster.")
    session.commit()
    sign_in(client, session, official)

    page = client.get("/en/office/systems/transcription").text

    table = page.partition("The source now says")[2].partition("</table>")[0]
    rows = [
        " ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in table.split("<tr>")
    ]
    assert rows[1:] == ["Name Transcription", "Status In use"]
    changed = "Officials have changed some of this in the record"
    assert changed in client.get("/en/register/transcription/source").text
