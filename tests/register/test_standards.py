"""Formats in and out, on rows written for these tests."""

import csv
import io
import json
from dataclasses import replace

import pytest

from app.errors import Invalid
from app.register.models import Status
from app.register.schemas.answers import read_answers
from app.register.standards import atrs_3, nl_1_0, nl_short, tables, us_2025
from app.register.standards.cells import guarded, unguarded
from app.register.standards.dates import read_date
from app.register.standards.markup import html_from_text, text_from_html
from app.register.standards.source import OutgoingRecord, SourceFile, UnreadableFile


def us_file(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, us_2025.COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({"agency": "DOT", "agency_name": "Roads", **row} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def nl_file(**values: object) -> bytes:
    return json.dumps([{"name": "Slim", "organization": "Gemeente", **values}]).encode()


def outgoing(source: SourceFile, **fields: object) -> list[OutgoingRecord]:
    return [
        OutgoingRecord(
            slug=f"system-{one.row}",
            name=one.name,
            organisation=one.organisation,
            status=one.status,
            fields={
                **{k: a.value for k, a in read_answers(one.fields).items()},
                **fields,
            },
            values=one.values,
        )
        for one in source.records
    ]


def us_rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_us_row_finds_its_home_in_our_fields():
    row = {
        "use_case_name": "Bridge watch",
        "development_stage": "Deployed",
        "topic_area": "Transportation",
        "operational_date": "Jan-03",
        "demographic_features": "['c) Age', 'k) None of the above']",
    }

    record = us_2025.read(us_file(row)).records[0]

    assert record.status is Status.IN_USE
    assert record.fields["use_started"]["value"] == "2003-01"
    assert record.fields["sensitive_attribute_kinds"]["value"] == ["age"]


def test_a_blank_stage_is_not_guessed():
    source = us_2025.read(us_file({"use_case_name": "Quiet"}))

    assert source.records[0].status is Status.NOT_STATED
    assert source.warnings[0].field == "development_stage"


def test_a_row_that_its_agency_wants_withheld_is_pointed_out_before_it_is_public():
    row = {"use_case_name": "Quiet", "development_stage": "Pilot"}
    rows = [
        {**row, "is_withheld": "Yes - Prohibited by Law"},
        {**row, "is_withheld": "No"},
    ]

    warnings = us_2025.read(us_file(*rows)).warnings

    assert [(one.row, one.field) for one in warnings] == [(1, "is_withheld")]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"id": "DOT-7"}, "No name stated (DOT-7)"),
        ({"id": "7"}, "No name stated (DOT 7)"),
        ({}, "No name stated (DOT)"),
    ],
)
def test_a_us_row_without_a_name_says_so_and_is_pointed_out(given, name):
    source = us_2025.read(us_file(given))

    assert source.records[0].name == name
    assert "The record has no name." in [one.reason for one in source.warnings]


def test_rows_without_an_id_and_with_the_same_id_keep_keys_of_their_own():
    rows = [
        {"use_case_name": "A"},
        {"use_case_name": "B"},
        {"use_case_name": "C", "id": "7"},
        {"use_case_name": "D", "id": "7"},
    ]

    keys = [one.key for one in us_2025.read(us_file(*rows)).records]

    assert len(set(keys)) == 4
    assert keys[2:] == ["DOT/7", "DOT/7#2"]


def test_a_us_value_comes_back_as_it_was_unless_ours_changed():
    row = {
        "use_case_name": "Bridge  watch",
        "benefits": "- Fewer closures",
        "contact_email": "somebody in room 4",
        "hi_public_consultation": "['a) Direct usability testing']",
    }
    records = outgoing(us_2025.read(us_file(row)), system_output="A list")

    back = us_rows(us_2025.write(records))[0]

    assert {key: back[key] for key in row} == row
    assert back["system_outputs"] == "A list"


def own(**fields: object) -> OutgoingRecord:
    return OutgoingRecord("gate", "Gate", "City", Status.IN_USE, fields)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.PAUSED])
def test_a_status_that_the_us_inventory_lacks_is_an_error_that_names_the_field(status):
    with pytest.raises(Invalid) as caught:
        us_2025.write([replace(own(), status=status)])

    assert list(caught.value.field_errors) == ["gate.development_stage"]


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ({"scheme": "eu_ai_act", "value": "High risk", "level": "high"}, ""),
        ({"scheme": "own", "value": "Low", "justification": "Small."}, ""),
        ({"scheme": "us_m25_21", "value": "Not High-impact"}, "Not High-impact"),
    ],
)
def test_only_the_memorandums_own_class_goes_into_the_us_inventory(row, written):
    back = us_rows(us_2025.write([own(risk_class=[row])]))[0]

    assert (back["is_high_impact"], back["HI_justification"]) == (written, "")


