"""What the Dutch standard says of data: told in one column, linked in another."""

import json
from dataclasses import replace

from app.register.standards import nl_1_0
from tests.register.test_standards import nl_file, outgoing, own

DATA = {
    "source_data": "<p>Meldingen van <b>bewoners</b></p>",
    "source_data_grouping": [
        {"title": "BRP", "link": "https://brp.example"},
        {"title": "Archief", "link": "op papier"},
    ],
}


def test_what_a_dutch_record_says_of_its_data_is_the_data_it_uses():
    (record,) = nl_1_0.read(nl_file(**DATA)).records

    assert record.fields["operational_data"]["value"] == [
        {"description": "Meldingen van bewoners"},
        {"name": "BRP", "url": "https://brp.example"},
        {"name": "Archief"},
    ]
    assert "data_governance" not in record.fields


def test_data_that_changed_here_leaves_the_other_column_as_its_source_wrote_it():
    rows = [
        {"description": "Meldingen van bewoners"},
        {"name": "BRP", "url": "https://brp.example/new"},
        {"name": "Archief"},
    ]
    records = outgoing(nl_1_0.read(nl_file(**DATA)), operational_data=rows)

    (written,) = json.loads(nl_1_0.write(records))

    assert written["source_data"] == DATA["source_data"]
    assert written["source_data_grouping"] == [
        {"title": "BRP", "link": "https://brp.example/new"}
    ]


def test_data_of_our_own_is_told_and_linked_in_the_dutch_standard():
    rows = [
        {"name": "Meters", "description": "One reading an hour."},
        {"name": "Streets", "url": "https://city.example/streets"},
        {"name": "Weather"},
    ]
    fields = {**own().fields, "operational_data": rows}

    (written,) = json.loads(nl_1_0.write([replace(own(), fields=fields)]))

    assert written["source_data"] == "<p>Meters: One reading an hour.</p><p>Weather</p>"
    assert written["source_data_grouping"] == [
        {"title": "Streets", "link": "https://city.example/streets"}
    ]


def test_data_that_nobody_changed_comes_back_word_for_word():
    source = nl_file(**DATA)

    (written,) = json.loads(nl_1_0.write(outgoing(nl_1_0.read(source))))

    assert written["source_data"] == DATA["source_data"]
    assert written["source_data_grouping"] == DATA["source_data_grouping"]
