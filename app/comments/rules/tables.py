"""A file of rows, CSV or Excel, as plain text in columns."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.errors import N_, Invalid

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
_MOST_UNPACKED: Final = 512 * 2**20
_SEPARATORS: Final = ",;\t"
_ZIP: Final = b"PK\x03\x04"
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


def read_table(content: bytes) -> Table:
    """Read a file by what is in it, whatever it is called.

    Raises:
        Invalid: It is neither CSV in UTF-8 nor an Excel file, is empty, or too large.
    """
    rows = _from_excel(content) if content.startswith(_ZIP) else _from_csv(content)
    numbered = [
        Row(number, cells)
        for number, cells in enumerate(_bounded(rows), 1)
        if any(cell.strip() for cell in cells)
    ]
    if not numbered:
        raise _unreadable(N_("This file is empty."))
    columns = [cell.strip() for cell in numbered[0].cells]
    if len(columns) > MOST_COLUMNS:
        raise _unreadable(N_("This file has too many columns."))
    named = [column for column in columns if column]
    if len(set(named)) != len(named):
        raise _unreadable(N_("Two columns of this file have the same heading."))
    return Table(columns, numbered[1:])


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise _unreadable(N_("This file has too many rows. Please split it."))
        yield row


def _from_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            N_("This file is not in UTF-8. Save it as “CSV UTF-8” and try again.")
        ) from error
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
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise _unreadable(N_("This file is not a table we can read.")) from error
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
        yield _trimmed([_cell(value) for value in row])
    book.close()


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
