"""What every format reads into and writes from."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.errors import N_, DomainError
from app.register.models import Status

UNKNOWN_STATUS: Final = N_(
    "We do not know this status, so the record says that it is not stated."
)
NO_TEXT: Final = N_("This has to be a text.")
NOT_STATED: Final = "Not stated in the source"


class UnreadableFile(DomainError):
    """The file as a whole cannot be read; the sentence says where and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was rejected, or what a reader should know of it.

    Attributes:
        key: What the format knows a rejected record by, where the row says it.
        name: Its name, where the row says it.
        value: What stands there, where that is what the reader should know.
    """

    row: int
    field: str
    reason: str
    key: str = ""
    name: str = ""
    value: str = ""

    @property
    def entry(self) -> dict[str, Any]:
        """Return it as a report holds it."""
        more = {"name": self.name, "value": self.value}
        known = {key: text for key, text in more.items() if text}
        return {"row": self.row, "field": self.field, "reason": self.reason, **known}


def odd_kinds(
    row: Mapping[str, Any], checks: Mapping[str, tuple[Callable[[Any], bool], str]]
) -> dict[str, str]:
    """Return why values are of no kind that their format has, by key; blank is none.

    What is taken for a text all the same would stand in public as a program writes it.
    """
    return {
        key: reason
        for key, (is_right, reason) in checks.items()
        if row.get(key) not in (None, "") and not is_right(row[key])
    }


def is_text(value: Any) -> bool:
    return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record as a file states it, in our fields.

    Attributes:
        row: Its number in the file, the first record being 1.
        key: What the format knows it by; the same in every copy of the file.
        values: The source's own row, untouched: the sidecar.
        fields: The answers that have a home with us, as `save_draft` takes them.
        bookkeeping: Keys of `values` whose change is no change of the record.
        moving: Parts of fields that bookkeeping fills, by the field's key.
    """

    row: int
    key: str
    name: str
    organisation: str
    status: Status
    values: Mapping[str, Any]
    fields: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"
    bookkeeping: frozenset[str] = frozenset()
    moving: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of what the row says; tells whether the same came again."""
        said = {k: v for k, v in self.values.items() if k not in self.bookkeeping}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file read: its records, and the rows that cannot be taken."""

    records: tuple[SourceRecord, ...]
    rejected: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    # Whether the file is a whole register, so that what it lacks was removed.
    is_whole: bool = False

    @property
    def read_count(self) -> int:
        return len(self.records) + len({one.row for one in self.rejected})


def each_key_once(
    records: Sequence[SourceRecord],
) -> tuple[list[SourceRecord], list[Problem]]:
    """Keep the first record of each key; what comes again under it is a problem."""
    first: dict[str, SourceRecord] = {}
    repeated = []
    for one in records:
        if one.key in first:
            reason = N_("An earlier record of this file has the same identifier.")
            repeated.append(Problem(one.row, "id", reason, one.key, one.name))
        else:
            first[one.key] = one
    return list(first.values()), repeated


@dataclass(frozen=True, slots=True)
class OutgoingRecord:
    """One system on its way out.

    `values` is the sidecar of the format being written, where the system was imported
    from it; `fields` are plain values by key (answered fields only).
    """

    slug: str
    name: str
    organisation: str
    status: Status
    fields: Mapping[str, Any]
    values: Mapping[str, Any] | None = None
    language: str = "en"
    key: str = ""
    url: str = ""
    is_consulted_on: bool = False


def answered(value: Any) -> dict[str, Any]:
    """Return a value as an answer."""
    return {"state": "answered", "value": value}


def answers_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as answers, leaving the empty ones out."""
    return {key: answered(value) for key, value in values.items() if value}
