"""The daily copy of the Dutch register: ten keys for each record.

An object with `algoritmes`, `count` and `fetched_at`. It is the whole register, so a
record that a later copy lacks was removed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import N_
from app.register.models import Status
from app.register.schemas.answers import is_web_address
from app.register.standards.mapping import status_reader
from app.register.standards.nl_1_0 import load_objects
from app.register.standards.source import (
    NO_TEXT,
    NOT_STATED,
    UNKNOWN_STATUS,
    Problem,
    SourceFile,
    SourceRecord,
    UnreadableFile,
    answers_of,
    is_text,
    odd_kinds,
)

_STAGES: Final = {
    "ontwikkeling": Status.IN_DEVELOPMENT,
    "in_gebruik": Status.IN_USE,
    "buiten_gebruik": Status.RETIRED,
}
# Copies made in May and in August 2026 name and fill these differently throughout.
_BOOKKEEPING: Final = frozenset(
    {"geregistreerd", "laatst_gewijzigd", "toegevoegd", "url"}
)
# The source says yes or no, and neither which assessment was made nor why none; in the
# record's language, since it is read as part of the record.
_ASSESSED: Final = "Impactassessment; de bron noemt de soort niet"
_NOT_ASSESSED: Final = "De bron zegt dat er geen is, en noemt geen reden."
_KINDS: Final = dict.fromkeys(
    ("id", "title", "organisatie", "status", "doel", "juridische_basis",
     "impactassessment", "url"),
    (is_text, NO_TEXT),
)  # fmt: skip
_read_status = status_reader(_STAGES)


def read(data: bytes) -> SourceFile:
    """Read a copy.

    Raises:
        UnreadableFile: It is not JSON, has no list `algoritmes`, or is not whole.
    """
    rows = _rows(load_objects(data))
    records: list[SourceRecord] = []
    rejected: list[Problem] = []
    warnings: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if odd := odd_kinds(row, _KINDS):
            rejected += [
                Problem(number, key, reason, _key(row), _name(row))
                for key, reason in odd.items()
            ]
            continue
        missing = next((key for key in ("id", "title") if not row.get(key)), None)
        if missing:
            key, name = _key(row), _name(row)
            reason = N_("This key has no value.")
            rejected.append(Problem(number, missing, reason, key, name))
            continue
        if not row.get("doel"):
            warnings.append(Problem(number, "doel", N_("No purpose is stated.")))
        status = str(row.get("status") or "").strip()
        if status and status not in _STAGES:
            warnings.append(Problem(number, "status", UNKNOWN_STATUS, value=status))
        records.append(record_of(number, _key(row), row))
    return SourceFile(tuple(records), tuple(rejected), tuple(warnings), is_whole=True)


def _rows(objects: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = objects[0].get("algoritmes") if len(objects) == 1 else None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise UnreadableFile(N_("There is no list “algoritmes” in this file."))
    # What the copy lacks is taken off our lists: it must be whole.
    if not rows:
        raise UnreadableFile(N_("There is no record in this file. Fetch it anew."))
    stated = objects[0].get("count", len(rows))
    if stated != len(rows):
        raise UnreadableFile(
            N_(
                "The file says that it holds %(stated)s records, but there are "
                "%(found)s. It may have been cut off: fetch it anew."
            ),
            stated=stated,
            found=len(rows),
        )
    return rows


def _key(row: Mapping[str, Any]) -> str:
    stated = row.get("id")
    return stated if isinstance(stated, str) else ""


def _name(row: Mapping[str, Any]) -> str:
    stated = row.get("title")
    return " ".join(stated.split()) if isinstance(stated, str) else ""


def record_of(number: int, key: str, row: dict[str, Any]) -> SourceRecord:
    """Return a row as a record; also one that was kept from an earlier copy."""
    url = str(row.get("url") or "").strip()
    entry = {"register": "Algoritmeregister", "id": key}
    assessed = str(row.get("impactassessment") or "")
    fields = {
        "purpose": str(row.get("doel") or "").strip(),
        "legal_basis_text": str(row.get("juridische_basis") or "").strip(),
        "impact_assessments": [{"type": _ASSESSED}] if assessed == "Ja" else [],
        "no_assessment_reason": _NOT_ASSESSED if assessed == "Nee" else "",
        "other_register_entries": [
            {**entry, **({"url": url} if is_web_address(url) else {})}
        ],
    }
    return SourceRecord(
        row=number,
        key=key,
        name=_name(row),
        organisation=str(row.get("organisatie") or "").strip() or NOT_STATED,
        status=_read_status(row.get("status")),
        values=row,
        fields=answers_of(fields),
        language="nl",
        bookkeeping=_BOOKKEEPING,
        moving={"other_register_entries": "url"},
    )