def test_a_class_that_the_memorandum_does_not_have_is_an_error():
    row = {"scheme": "us_m25_21", "value": "Medium"}

    with pytest.raises(Invalid) as caught:
        us_2025.write([own(risk_class=[row])])

    assert list(caught.value.field_errors) == ["gate.is_high_impact"]


def test_free_texts_are_no_choices_of_the_us_inventory():
    written = us_2025.write(
        [
            own(
                appeal_route="Write to us.",
                staff_training="A day a year.",
                procurement_procedure="Open tender",
                independent_review=[{"kind": "Audit"}],
                sensitive_attribute_kinds=["age", "politics"],
            )
        ]
    )

    back = us_rows(written)[0]
    chosen = ("hi_appeal_process", "hi_training_established", "contracting_usage")
    assert [back[one] for one in (*chosen, "hi_independent_review")] == [""] * 4
    assert back["demographic_features"] == "['c) Age', 'l) Other']"


def test_a_consultation_here_is_a_step_in_the_us_inventory():
    records = [
        replace(own(), is_consulted_on=True),
        replace(own(asked_elsewhere_how="Tests with users"), is_consulted_on=True),
        own(),
    ]

    steps = [one["hi_public_consultation"] for one in us_rows(us_2025.write(records))]

    solicited = "Public Feedback Solicitations"
    assert steps == [f"['{solicited}']", f"['{solicited}', 'Tests with users']", "[]"]


def test_a_status_that_nobody_knows_is_pointed_out_with_its_words():
    dutch = {"id": "1", "title": "Slim", "doel": "Beter", "status": "zomaar"}
    sources = [
        us_2025.read(us_file({"use_case_name": "A", "development_stage": "Flying"})),
        nl_short.read(json.dumps({"algoritmes": [dutch]}).encode()),
        nl_1_0.read(nl_file(status="Zomaar")),
    ]

    warned = [(one.row, one.field, one.value) for it in sources for one in it.warnings]
    assert warned == [
        (1, "development_stage", "Flying"),
        (1, "status", "zomaar"),
        (1, "status", "Zomaar"),
    ]
    assert {it.records[0].status for it in sources} == {Status.NOT_STATED}


def test_a_us_file_that_lacks_a_column_says_which():
    with pytest.raises(UnreadableFile, match="agency_bureau"):
        us_2025.read(b"agency,id\nDOT,1\n")


def test_a_us_row_of_too_few_or_too_many_cells_is_rejected_and_the_others_are_read():
    whole = us_file({"use_case_name": "A"}, {"use_case_name": "B"})
    lines = whole.decode("utf-8-sig").splitlines()
    lines[2:2] = ["DOT,Roads,7,Short", lines[1] + ",more", ""]
    source = us_2025.read("\n".join(lines).encode())

    assert [(one.row, one.name) for one in source.records] == [(1, "A"), (4, "B")]
    assert [(one.row, one.field, one.value) for one in source.rejected] == [
        (2, "cells", "4 / 36"),
        (3, "cells", "37 / 36"),
    ]
    assert source.rejected[0].name == "Short"
    assert source.read_count == 4


def test_a_us_file_in_another_encoding_says_where():
    with pytest.raises(UnreadableFile, match="Byte 6"):
        us_2025.read(b"agency\xff")


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("2025-09-08 00:00:00", "2025-09-08"),
        ("1/30/2026", "2026-01-30"),
        ("01/2024", "2024-01"),
        ("09/24/2024 12:00:00 AM", "2024-09-24"),
        ("2020", "2020"),
        ("13/2024", ""),
        ("soon", ""),
    ],
)
def test_a_date_stays_as_precise_as_it_was_stated(stated: str, read: str):
    assert read_date(stated) == read


def test_dutch_markup_becomes_text_and_comes_back():
    html = "<p>Doel:</p><ul><li>sneller</li><li>eerlijk &amp; open</li></ul>"

    text = text_from_html(html)

    assert text == "Doel:\n\n- sneller\n- eerlijk & open"
    assert html_from_text(text) == html


