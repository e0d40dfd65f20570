"""Importing registers, and giving them back."""

import csv
import io
import json
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.register.models import RegisterRecord, System
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.whole import import_whole
from app.register.standards.source import UnreadableFile
from tests.real_data import real_data

BASE = "https://register.example"


def copy_of(*rows: dict[str, str]) -> bytes:
    return json.dumps({"algoritmes": list(rows)}).encode()


SLIM = {"id": "1", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"}
SNEL = {"id": "2", "title": "Snel", "organisatie": "Dorp", "status": "ontwikkeling"}


def test_the_same_copy_again_changes_nothing(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    report = import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)

    assert (report.read, report.unchanged) == (2, 2)
    assert len(session.exec(select(RegisterRecord)).all()) == 2


def test_a_later_copy_adds_changes_and_removes(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    later = copy_of({**SLIM, "doel": "Beter"}, {**SNEL, "id": "3", "title": "Nieuw"})

    report = import_register(session, "nl-short", later, now=now)

    assert (report.created, report.updated, report.removed) == (1, 1, 1)
    gone = session.exec(select(System).where(System.slug == "snel")).one()
    assert gone.removed_at is not None
    assert gone.current_version == 1


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


def test_another_story_under_the_same_address_is_rejected(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    whole["systems"][0]["records"][0]["seal"] = "other"

    report = import_whole(session, json.dumps(whole).encode(), now=now)

    assert report.rejected[0]["field"] == "slug"


def test_a_file_of_another_schema_is_refused_whole(session: Session, now: datetime):
    with pytest.raises(UnreadableFile, match="folkmoot/register@1"):
        import_whole(session, b"{}", now=now)


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
