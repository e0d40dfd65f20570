"""A file of rows, CSV, Excel or JSON lines, as plain text in columns."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from app.errors import N_, Invalid

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
_MOST_UNPACKED: Final = 512 * 2**20
_SEPARATORS: Final = ",;\t"
_ZIP: Final = b"PK\x03\x04"
# All that the archive, the markup in it, and what is read from that may be wrong with.
_NO_EXCEL: Final = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
# A quarter of a million characters in a cell is no comment.
csv.field_size_limit(2**18)


@dataclass(frozen=True, slots=True)
class Row:
    """One row and its number as a spreadsheet shows it; the heading is row 1."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read: its columns, and its rows in order."""

    columns: Sequence[str]
    rows: Sequence[Row]

    def index(self, column: str) -> int:
        """Return where a column stands.

        Raises:
            Invalid: There is none of this name; the sentence lists those there are.
        """
        if column in self.columns:
            return list(self.columns).index(column)
        raise Invalid({"map": f"There is no column “{column}”. There are: {self}."})

    def __str__(self) -> str:
        return ", ".join(self.columns)


def read_table(content: bytes, most: int | None = None) -> Table:
    """Read a file by what is in it, whatever it is called; all of it, or `most` rows.

    Raises:
        Invalid: It is neither CSV or JSON lines in UTF-8 nor an Excel file, is empty,
            or too large.
    """
    filled = (
        Row(number, cells)
        for number, cells in enumerate(_bounded(_rows(content)), 1)
        if any(cell.strip() for cell in cells)
    )
    numbered = list(islice(filled, None if most is None else most + 1))
    if not numbered:
        raise _unreadable(N_("This file is empty."))
    columns = [cell.strip() for cell in numbered[0].cells]
    if len(columns) > MOST_COLUMNS:
        raise _unreadable(N_("This file has too many columns."))
    named = [column for column in columns if column]
    if len(set(named)) != len(named):
        raise _unreadable(N_("Two columns of this file have the same heading."))
    return Table(columns, numbered[1:])


def is_packed(content: bytes) -> bool:
    """Tell whether a file holds far more than its size lets expect, as Excel's do."""
    return content.startswith(_ZIP)


def _rows(content: bytes) -> Iterator[list[str]]:
    if is_packed(content):
        return _from_excel(content)
    text = _decoded(content)
    return _from_lines(text) if text.lstrip().startswith("{") else _from_csv(text)


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise _unreadable(N_("This file has too many rows. Please split it."))
        yield row


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            N_("This file is not in UTF-8. Save it as “CSV UTF-8” and try again.")
        ) from error


def _from_lines(text: str) -> Iterator[list[str]]:
    """Yield a heading of all names, then one row for each line of JSON.

    The heading takes the place of row 1, as in a table, so row 2 is line 1.
    """
    try:
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError) as error:
        raise _unreadable(N_("This file is not a table we can read.")) from error
    if not all(isinstance(row, dict) for row in rows):
        raise _unreadable(N_("This file is not a table we can read."))
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MOST_COLUMNS:
        raise _unreadable(N_("This file has too many columns."))
    yield [_json_cell(name) for name in names]
    for row in rows:
        yield [_json_cell(row.get(name)) for name in names]


def _json_cell(value: Any) -> str:
    if isinstance(value, str):
        # Half a surrogate pair is no character: no database takes it.
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else _cell(value)


def _from_csv(text: str) -> Iterator[list[str]]:
    heading = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=heading.count)
    try:
        yield from csv.reader(
            io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator
        )
    except csv.Error as error:
        raise _unreadable(N_("This file is not a table we can read.")) from error


def _from_excel(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow to load

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
                raise _unreadable(N_("This file is too large once unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(
            values_only=True, max_col=MOST_COLUMNS + 1
        ):
            yield _trimmed([_cell(value) for value in row])
        book.close()
    except _NO_EXCEL as error:
        raise _unreadable(N_("This file is not a table we can read.")) from error


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unreadable(sentence: str) -> Invalid:
    return Invalid({"file": sentence})