def test_a_dutch_record_comes_back_as_it_was():
    data = nl_file(
        status="In gebruik",
        category=["Ruimte en infrastructuur", "Wonen"],
        goal="<div><p>Slim <b>en</b> snel</p></div>",
        website="geen",
        lawful_basis_grouping=[{"title": "AVG", "link": "https://wet.example"}],
        begin_date=None,
    )

    assert json.loads(nl_1_0.write(outgoing(nl_1_0.read(data)))) == json.loads(data)


def test_a_value_too_long_for_the_dutch_standard_names_its_field():
    records = outgoing(nl_1_0.read(nl_file()), one_line="x" * 401)

    with pytest.raises(Invalid) as caught:
        nl_1_0.write(records)

    assert list(caught.value.field_errors) == ["system-1.description_short"]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.PAUSED])
def test_a_status_that_the_dutch_standard_lacks_is_an_error_that_names_the_field(
    status,
):
    with pytest.raises(Invalid) as caught:
        nl_1_0.write([replace(own(), status=status)])

    assert list(caught.value.field_errors) == ["gate.status"]


def test_a_dutch_record_of_no_named_body_is_taken_with_a_warning():
    source = nl_1_0.read(nl_file(organization=None))

    assert source.warnings[0].field == "organization"
    assert source.records[0].organisation == "Not stated in the source"


def test_broken_json_says_where():
    with pytest.raises(UnreadableFile, match="Line 2"):
        nl_short.read(b'{"algoritmes":\n]}')


def test_a_dutch_copy_rejects_a_record_without_a_title():
    data = json.dumps({"algoritmes": [{"id": "1"}, {"id": "2", "title": "Slim"}]})

    source = nl_short.read(data.encode())

    assert [one.row for one in source.rejected] == [1]
    assert source.read_count == 2


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@cmd",
        "-2+3",
        "- HYPERLINK(x)",
        "- a|b",
        "'=1",
        "''=1",
        "'- list",
        "\tx",
    ],
)
def test_a_formula_is_guarded_and_comes_back(text: str):
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


def test_a_list_in_prose_is_left_alone():
    assert guarded("- Fewer closures (per year)") == "- Fewer closures (per year)"


def test_a_table_for_spreadsheets_guards_every_cell():
    record = OutgoingRecord("s", "=HYPERLINK(1)", "Body", Status.IN_USE, {})

    assert b"'=HYPERLINK(1)" in tables.write_csv([record])


def test_an_atrs_export_answers_every_field_and_claims_no_conformity():
    record = OutgoingRecord("s", "Name", "Body", Status.IN_USE, {"purpose": "Safety"})

    whole = json.loads(atrs_3.write([record]))

    fields = {one["ref"]: one["value"] for one in whole["records"][0]["fields"]}
    assert fields["2.2.2"] == "Safety"
    assert fields["2.5.1"].startswith("N/A")
    assert whole["checked_against_the_standard"] is False


def test_what_is_no_text_does_not_become_a_public_name():
    rows = [
        {"id": "1", "title": {"a": 1}, "doel": 5},
        {"id": 2, "title": "Slim"},
        {"id": "3", "title": "Snel", "doel": None},
    ]
    source = nl_short.read(json.dumps({"algoritmes": rows}).encode())

    assert [(one.row, one.field) for one in source.rejected] == [
        (1, "title"),
        (1, "doel"),
        (2, "id"),
    ]
    assert {one.reason for one in source.rejected} == {"This has to be a text."}
    # What the source calls it is known, so it is not taken off our lists.
    assert (source.rejected[0].key, source.rejected[0].name) == ("1", "")
    assert [one.name for one in source.records] == ["Snel"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", {"a": 1}),
        ("goal", 5),
        ("organization", ["Stad"]),
        ("source_id", 7),
        ("source_data", {}),
        ("category", "Wonen"),
        ("category", [["Wonen"]]),
        ("lawful_basis_grouping", "AVG"),
        ("source_data_grouping", [{"title": {"a": 1}}]),
        ("impacttoetsen_grouping", ["DPIA"]),
    ],
)
def test_a_dutch_record_with_a_value_of_another_kind_is_rejected_with_its_field(
    key, value
):
    source = nl_1_0.read(nl_file(**{key: value}))

    assert [(one.row, one.field) for one in source.rejected] == [(1, key)]
    assert source.records == ()


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        ({"algoritmes": []}, "There is no record"),
        ({"algoritmes": [{"id": "1", "title": "Slim"}], "count": 2}, "cut off"),
    ],
)
def test_a_daily_copy_that_is_not_whole_takes_nothing_off_our_lists(copy, said):
    with pytest.raises(UnreadableFile, match=said):
        nl_short.read(json.dumps(copy).encode())
