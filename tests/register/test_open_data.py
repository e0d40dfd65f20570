import csv
import io
import json
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.register.queries.public_records import (
    get_public_record,
    iterate_public_records,
)
from app.register.rules.open_data.feed import Feed, FeedEntry, Review, atom, calendar
from app.register.rules.open_data.record_json import record_document, selected
from app.register.rules.open_data.table import (
    columns,
    csv_lines,
    dictionary,
    safe_cell,
    table_rows,
)
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services.incidents import record_incident, record_reading
from tests.factories import NOW
from tests.register.make import make_published

TODAY = NOW.date()
BASE = "https://register.example"
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(feed: bytes) -> Element:
    return fromstring(feed)  # noqa: S314 - our own


@pytest.fixture
def public(session):
    system = make_published(
        session,
        "=HYPERLINK(1) <b>x</b>",
        models={"state": "withheld", "reason": "Law 7", "until": "2027-01-01"},
    )
    incident = IncidentForm(
        happened_on=date(2026, 2, 1), title="False alarm", what_happened="It rang."
    )
    record_incident(session, system, incident, None, now=NOW)
    reading = ReadingForm(measure="Errors", measured_on=date(2026, 1, 1), value=2.5)
    record_reading(session, system, reading, None, now=NOW)
    return get_public_record(session, system.slug, TODAY)


def test_the_document_of_a_record_holds_every_answer_state(public):
    document = json.loads(json.dumps(record_document(public, BASE)))

    assert document["url"] == f"{BASE}/register/hyperlink-1-b-x-b"
    assert document["fields"]["models"]["reason"] == "Law 7"
    assert document["incidents"][0]["title"] == "False alarm"
    assert document["readings"][0]["value"] == 2.5


def test_only_the_fields_asked_for_come_back_with_the_address(public):
    document = selected(record_document(public, BASE), ["name", "topic", "nonsense"])

    assert set(document) == {"url", "name", "fields"}
    assert set(document["fields"]) == {"topic"}


def test_the_table_reads_back_and_runs_no_formula(public):
    lines = csv_lines(table_rows([public], BASE))
    row = next(csv.DictReader(io.StringIO("".join(lines), newline="")))

    assert row["name"].startswith("'=HYPERLINK")
    assert row["models_state"] == "withheld: Law 7 2027-01-01"
    assert json.loads(row["operational_data"]) == [{"name": "Letters"}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


def test_the_dictionary_explains_every_column():
    assert [one["column"] for one in dictionary()] == columns()
    assert all(one["meaning"] for one in dictionary())


def test_a_feed_is_well_formed_whatever_officials_wrote():
    feed = Feed("id", "R", f"{BASE}/a", f"{BASE}/r", NOW, "City")
    url = f"{BASE}/r/x"
    entry = FeedEntry("e", "<b>\x0b&", "<script>", url, NOW, NOW, "changed", "B")
    root = parsed(atom(feed, [entry]))

    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "<b>&"
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "<script>"
    assert root.findtext(f"{ATOM}updated") == "2026-03-02T12:00:00Z"


def test_a_feed_without_entries_still_says_when_it_changed():
    root = parsed(atom(Feed("id", "R", "u", "p", NOW, "City"), []))

    assert root.findtext(f"{ATOM}updated") == "2026-03-02T12:00:00Z"


def test_a_calendar_folds_long_lines_and_escapes_its_texts():
    reviews = [Review("1@x", "Prüfung; " + "ä" * 90, f"{BASE}/r", date(2026, 12, 31))]
    text = calendar("Reviews", reviews, NOW)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Prüfung\\; " in text
    assert "DTEND;VALUE=DATE:20270101" in text


def test_many_records_come_in_the_order_asked_for(session):
    systems = [make_published(session, name) for name in ("B", "A", "C")]
    ids = [one.id for one in systems]

    names = [one.record.name for one in iterate_public_records(session, ids, TODAY)]

    assert names == ["B", "A", "C"]
