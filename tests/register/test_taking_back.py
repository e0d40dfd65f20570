"""A whole import is taken back: nothing is erased, and nobody's later work is lost."""

import json

import pytest
from sqlmodel import col, select

from app.accounts.models import Organisation
from app.register.models import EventKind, RegisterEvent, Sidecar
from app.register.queries import find_draft
from app.register.schemas.change import Change
from app.register.schemas.forms import IncidentForm
from app.register.services import (
    open_draft,
    publish_record,
    remove_system,
    save_draft,
    withhold_system,
)
from app.register.services.exporting import export_register
from app.register.services.incidents import record_incident
from tests.factories import NOW, make_official
from tests.real_data import real_data
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.importer import WRONG, Importer
from tests.register.make import publish_next
from tests.register.statements import statements
from tests.sign_in import sign_in

BETTER = {**SLIM, "doel": "Beter", "status": "buiten_gebruik"}
NEW = {**SNEL, "id": "3", "title": "Nieuw"}


@pytest.fixture
def official(client, session):
    official = make_official(session)
    sign_in(client, session, official)
    return official


@pytest.fixture
def importer(client, session, database, settings, official):
    return Importer(client, session, database, settings)


@pytest.fixture
def wrong(importer):
    """Return the place of an import that changed one, added one and removed one."""
    importer.bring(copy_of(SLIM, SNEL))
    return importer.bring(copy_of(BETTER, NEW))


def said(record):
    return (record.name, record.status, record.language, record.fields)


def test_what_was_added_is_removed_and_its_address_says_why(client, importer, wrong):
    importer.take_back(wrong)

    gone = client.get("/en/register/nieuw")
    assert gone.status_code == 410
    assert "is teruggedraaid: It was last year" in gone.text
    assert "Nieuw" not in client.get("/en/register").text


def test_what_was_changed_says_again_what_it_said_before(client, importer, wrong):
    importer.take_back(wrong)

    first, wrong_one, again = importer.versions("slim")
    assert said(again) == said(first) != said(wrong_one)
    assert importer.system("slim").status is first.status
    assert again.change_note.endswith(f"is teruggedraaid: {WRONG}")
    history = client.get("/en/register/slim/history").text
    assert history.count("taken over from another register") == 2
    assert "Version 3" in history


def test_what_was_removed_is_put_back(client, importer, wrong):
    importer.take_back(wrong)

    assert client.get("/en/register/snel").status_code == 200
    assert "Snel" in client.get("/en/register").text
    assert len(importer.versions("snel")) == 1


def test_lists_search_and_files_are_as_before(client, importer, session):
    importer.bring(copy_of(SLIM, SNEL))
    pages = ("/en/register", "/en/register?q=beter", "/en/register?status=retired",
             "/register/data/register.csv?status=in_use")  # fmt: skip
    before = [as_shown(client, one) for one in pages]
    wrong = importer.bring(copy_of(BETTER, NEW))
    assert [as_shown(client, one) for one in pages] != before

    importer.take_back(wrong)

    assert [as_shown(client, one) for one in pages] == before


def test_what_the_source_said_is_back_as_well(client, session, importer):
    rows = [{**SLIM, "url": "https://stad.example/1"}, SNEL]
    importer.bring(copy_of(*rows))
    before = sources(session)
    page = client.get("/en/register/slim/source").text
    # Another order, and one row that only its bookkeeping tells apart.
    other = {**SLIM, "url": "https://stad.example/2"}
    wrong = importer.bring(copy_of(NEW, {**SNEL, "doel": "Anders"}, other))
    assert sources(session) != before

    importer.take_back(wrong)

    back = sources(session)
    assert {key: back[key] for key in before} == before
    assert client.get("/en/register/slim/source").text == page
    exported = json.loads(export_register(session, "nl-1.0", base_url=""))
    assert "Nieuw" not in json.dumps(exported)


def test_the_source_of_what_went_back_stands_beside_it_again(client, importer):
    importer.bring(copy_of(SLIM))
    wrong = importer.bring(copy_of(BETTER))

    importer.take_back(wrong)

    page = client.get("/en/register/slim/source")
    assert page.status_code == 200
    assert "Beter" not in page.text


def test_a_newer_version_is_left_alone(session, importer, wrong):
    publish_next(session, importer.system("nieuw"), "Ours now.", purpose="Ours")
    session.commit()

    page = importer.take_back(wrong)

    assert importer.counts(wrong) == [0, 1, 1, 1]
    assert '/en/register/nieuw"><bdi>Nieuw</bdi>' in page
    assert "published a newer version" in page
    assert importer.system("nieuw").removed_at is None


def test_what_was_removed_since_is_left_alone(session, importer, wrong):
    remove_system(session, importer.system("nieuw"), "Twice.", now=NOW)
    session.commit()

    page = importer.take_back(wrong)

    assert "removed it or put it back since" in page
    assert importer.system("nieuw").removal_reason == "Twice."


