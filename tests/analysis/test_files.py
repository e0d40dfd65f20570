import json

import openpyxl
import pytest

from app.analysis.files import Columns, UnreadableFile, read_documents
from app.analysis.findings import Document

EXPECTED = [Document("7", "Keep the bus", "Why?"), Document("8", "Größe; 5 €", "Why?")]
COLUMNS = Columns("said", "key", "asked")


def write_xlsx(file):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["key", "said", "asked"], [7, "Keep the bus", "Why?"], [None] * 3):
        sheet.append(row)
    sheet.append([8, "Größe; 5 €", "Why?"])
    book.save(file)


def write_jsonl(file):
    rows = [{"key": d.id, "said": d.text, "asked": d.question} for d in EXPECTED]
    file.write_text("\n\n".join(map(json.dumps, rows)))


def csv_of(delimiter, encoding):
    def write(file):
        lines = ["key,said,asked", '7,"Keep the bus",Why?', '8,"Größe; 5 €",Why?']
        text = "\r\n".join(lines).replace(",", delimiter)
        file.write_bytes(text.encode(encoding))

    return write


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        pytest.param("csv", csv_of(",", "utf-8"), id="commas"),
        pytest.param("csv", csv_of(";", "utf-8-sig"), id="semicolons-and-mark"),
        pytest.param("csv", csv_of("\t", "cp1252"), id="tabs-in-an-old-encoding"),
        pytest.param("xlsx", write_xlsx, id="workbook"),
        pytest.param("jsonl", write_jsonl, id="json-lines"),
    ],
)
def test_every_format_gives_the_same_comments(tmp_path, suffix, write):
    file = tmp_path / f"comments.{suffix}"
    write(file)

    assert read_documents(file, COLUMNS) == EXPECTED


@pytest.mark.parametrize("write", [csv_of(",", "utf-8"), write_xlsx, write_jsonl])
def test_a_missing_column_is_answered_with_those_that_are_there(tmp_path, write):
    suffix = {write_xlsx: "xlsx", write_jsonl: "jsonl"}.get(write, "csv")
    file = tmp_path / f"comments.{suffix}"
    write(file)

    with pytest.raises(
        UnreadableFile, match=r"no column 'text'.*'key', 'said', 'asked'"
    ):
        read_documents(file, Columns("text"))


def test_without_an_id_column_rows_are_counted(tmp_path):
    file = tmp_path / "comments.csv"
    file.write_text("said\none\ntwo\n")

    assert [d.id for d in read_documents(file, Columns("said"))] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "said\none\n", "not a .csv, .xlsx or .jsonl"),
        ("a.csv", "id,said\n1,one\n1,two\n", "two comments have the id '1'"),
        ("a.csv", "id,said\n,one\n", "comment 1 has no id"),
        ("a.csv", "", "columns found are: none"),
        ("a.jsonl", "{", "line 1 is not JSON"),
        ("a.jsonl", "[1]", "line 1 is not a JSON object"),
        ("a.xlsx", "not a workbook", "not a readable .xlsx"),
    ],
)
def test_an_unreadable_file_is_explained(tmp_path, name, content, message):
    file = tmp_path / name
    file.write_text(content)

    with pytest.raises(UnreadableFile, match=message):
        read_documents(file, Columns("said", "id" if "id" in content else None))
