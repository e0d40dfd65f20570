"""The register as a table, and the dictionary that explains its columns.

Cells that a spreadsheet would run as a formula get an apostrophe in front; lists and rows
are JSON, so that a program reads back exactly what was answered.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.review import last_confirmed_on
from app.register.schemas.answers import Answer
from app.register.schemas.fields import ASKED
from app.register.schemas.kinds import Kind

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_ABOUT: Final = (
    ("url", "Address of the record; never given to another system."),
    ("slug", "Last part of that address."),
    ("name", "Name that the public meets."),
    ("organisation", "Public body that answers for the system."),
    ("status", "Where the system is in its life."),
    ("language", "Language of the texts, as a language tag."),
    ("version", "Version of the record, counted from 1."),
    ("published_at", "When this version was published, in UTC."),
    ("change_note", "What changed in this version."),
    ("completeness_percent", "Required questions answered or explained."),
    ("last_confirmed_on", "Oldest day on which an answer was last confirmed."),
    ("review_due_on", "Day by which the record is to be checked again."),
    ("is_consulted_on", "Whether a consultation on it is recorded here."),
    ("comments", "Published comments on the system, over all consultations."),
    ("distinct_texts", "Different texts among them; copies count once."),
    ("no_consultation_reason", "Why the public was not asked, as last given."),
    ("source", "Register that the record was taken over from; empty: written here."),
    ("source_entry", "What that register calls it, where it calls it anything."),
)


def columns() -> list[str]:
    """Return the column names, in order."""
    asked = (name for one in ASKED for name in (one.key, f"{one.key}_state"))
    return [*(name for name, _ in _ABOUT), *asked]


def table_rows(publics: Iterable[PublicRecord], base_url: str) -> Iterator[list[str]]:
    """Return one row of safe cells for each record."""
    for public in publics:
        yield [safe_cell(one) for one in _cells(public, base_url)]


def csv_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Return the lines of a CSV file (RFC 4180) with its header."""
    yield _line(columns())
    for row in rows:
        yield _line(row)


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def dictionary() -> list[dict[str, Any]]:
    """Return what each column holds."""
    about: list[dict[str, Any]] = [
        {"column": name, "meaning": meaning, "kind": "text", "values": []}
        for name, meaning in _ABOUT
    ]
    for one in ASKED:
        parts = [column.key for column in one.columns]
        about.append(
            {
                "column": one.key,
                "label": one.label,
                "meaning": one.help,
                "kind": one.kind.value,
                "layer": one.layer.value,
                "number_in_crosswalk": one.number or None,
                "is_required": one.is_required,
                "values": [choice.key for choice in one.choices] or parts,
            }
        )
        about.append(
            {
                "column": f"{one.key}_state",
                "meaning": "answered, not_applicable, withheld or not_yet_known, "
                "with the reason and the day after a colon; empty: not answered.",
                "kind": "text",
                "values": [],
            }
        )
    return about


def dictionary_lines() -> Iterator[str]:
    """Return the dictionary as the lines of a CSV file."""
    keys = ["column", "label", "meaning", "kind", "layer", "number_in_crosswalk"]
    yield _line([*keys, "is_required", "values"])
    for one in dictionary():
        cells = [str(one.get(key) or "") for key in keys]
        required = "yes" if one.get("is_required") else "no"
        yield _line([*cells, required, " | ".join(one["values"])])


def _cells(public: PublicRecord, base_url: str) -> Iterator[str]:
    system, record, feedback = public.system, public.record, public.feedback
    confirmed = last_confirmed_on(public.answers)
    yield f"{base_url}/register/{system.slug}"
    yield system.slug
    yield record.name
    yield public.organisation.name
    yield record.status.value
    yield record.language
    yield str(record.version)
    yield record.published_at.isoformat()
    yield record.change_note
    yield str(public.completeness.percent)
    yield confirmed.isoformat() if confirmed else ""
    yield system.review_due_on.isoformat() if system.review_due_on else ""
    yield "yes" if feedback and feedback.is_consulted_on else "no"
    yield str(feedback.comments if feedback else 0)
    yield str(feedback.distinct_texts if feedback else 0)
    yield system.no_consultation_reason
    yield "; ".join(one.name for one in public.origins)
    yield "; ".join(one.entry for one in public.origins if one.entry)
    for field in ASKED:
        answer = public.answers.get(field.key)
        yield _value(field.kind, answer)
        yield _state(answer)


def _value(kind: Kind, answer: Answer | None) -> str:
    if answer is None or not answer.is_answered:
        return ""
    if isinstance(answer.value, str):
        return answer.value
    if kind in {Kind.CHOICES, Kind.WORDS}:
        return json.dumps(answer.value, ensure_ascii=False)
    return json.dumps(answer.value, ensure_ascii=False, separators=(",", ":"))


def _state(answer: Answer | None) -> str:
    if answer is None:
        return ""
    until = answer.until.isoformat() if answer.until else ""
    said = " ".join(part for part in (answer.reason, until) if part)
    return f"{answer.state.value}: {said}" if said else answer.state.value


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