def test_a_new_record_with_an_incident_stays(session, importer, official, wrong):
    form = IncidentForm(happened_on=NOW.date(), title="Oh", what_happened="It fell.")
    record_incident(session, importer.system("nieuw"), form, official, now=NOW)
    record_incident(session, importer.system("slim"), form, official, now=NOW)
    session.commit()

    page = importer.take_back(wrong)

    assert importer.counts(wrong) == [0, 1, 1, 1]
    assert "An incident, a figure" in page
    assert importer.system("nieuw").removed_at is None


def test_a_body_that_has_officials_by_now_keeps_its_records(session, importer, wrong):
    body = session.exec(select(Organisation).where(Organisation.name == "Stad")).one()
    make_official(session, organisation_id=body.id)
    session.commit()

    page = importer.take_back(wrong)

    assert "Only officials of its own body" in page
    assert len(importer.versions("slim")) == 2


def test_what_another_body_withholds_is_not_named(session, importer, wrong):
    system = importer.system("nieuw")
    make_official(session, organisation_id=system.organisation_id)
    withhold_system(session, system, now=NOW)
    session.commit()

    page = importer.take_back(wrong)

    assert "A record that its body hides" in page
    assert "Nieuw" not in page
    assert "/register/nieuw" not in page


def test_what_changes_before_the_worker_comes_is_left_alone(session, importer, wrong):
    importer.ask(wrong)
    publish_next(session, importer.system("slim"), "Ours now.")
    session.commit()

    importer.run()

    assert importer.counts(wrong) == [1, 0, 1, 1]
    assert importer.versions("slim")[-1].change_note == "Ours now."


def test_two_rows_of_one_system_go_back_to_what_it_first_said(session, importer):
    importer.bring(copy_of(SLIM))
    twin = Sidecar(
        system_id=importer.system("slim").id, format="nl-short", source_key="9",
        values={"id": "9"}, digest="old", imported_at=NOW,
    )  # fmt: skip
    session.add(twin)
    session.commit()
    wrong = importer.bring(copy_of(BETTER, {**SLIM, "id": "9", "doel": "Nog beter"}))
    assert len(importer.versions("slim")) == 3

    assert importer.counts(wrong) == [0, 1, 0, 0]
    importer.take_back(wrong)

    assert said(importer.versions("slim")[-1]) == said(importer.versions("slim")[0])
    assert sources(session)["9"][2] == "old"


def test_a_draft_stays_as_it_was_written(session, importer, wrong):
    system = importer.system("slim")
    open_draft(session, system, now=NOW).name = "Slimmer"
    session.commit()

    importer.take_back(wrong)

    draft = find_draft(session, importer.system("slim"))
    assert draft is not None
    assert draft.name == "Slimmer"
    revision = draft.revision
    session.commit()
    importer.bring(copy_of(BETTER, NEW))
    draft = find_draft(session, importer.system("slim"))
    # Whoever had it open is told that what it stands on changed.
    assert draft is not None
    assert (draft.name, draft.revision) == ("Slimmer", revision + 1)


def test_a_draft_does_not_bring_back_what_was_taken_back(session, importer):
    importer.bring(copy_of(SLIM))
    told = {"one_line": {"value": "It is clever."}}
    save_draft(session, importer.system("slim"), told, official=None, now=NOW)
    session.commit()
    wrong = importer.bring(copy_of(BETTER))

    importer.take_back(wrong)

    system = importer.system("slim")
    draft = find_draft(session, system)
    assert draft is not None
    assert "purpose" not in draft.fields
    publish_record(session, system, None, Change("In one sentence."), now=NOW)
    session.commit()
    fields = importer.versions("slim")[-1].fields
    assert fields["one_line"]["value"] == "It is clever."
    assert "purpose" not in fields


def test_what_officials_wrote_stays_when_a_newer_copy_is_taken_back(session, importer):
    importer.bring(copy_of({**SLIM, "doel": "Goed"}))
    publish_next(session, importer.system("slim"), "Ours.", one_line="It is clever.")
    session.commit()
    before = importer.versions("slim")[-1]

    importer.take_back(importer.bring(copy_of(BETTER)))

    again = importer.versions("slim")[-1]
    assert said(again) == said(before)
    # A later copy is laid beside what the source said before the wrong one.
    importer.bring(copy_of({**SLIM, "doel": "Best"}))
    fields = importer.versions("slim")[-1].fields
    assert fields["purpose"]["value"] == "Best"
    assert fields["one_line"]["value"] == "It is clever."


def test_taking_back_takes_no_more_statements_for_a_hundred_than_for_ten(
    session, importer
):
    taken = []
    for count in (10, 100):
        rows = [{**SLIM, "id": f"{count}-{one}"} for one in range(count)]
        importer.bring(copy_of(*rows))
        third = count // 3
        new = [{**SNEL, "id": f"new-{one['id']}"} for one in rows[:third]]
        changed = [{**one, "doel": "Anders"} for one in rows[third:]]
        wrong = importer.bring(copy_of(*new, *changed))
        importer.ask(wrong)
        with statements(session) as seen:
            importer.run()
        taken.append(len(seen))

    assert taken[1] < taken[0] + 20


