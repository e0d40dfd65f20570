"""One column of a foreign format, and where its values live with us.

A column is read into a plain value and written from one. Several columns may fill
parts of one row of a field. Columns without a home stay in the sidecar.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.register.models import Status


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column with a home.

    Attributes:
        column: The format's own name for it.
        field: Our field's key; "name", "organisation" and "status" are the record's.
        part: The part of the field's first row that it fills, for fields of rows.
        read: From the source's value to ours; None or empty where there is none.
        write: From ours to the format's.
    """

    column: str
    field: str
    part: str = ""
    read: Callable[[Any], Any] = lambda value: value
    write: Callable[[Any], Any] = lambda value: value


def fields_from(columns: Sequence[Mapped], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain field values for a source row."""
    fields: dict[str, Any] = {}
    for one in columns:
        value = one.read(values.get(one.column))
        if not value:
            continue
        if one.part:
            fields.setdefault(one.field, [{}])[0][one.part] = value
        else:
            fields[one.field] = value
    return fields


def value_of(one: Mapped, fields: Mapping[str, Any]) -> Any:
    """Return our plain value for a column, or None."""
    value = fields.get(one.field)
    if one.part:
        return value[0].get(one.part) if value else None
    return value


def row_for(
    columns: Sequence[Mapped],
    fields: Mapping[str, Any],
    source: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return a row of the format: the source's own value wherever ours is unchanged."""
    as_imported = fields_from(columns, source) if source is not None else {}
    row = dict(source or {})
    for one in columns:
        ours = value_of(one, fields)
        if source is not None and _is_same(ours, value_of(one, as_imported)):
            continue
        row[one.column] = one.write(ours) if ours else one.write("")
    return row


def _is_same(ours: Any, imported: Any) -> bool:
    # Choices are stored in the order of our own list, whatever order was stated.
    if isinstance(ours, list) and all(isinstance(one, str) for one in ours):
        return sorted(ours) == sorted(imported or [])
    return bool(ours == imported)


def choice_maps(
    pairs: Mapping[str, str],
) -> tuple[Callable[[Any], list[str]], Callable[[Any], str]]:
    """Return reader and writer between a single stated value and a list of choices."""
    back: dict[str, str] = {}
    for stated, ours in pairs.items():
        back.setdefault(ours, stated)

    def read(value: Any) -> list[str]:
        ours = pairs.get(str(value or "").strip())
        return [ours] if ours else []

    def write(value: Any) -> str:
        return next((back[one] for one in value or [] if one in back), "")

    return read, write


def status_reader(pairs: Mapping[str, Status]) -> Callable[[Any], Status]:
    """Return a reader of stages; a blank or strange one is never given a finer sense."""

    def read(value: Any) -> Status:
        return pairs.get(str(value or "").strip(), Status.NOT_STATED)

    return read
