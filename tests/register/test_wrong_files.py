"""Files that are something else than was said: what they are, and what to do."""

import csv
import gzip
import json
from itertools import permutations

import pytest

from app.register.services.intake_files import FORMATS, open_file
from app.register.standards.source import UnreadableFile
from tests.register.copies import SLIM, copy_of
from tests.register.test_standards import nl_file, us_file

INVENTORY = us_file({"use_case_name": "Bridge watch"})
OURS = json.dumps(
    {"schema": "folkmoot/register@1", "organisations": [], "systems": []}
).encode()
SAMPLES = {
    "us-2025": INVENTORY,
    "nl-short": copy_of(SLIM),
    "nl-1.0": nl_file(),
    "folkmoot": OURS,
}
LOOKS_LIKE = {
    "us-2025": "This looks like a US federal inventory of 2025.",
    "nl-short": "This looks like a daily copy of the Dutch algorithm register.",
    "nl-1.0": "This looks like the Dutch publication standard 1.0.",
    "folkmoot": "This looks like a register exported from Folkmoot.",
}


def said_of(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_file(name, data)
    return str(caught.value)


@pytest.mark.parametrize(("told", "real"), [*permutations(FORMATS, 2)])
def test_a_file_of_another_format_says_which_to_choose(told, real):
    said = said_of(told, SAMPLES[real])

    assert said.startswith(LOOKS_LIKE[real])
    assert "Choose that as what the file is." in said


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf \r\n", "This file is empty."),
        (INVENTORY.decode("utf-8-sig").encode("utf-16"), "This file is in UTF-16."),
        (INVENTORY.decode("utf-8-sig").encode("utf-16-le"), "This file is in UTF-16."),
        (
            b"PK\x03\x04\x14\x00\x06\x00",
            "This is a spreadsheet or another packed file.",
        ),
        (
            gzip.compress(b"{}", mtime=0),
            "This is a spreadsheet or another packed file.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no text file"),
        (b"<!DOCTYPE html><title>Register</title>", "This is a web page."),
    ],
    ids=["nothing", "blanks", "utf-16", "utf-16-le", "zip", "gzip", "png", "html"],
)
def test_a_file_that_is_no_register_says_what_it_is(name, data, said):
    assert said_of(name, data).startswith(said)


@pytest.mark.parametrize(
    ("separator", "said"),
    [(";", "stand between semicolons"), ("\t", "stand between tabs")],
)
def test_a_table_with_other_separators_says_how_to_save_it(separator, said):
    table = INVENTORY.replace(b",", separator.encode())

    assert said in said_of("us-2025", table)
    assert "Save it as CSV with commas" in said_of("us-2025", table)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("nl-1.0", b"[]", "There is no record in this file."),
        ("folkmoot", OURS, "There is no record in this file."),
        ("us-2025", us_file(), "There is no record in this file."),
        ("nl-1.0", b"{}", "No record in this file has a key"),
        ("us-2025", b"{}", "This file is JSON, and the US inventory is a CSV file."),
        ("us-2025", b"a,b\n1,2\n", "The first line names none of the columns"),
        ("nl-short", b"a,b\n1,2\n", "This file is no JSON."),
        ("nl-short", b'{"algoritmes":[', "Line 1, column 16 is not JSON"),
        (
            "nl-1.0",
            b'{"name": "\xff"}',
            "Byte 10 is not UTF-8. Save the file in UTF-8.",
        ),
    ],
)
def test_what_holds_nothing_or_is_broken_says_so(name, data, said):
    assert said in said_of(name, data)


def test_a_quotation_mark_that_is_missing_is_looked_for_where_reading_stopped():
    usual = csv.field_size_limit(1_000)
    try:
        said = said_of("us-2025", INVENTORY + b'"' + b"x" * 2_000)
    finally:
        csv.field_size_limit(usual)

    assert said.startswith("The file cannot be read after record 1.")