def test_a_later_import_of_the_same_record_is_taken_back_first(importer, wrong):
    later = importer.bring(copy_of(BETTER, {**NEW, "doel": "Nog iets"}))
    assert importer.counts(wrong) == [0, 0, 1, 2]
    page = importer.take_back(wrong)
    assert "Take that one back first" in page

    importer.take_back(later)
    importer.take_back(wrong)

    assert importer.counts(wrong) == [1, 1, 1, 0]
    assert said(importer.versions("slim")[-1]) == said(importer.versions("slim")[0])
    assert importer.system("nieuw").removed_at is not None


def test_imports_taken_back_one_after_the_other_leave_nothing(importer):
    first = importer.bring(copy_of(SLIM, SNEL))
    second = importer.bring(copy_of(BETTER))
    third = importer.bring(copy_of(SLIM, SNEL))

    for place in (third, second, first):
        importer.take_back(place)

    assert importer.system("slim").removed_at is not None
    assert importer.system("snel").removed_at is not None
    assert said(importer.versions("slim")[-1]) == said(importer.versions("slim")[0])


def test_the_same_file_again_puts_everything_back_and_then_changes_nothing(
    client, importer, wrong
):
    importer.take_back(wrong)

    again = importer.bring(copy_of(BETTER, NEW))
    count = importer.count_versions()
    once_more = importer.send(copy_of(BETTER, NEW))

    assert client.get("/en/register/nieuw").status_code == 200
    assert client.get("/en/register/snel").status_code == 410
    _first, wrong_one, _back, last = importer.versions("slim")
    assert said(last) == said(wrong_one)
    assert "would change nothing" in client.get(once_more).text
    assert importer.count_versions() == count

    importer.take_back(again)
    assert client.get("/en/register/nieuw").status_code == 410
    assert client.get("/en/register/snel").status_code == 200


def test_a_copy_that_was_here_before_is_the_same_again(client, importer):
    importer.bring(copy_of(SLIM))
    importer.take_back(importer.bring(copy_of(BETTER)))

    old = importer.send(copy_of(SLIM))

    assert "would change nothing" in client.get(old).text


def test_what_a_put_back_record_tells_is_that_it_was_imported_again(
    session, importer, wrong
):
    importer.take_back(wrong)
    importer.bring(copy_of(BETTER, NEW))

    system = importer.system("nieuw")
    told = session.exec(
        select(RegisterEvent)
        .where(RegisterEvent.system_id == system.id)
        .order_by(col(RegisterEvent.at))
    ).all()
    kinds = [one.kind for one in told]
    assert kinds == [EventKind.PUBLISHED, EventKind.REMOVED, EventKind.RESTORED]
    assert told[-1].note.startswith("Opnieuw overgenomen")
    # It says what it said when it was removed: no version tells more.
    assert len(importer.versions("nieuw")) == 1


def test_a_change_of_the_source_alone_is_told_as_taken_back_too(importer):
    importer.bring(copy_of(SLIM))
    importer.take_back(importer.bring(copy_of({**SLIM, "extra": "x"})))

    assert [one.version for one in importer.versions("slim")] == [1, 2, 3]
    assert "teruggedraaid" in importer.versions("slim")[-1].change_note


def test_a_loss_that_comes_back_is_named_with_its_reason(session, importer):
    importer.bring(copy_of({**SLIM, "impactassessment": "Nee"}))
    importer.take_back(importer.bring(copy_of({**SLIM, "impactassessment": "Ja"})))

    last = importer.versions("slim")[-1]

    assert last.weakenings
    assert last.change_reason == WRONG


@pytest.mark.real_data
def test_a_real_copy_taken_back_leaves_the_register_saying_what_it_said(
    session, importer
):
    earlier = real_data("registers/nl_register_earlier.json").read_bytes()
    later = real_data("registers/nl_register.json").read_bytes()
    importer.bring(earlier)
    before = export_register(session, "csv", base_url="")
    session.commit()

    place = importer.bring(later)
    assert importer.counts(place) == [100, 56, 1, 0]
    after = export_register(session, "csv", base_url="")
    session.commit()
    importer.take_back(place)

    assert export_register(session, "csv", base_url="") == before
    session.commit()
    again = importer.bring(later)
    # What was new the first time is put back now, and would be removed again.
    assert importer.counts(again) == [0, 56, 1, 0, 100]
    assert export_register(session, "csv", base_url="") == after
    session.commit()
    assert "would change nothing" in importer.client.get(importer.send(later)).text


def as_shown(client, place):
    """Return what a list shows of records, without the day and the size of files."""
    text = client.get(place).text
    return [one in text for one in ("Slim", "Snel", "Nieuw", "Beter")]


def sources(session):
    session.expire_all()
    rows = session.exec(select(Sidecar)).all()
    session.commit()
    return {
        one.source_key: (one.values, one.position, one.digest, one.imported_at)
        for one in rows
    }
