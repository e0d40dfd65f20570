"""Reads comments from the files people have: .csv, .xlsx and .jsonl.

Nothing is guessed about columns: the caller names them, and an error says which
columns there are.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from app.analysis.findings import Document

_LONGEST_FIELD: Final = 2_000_000_000
_SNIFFED: Final = 65_536
_DELIMITERS: Final = ",;\t|"


class UnreadableFile(ValueError):
    """A file that cannot be read as asked; the message says why and what there is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a file hold what.

    Attributes:
        text: The comment.
        id: Its key; without one, rows are counted from 1.
        question: The question it answers; each is read on its own.
        language: Its ISO 639-1 code, where the participant stated it.
    """

    text: str
    id: str | None = None
    question: str | None = None
    language: str | None = None

    def named(self) -> list[str]:
        """Return the columns that the file must have."""
        all_four = (self.text, self.id, self.question, self.language)
        return [name for name in all_four if name is not None]


def read_documents(
    file: Path, columns: Columns, question: str | None = None
) -> list[Document]:
    """Return a file's comments.

    Args:
        file: A .csv, .xlsx or .jsonl file.
        columns: Where its parts are.
        question: The question that all comments answer, if no column says it.

    Raises:
        UnreadableFile: The format, a column or the ids are not as they must be.
    """
    documents = [
        _document(number, row, columns, question)
        for number, row in enumerate(_rows(file, columns), start=1)
    ]
    _require_own_ids(documents)
    return documents


def _document(
    number: int, row: dict[str, Any], columns: Columns, question: str | None
) -> Document:
    key = str(number) if columns.id is None else _cell(row.get(columns.id)).strip()
    if not key:
        raise UnreadableFile(f"comment {number} has no id in column {columns.id!r}")
    if columns.question is not None:
        question = _cell(row.get(columns.question)).strip() or None
    language = None
    if columns.language is not None:
        language = _cell(row.get(columns.language)).strip().lower()[:2] or None
    return Document(key, _cell(row.get(columns.text)), question, language)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _require_own_ids(documents: Sequence[Document]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise UnreadableFile(
                f"two comments have the id {document.id!r}; every comment needs its own"
            )
        seen.add(document.id)


def _rows(file: Path, columns: Columns) -> Iterator[dict[str, Any]]:
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows, ".jsonl": _jsonl_rows}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            f"{file.name} is not a .csv, .xlsx or .jsonl file; save it as one of these"
        )
    return reader(file, columns)


def _require_columns(found: Sequence[str], columns: Columns) -> None:
    missing = [name for name in columns.named() if name not in found]
    if missing:
        there = ", ".join(repr(name) for name in found) or "none"
        raise UnreadableFile(
            f"there is no column {missing[0]!r}; the columns found are: {there}"
        )


def _csv_rows(file: Path, columns: Columns) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(_LONGEST_FIELD)
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    header = text[:_SNIFFED].partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    _require_columns(list(reader.fieldnames or ()), columns)
    yield from reader


def _xlsx_rows(file: Path, columns: Columns) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow to import
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UnreadableFile(f"{file.name} is not a readable .xlsx file") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [_cell(name) for name in next(rows, ())]
        _require_columns([name for name in header if name], columns)
        for row in rows:
            if any(value is not None for value in row):
                yield dict(zip(header, row, strict=False))
    finally:
        book.close()


def _jsonl_rows(file: Path, columns: Columns) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8-sig") as source:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UnreadableFile(f"line {number} is not JSON") from error
            if not isinstance(row, dict):
                raise UnreadableFile(f"line {number} is not a JSON object")
            if columns.text not in row or number == 1:
                _require_columns(list(row), columns)
            yield row
