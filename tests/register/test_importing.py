"""Importing registers, and giving them back."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.db import Database
from app.register.models import EventKind, RegisterRecord, System
from app.register.queries.events import list_public_events
from app.register.queries.index import get_version
from app.register.queries.search import list_found
from app.register.schemas.change import Change
from app.register.schemas.search import read_query
from app.register.services import publish_record, save_draft
from app.register.services.entries import mark_consulted_on
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.intake import Terms, look_through, take_all
from app.register.services.intake_files import open_file
from app.register.services.whole import import_whole
from app.register.standards.source import UnreadableFile
from tests.factories import make_official, make_organisation
from tests.real_data import real_data
from tests.register.make import make_published, publish_next

BASE = "https://register.example"


def copy_of(*rows: Mapping[str, str | None]) -> bytes:
    return json.dumps({"algoritmes": list(rows)}).encode()


SLIM = {"id": "1", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"}
SNEL = {"id": "2", "title": "Snel", "organisatie": "Dorp", "status": "ontwikkeling"}


def test_the_same_copy_again_changes_nothing(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    version = get_version(session)

    report = import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    assert (report.read, report.unchanged) == (2, 2)
    assert get_version(session) == version
    assert len(session.exec(select(RegisterRecord)).all()) == 2


def test_a_later_copy_adds_changes_and_removes(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    later = copy_of({**SLIM, "doel": "Beter"}, {**SNEL, "id": "3", "title": "Nieuw"})

    report = import_register(session, "nl-short", later, now=now)

    assert (report.created, report.updated, report.removed) == (1, 1, 1)
    gone = session.exec(select(System).where(System.slug == "snel")).one()
    assert gone.removed_at is not None
    assert gone.current_version == 1


def test_many_systems_of_one_name_get_addresses_in_order_and_leave_none_twice(
    session: Session, now: datetime
):
    rows = [{**SLIM, "id": str(number)} for number in range(250)]
    taken = {**SLIM, "id": "x", "title": "Slim 3"}

    import_register(session, "nl-short", copy_of(taken, *rows), now=now)

    slugs = set(session.exec(select(System.slug)))
    numbers = {f"slim-{number}" for number in range(2, 252)} - {"slim-3"}
    assert slugs == {"slim", "slim-3"} | numbers


def test_bookkeeping_of_the_source_is_no_change(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM), now=now)

    moved = copy_of({**SLIM, "url": "https://elders.example", "toegevoegd": "2026"})

    assert import_register(session, "nl-short", moved, now=now).unchanged == 1


def test_a_partial_copy_removes_nothing(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    report = import_register(
        session, "nl-short", copy_of(SLIM), is_partial=True, now=now
    )

    assert report.removed == 0


@pytest.mark.parametrize(
    "broken",
    [
        {**SNEL, "title": None},
        {**SNEL, "title": " "},
        {**SNEL, "title": "S" * 400},
        {**SNEL, "organisatie": "D" * 400},
    ],
)
def test_a_record_that_is_rejected_is_still_held_by_its_source(
    session: Session, now: datetime, broken: dict[str, str | None]
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    look = look_through(
        session, open_file("nl-short", copy_of(SLIM, broken)), Terms(now)
    )

    report = import_register(session, "nl-short", copy_of(SLIM, broken), now=now)

    assert (look.removed, report.removed, report.rejected_count) == (0, 0, 1)
    kept = session.exec(select(System).where(System.slug == "snel")).one()
    assert kept.removed_at is None


def test_a_record_that_comes_twice_is_not_removed(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    report = import_register(
        session, "nl-short", copy_of(SLIM, SNEL, SNEL, SNEL), now=now
    )

    assert (report.removed, report.unchanged, report.rejected_count) == (0, 2, 2)
    assert {one["name"] for one in report.rejected} == {"Snel"}


def test_a_copy_with_a_record_of_no_identifier_removes_nothing_and_says_so(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    report = import_register(
        session, "nl-short", copy_of(SLIM, {**SNEL, "id": None}), now=now
    )

    assert report.removed == 0
    assert report.rejected[0]["name"] == "Snel"
    (warned,) = [one for one in report.warnings if one["field"] == "id"]
    assert "None is removed." in warned["reason"]


def test_the_counts_sum_to_what_was_read(session: Session, now: datetime):
    report = import_register(session, "nl-short", copy_of(SLIM, {"id": "9"}), now=now)

    assert report.read == 2
    assert report.created + report.updated + report.unchanged == 1
    assert report.rejected == [
        {"row": 2, "field": "title", "reason": "This key has no value."}
    ]


def test_our_own_format_goes_round_without_a_difference(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_register(
        session, "nl-short", copy_of({**SLIM, "doel": "Beter"}, SNEL), now=now
    )
    whole = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(session, whole, now=now)

    assert (report.read, report.unchanged) == (2, 2)
    assert export_register(session, "folkmoot", base_url=BASE) == whole


def test_a_file_that_continues_our_history_adds_its_versions(
    session: Session, database: Database, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    session.commit()
    import_register(session, "nl-short", copy_of({**SLIM, "doel": "Beter"}), now=now)
    newer = export_register(session, "folkmoot", base_url=BASE)
    session.rollback()

    report = import_whole(session, newer, now=now)

    assert report.updated == 1
    assert session.exec(select(System)).one().current_version == 2


def test_what_was_weakened_elsewhere_is_listed_as_such_here(
    session: Session, empty: Session, now: datetime
):
    system = make_published(session, "Letter sorting")
    publish_next(session, system, appeal_route="No appeal is possible.")
    make_published(session, "Bin routes")

    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)

    query = read_query({"weakened": ["yes"]})
    (found,) = list_found(empty, query, now.date())
    assert empty.get_one(System, found).slug == "letter-sorting"


def test_an_entry_that_was_removed_goes_round_as_a_tombstone(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    whole = export_register(session, "folkmoot", base_url=BASE)

    import_whole(empty, whole, now=now)

    gone = empty.exec(select(System).where(System.slug == "snel")).one()
    assert gone.removed_at == now
    assert gone.removal_reason
    assert b"Snel" not in export_register(empty, "jsonl", base_url=BASE)
    assert export_register(empty, "folkmoot", base_url=BASE) == whole


def test_a_removal_comes_in_after_the_versions(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    newer = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(empty, newer, now=now)

    assert (report.updated, report.unchanged) == (1, 1)
    kinds = [one.event.kind for one in list_public_events(empty)]
    assert kinds.count(EventKind.REMOVED) == 1


def test_events_keep_their_names_on_the_way(
    session: Session, empty: Session, now: datetime
):
    system = make_published(session, human_review="A person reads each one.")
    weaker = {"human_review": {"state": "answered"}}
    save_draft(session, system, weaker, official=None, now=now)
    publish_record(session, system, None, Change("Less.", is_correction=True), now=now)
    whole = export_register(session, "folkmoot", base_url=BASE)

    import_whole(empty, whole, now=now)

    told = {one.event.kind for one in list_public_events(empty)}
    assert told == {one.event.kind for one in list_public_events(session)}
    assert EventKind.WEAKENED in told


def test_another_story_under_the_same_address_is_rejected(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    import_register(empty, "nl-short", copy_of({**SLIM, "doel": "Beter"}), now=now)
    whole = export_register(empty, "folkmoot", base_url=BASE)

    assert import_whole(session, whole, now=now).rejected[0]["field"] == "slug"


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("slug",), "../slim", "slug"),
        (("slug",), "data", "slug"),
        (("name",), "x" * 301, "name"),
        (("records", 0, "change_note"), "Nothing happened.", "records.1.seal"),
        (("records", 0, "version"), 2, "records"),
        (("records", 0, "published_at"), "soon", "records"),
        (("records", 0, "fields", "public_page"), {"value": "javascript:1"}, "records.1.public_page"),
        (("records", 0, "fields"), "none", "records"),
        (("created_at",), None, "records"),
        (("status",), "lost", "records"),
        (("organisation",), "elsewhere", "organisation"),
    ],
)  # fmt: skip
def test_a_file_of_ours_that_somebody_changed_is_rejected(
    session: Session, empty: Session, now: datetime, place: tuple[str | int, ...],
    value: object, field: str,
):  # fmt: skip
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    at = whole["systems"][0]
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value

    report = import_whole(empty, json.dumps(whole).encode(), now=now)

    assert (report.created, report.rejected[0]["field"]) == (0, field)


def test_a_file_of_another_schema_is_refused_whole(session: Session, now: datetime):
    with pytest.raises(UnreadableFile, match="folkmoot/register@1"):
        import_whole(session, b"{}", now=now)


LONG = "x" * 301


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**SLIM, "title": LONG}, "name"),
        ({**SLIM, "organisatie": LONG}, "organisation"),
        ({**SLIM, "id": LONG}, "id"),
        ({**SLIM, "doel": "x" * 60_001}, "purpose"),
    ],
)
def test_what_is_too_long_is_named_and_never_cut(
    session: Session, now: datetime, row: dict[str, str], field: str
):
    report = import_register(session, "nl-short", copy_of(row, SNEL), now=now)

    assert (report.read, report.created) == (2, 1)
    assert [(one["row"], one["field"]) for one in report.rejected] == [(1, field)]


def test_an_identifier_that_comes_twice_is_named(session: Session, now: datetime):
    again = {**SNEL, "id": "1"}

    report = import_register(session, "nl-short", copy_of(SLIM, again), now=now)

    assert (report.read, report.created, report.rejected_count) == (2, 1, 1)
    assert report.rejected[0]["field"] == "id"


def test_looking_says_what_taking_does_and_writes_nothing(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    rows = (
        {**SLIM, "doel": "Beter"},
        {**SNEL, "id": "3"},
        {"id": "4"},
        {**SNEL, "id": "3"},
    )
    file, terms = open_file("nl-short", copy_of(*rows)), Terms(now)

    seen = look_through(session, file, terms)
    assert len(session.exec(select(RegisterRecord)).all()) == 2
    done = take_all(session, file, terms)

    assert replace(seen, is_dry_run=False, changes=[], held=0) == done
    told = [(one["change"], one["name"], one["keys"]) for one in seen.changes]
    assert told == [
        ("updated", "Slim", ["doel"]),
        ("created", "Snel", []),
        ("removed", "Snel", []),
    ]
    assert (done.created, done.updated, done.removed, done.rejected_count) == (
        1,
        1,
        1,
        2,
    )


def test_an_official_writes_no_records_of_a_body_with_officials(
    session: Session, now: datetime
):
    official = make_official(session)
    make_official(session, organisation_id=make_organisation(session, name="Dorp").id)
    file = open_file("nl-short", copy_of(SLIM, SNEL))

    report = take_all(session, file, Terms(now, official))

    assert report.created == 1
    assert report.rejected[0]["field"] == "organisation"


def test_an_official_removes_no_records_of_a_body_with_officials(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    dorp = session.exec(select(Organisation).where(Organisation.name == "Dorp")).one()
    make_official(session, organisation_id=dorp.id)
    file = open_file("nl-short", copy_of(SLIM))

    assert take_all(session, file, Terms(now, make_official(session))).removed == 0
    assert take_all(session, file, Terms(now)).removed == 1


@pytest.mark.real_data
@pytest.mark.slow
def test_the_us_inventory_comes_in_whole_and_goes_out_as_it_was(
    session: Session, now: datetime
):
    data = real_data("registers/us_2025_use_cases.csv").read_bytes()

    report = import_register(session, "us-2025", data, now=now)
    back = export_register(session, "us-2025", base_url=BASE)

    assert (report.read, report.created, report.rejected) == (3611, 3611, [])
    assert rows_of(back) == rows_of(data)
    assert import_register(session, "us-2025", data, now=now).unchanged == 3611


@pytest.mark.real_data
@pytest.mark.slow
def test_two_copies_of_the_dutch_register_come_out_as_versions_and_a_tombstone(
    session: Session, now: datetime
):
    earlier = real_data("registers/nl_register_earlier.json").read_bytes()
    later = real_data("registers/nl_register.json").read_bytes()
    import_register(session, "nl-short", earlier, now=now)

    report = import_register(session, "nl-short", later, now=now)

    assert (report.created, report.updated, report.removed) == (100, 56, 1)
    assert report.unchanged == 1374
    assert import_register(session, "nl-short", later, now=now).unchanged == 1530


@pytest.mark.real_data
@pytest.mark.slow
def test_real_registers_go_round_through_an_empty_database(
    session: Session, empty: Session, now: datetime
):
    for name, file in (
        ("us-2025", "us_2025_use_cases.csv"),
        ("nl-short", "nl_register_earlier.json"),
        ("nl-short", "nl_register.json"),
    ):
        data = real_data(f"registers/{file}").read_bytes()
        import_register(session, name, data, now=now)
    whole = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(empty, whole, now=now)

    assert (report.created, report.rejected) == (3611 + 1531, [])
    assert export_register(empty, "folkmoot", base_url=BASE) == whole
    for name in ("us-2025", "csv", "jsonl"):
        ours = export_register(session, name, base_url=BASE)
        assert export_register(empty, name, base_url=BASE) == ours, name
    assert import_whole(empty, whole, now=now).unchanged == report.read


@pytest.mark.real_data
def test_the_dutch_templates_come_back_as_they_were(session: Session, now: datetime):
    for path in sorted(real_data("registers/nl_standard_1_0").glob("[A-Za-z]*.json")):
        if path.stem == "schema":
            continue
        source = json.loads(path.read_bytes())
        import_register(session, "nl-1.0", path.read_bytes(), now=now)
        back = json.loads(export_register(session, "nl-1.0", base_url=BASE))
        assert back == source, path.name
        session.rollback()


def rows_of(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def asked_here(session: Session, now: datetime) -> list[str]:
    query = read_query({"consultation": ["here"]})
    found = list_found(session, query, now.date())
    return [session.get_one(System, one).slug for one in found]


def test_that_people_were_asked_goes_round_with_our_own_format(
    session: Session, empty: Session, now: datetime
):
    asked = make_published(session, "Ask Larkhaven")
    make_published(session, "Bin routes")
    mark_consulted_on(session, asked.id, now=now)
    whole, inventory = (
        export_register(session, name, base_url=BASE)
        for name in ("folkmoot", "us-2025")
    )

    report = import_whole(empty, whole, now=now)

    assert report.created == 2
    assert export_register(empty, "folkmoot", base_url=BASE) == whole
    assert export_register(empty, "us-2025", base_url=BASE) == inventory
    told = {one["use_case_name"]: one for one in rows_of(inventory)}
    assert told["Ask Larkhaven"]["hi_public_consultation"] != "[]"
    assert told["Bin routes"]["hi_public_consultation"] == "[]"
    assert asked_here(empty, now) == asked_here(session, now) == ["ask-larkhaven"]
    assert import_whole(empty, whole, now=now).unchanged == 2


def test_that_people_were_asked_meanwhile_continues_what_is_here(
    session: Session, empty: Session, now: datetime
):
    asked = make_published(session, "Ask Larkhaven")
    before = export_register(session, "folkmoot", base_url=BASE)
    import_whole(empty, before, now=now)
    mark_consulted_on(session, asked.id, now=now)
    after = export_register(session, "folkmoot", base_url=BASE)

    assert import_whole(empty, after, now=now).updated == 1
    assert asked_here(empty, now) == ["ask-larkhaven"]
    assert import_whole(empty, before, now=now).unchanged == 1
    assert asked_here(empty, now) == ["ask-larkhaven"]


def test_a_file_of_ours_from_before_it_told_of_asking_is_taken(
    session: Session, empty: Session, now: datetime
):
    make_published(session, "Ask Larkhaven")
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    del whole["systems"][0]["is_consulted_on"]
    older = json.dumps(whole).encode()

    assert import_whole(empty, older, now=now).created == 1
    assert import_whole(empty, older, now=now).unchanged == 1
    whole["systems"][0]["is_consulted_on"] = "yes"
    (reason,) = import_whole(empty, json.dumps(whole).encode(), now=now).rejected
    assert reason["field"] == "is_consulted_on"
