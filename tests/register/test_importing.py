"""Importing another register, once and again."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.register.models import RegisterRecord, System
from app.register.queries.index import get_version
from app.register.services.importing import import_register
from app.register.services.intake import Terms, look_through, take_all
from app.register.services.intake_files import open_file
from tests.factories import make_official, make_organisation
from tests.register.copies import SLIM, SNEL, copy_of


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
