"""The register as one table: CSV for spreadsheets, JSON Lines for programs."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from app.register.schemas.fields import ASKED
from app.register.standards.cells import guarded
from app.register.standards.source import OutgoingRecord

HEAD: Final = ("slug", "name", "organisation", "status", "language", "url")


def write_csv(records: Sequence[OutgoingRecord]) -> bytes:
    """Write a row for each system; lists and rows of a field are JSON in its cell."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([*HEAD, *(field.key for field in ASKED)])
    for record in records:
        writer.writerow([guarded(cell) for cell in _cells(record)])
    return out.getvalue().encode("utf-8")


def write_jsonl(records: Sequence[OutgoingRecord]) -> bytes:
    """Write one JSON object a line."""
    lines = [json.dumps(_object(record), ensure_ascii=False) for record in records]
    return "".join(f"{line}\n" for line in lines).encode()


def _cells(record: OutgoingRecord) -> list[str]:
    values = [record.fields.get(field.key, "") for field in ASKED]
    return [*_head(record), *(_cell(value) for value in values)]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if value else ""


def _object(record: OutgoingRecord) -> dict[str, Any]:
    return {
        **dict(zip(HEAD, _head(record), strict=True)),
        "fields": dict(record.fields),
    }


def _head(record: OutgoingRecord) -> list[str]:
    return [
        record.slug,
        record.name,
        record.organisation,
        record.status.value,
        record.language,
        record.url,
    ]
