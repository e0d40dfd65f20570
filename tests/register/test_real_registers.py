"""The real registers come in whole, and go out as they were."""

import csv
import io
import json
from datetime import datetime

import pytest
from sqlmodel import Session

from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.whole import import_whole
from tests.real_data import real_data
from tests.register.copies import BASE


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
