"""Which column of a file means what, and what each row then says.

Two shapes of file are read. *Long*: one row for each comment, with columns for the
submission, the question and the text. *Wide*: one row for each submission, with one
column for each question (`comment.KEY`, `answer.KEY`, `about.KEY`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final

from app.comments.rules.tables import Row, Table
from app.errors import N_, DomainError, Invalid

LONGEST_IMPORTED: Final = 20_000
SINGLE: Final = frozenset(
    {"submission", "question", "wording", "text", "submitted_at", "language"}
)
KEYED: Final = ("comment", "answer", "about")
_TIME: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What is read from a file.

    Attributes:
        columns: Meaning to column: `{"text": "comment", "answer.stance": "vote"}`.
        only: Rows to take: column to value; all others are left out.
        zone: The time zone of times that name none.
    """

    columns: Mapping[str, str]
    only: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC

    @property
    def is_long(self) -> bool:
        return "text" in self.columns

    def keyed(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield key and column of every question mapped with `kind.KEY`."""
        for meaning, column in self.columns.items():
            prefix, _, key = meaning.partition(".")
            if prefix == kind and key:
                yield key, column


class BrokenRow(DomainError):
    """A row that cannot be taken, and why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken. Its number is the one a spreadsheet shows."""

    row: int
    why: DomainError

    @property
    def reason(self) -> str:
        return str(self.why)


@dataclass(slots=True)
class Entry:
    """One submission as a file tells it, gathered from one row or several.

    `rows` says where each comment stands, by its question, if each has its own row.
    """

    key: str
    row: int
    rows: dict[str, int] = field(default_factory=dict)
    submitted_at: datetime | None = None
    language: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def problem(self, message: str, *, name: str, **parameters: str) -> Problem:
        """Return what is wrong with its answer to a question, and in which row."""
        row = self.rows.get(name, self.row)
        return Problem(row, BrokenRow(message, name=name, **parameters))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and the rows that cannot be taken.

    `wordings` holds the words of each question by its key, as the file gives them;
    `left_out` counts rows that `only` leaves out, `empty` those without any words.
    """

    entries: Sequence[Entry]
    problems: Sequence[Problem]
    wordings: Mapping[str, str]
    left_out: int
    empty: int


def read_mapping(pairs: Sequence[str], only: Sequence[str] = ()) -> ColumnMap:
    """Read `text=comment` and the like.

    Raises:
        Invalid: A pair cannot be read, or nothing says where the words are.
    """
    columns = dict(_pair(one) for one in pairs)
    for meaning in columns:
        prefix, _, key = meaning.partition(".")
        if meaning not in SINGLE and not (prefix in KEYED and key):
            known = ", ".join([*sorted(SINGLE), *(f"{one}.KEY" for one in KEYED)])
            raise Invalid({"map": f"“{meaning}” is unknown. Known are: {known}."})
    found = ColumnMap(columns, dict(_pair(one) for one in only))
    if not found.is_long and not any(True for kind in KEYED for _ in found.keyed(kind)):
        raise Invalid(
            {"map": N_("Say which column holds the words: text=… or comment.KEY=…")}
        )
    if found.is_long and "question" not in columns and any(found.keyed("comment")):
        raise Invalid({"map": N_("Use either text=… or comment.KEY=…, not both.")})
    return found


def read_entries(table: Table, columns: ColumnMap, default_question: str) -> Reading:
    """Return what every row says; `default_question` takes texts of no other.

    Raises:
        Invalid: A column that the mapping names is not there.
    """
    places = {
        meaning: table.index(column) for meaning, column in columns.columns.items()
    }
    only = {table.index(column): value for column, value in columns.only.items()}
    reader = _Reader(columns, places, default_question, len(table.columns))
    left_out = 0
    for row in table.rows:
        if all(_at(row, place) == value for place, value in only.items()):
            reader.take(row)
        else:
            left_out += 1
    return Reading(
        entries=list(reader.entries.values()),
        problems=reader.problems,
        wordings=reader.wordings,
        left_out=left_out,
        empty=reader.empty,
    )


class _Reader:
    """Gathers rows into entries."""

    def __init__(
        self,
        columns: ColumnMap,
        places: Mapping[str, int],
        default_question: str,
        width: int,
    ) -> None:
        self.columns = columns
        self.places = places
        self.default_question = default_question
        self.width = width
        self.entries: dict[str, Entry] = {}
        self.problems: list[Problem] = []
        self.wordings: dict[str, str] = {}
        self.empty = 0

    def take(self, row: Row) -> None:
        try:
            self._take(row)
        except BrokenRow as broken:
            self.problems.append(Problem(row.number, broken))

    def _take(self, row: Row) -> None:
        if len(row.cells) > self.width:
            raise BrokenRow(N_("It has more cells than the heading."))
        key = self._value(row, "submission") if "submission" in self.places else ""
        if "submission" in self.places and not key:
            raise BrokenRow(N_("It does not say which submission it belongs to."))
        said = self._long(row) if self.columns.is_long else self._wide(row)
        answers = self._keyed(row, "answer")
        about = self._keyed(row, "about")
        if not said and not answers:
            self.empty += 1
            return
        at = _time(self._value(row, "submitted_at"), self.columns.zone)
        entry = self.entries.get(key) if key else None
        if entry is not None and not self.columns.is_long:
            raise BrokenRow(
                N_("Submission %(key)s is in row %(row)s already."),
                key=key,
                row=entry.row,
            )
        if entry is None:
            entry = Entry(key, row.number)
            self.entries[key or f"row {row.number}"] = entry
        self._keep(entry, said, row.number)
        entry.answers |= answers
        entry.about |= about
        entry.submitted_at = entry.submitted_at or at
        entry.language = entry.language or self._value(row, "language")[:10]

    def _keep(self, entry: Entry, said: Mapping[str, str], number: int) -> None:
        for question, text in said.items():
            if entry.comments.get(question, text) != text:
                raise BrokenRow(
                    N_("Submission %(key)s answers “%(question)s” twice."),
                    key=entry.key,
                    question=question,
                )
            entry.comments[question] = text
            if self.columns.is_long:
                entry.rows[question] = number

    def _long(self, row: Row) -> dict[str, str]:
        wording = self._value(row, "wording")
        # Without a column of keys, a question is known by its words.
        named = "question" if "question" in self.places else "wording"
        question = self._value(row, named) or self.default_question
        if not question:
            raise BrokenRow(N_("It does not say which question it answers."))
        if wording:
            self.wordings.setdefault(question, wording)
        text = _text(self._value(row, "text"))
        return {question: text} if text else {}

    def _wide(self, row: Row) -> dict[str, str]:
        said = {}
        for key, column in self.columns.keyed("comment"):
            self.wordings.setdefault(key, column)
            text = _text(self._value(row, f"comment.{key}"))
            if text:
                said[key] = text
        return said

    def _keyed(self, row: Row, kind: str) -> dict[str, str]:
        found = {
            key: self._value(row, f"{kind}.{key}")
            for key, _ in self.columns.keyed(kind)
        }
        return {key: value for key, value in found.items() if value}

    def _value(self, row: Row, meaning: str) -> str:
        place = self.places.get(meaning)
        return "" if place is None else _at(row, place)


def _at(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _text(text: str) -> str:
    if len(text) > LONGEST_IMPORTED:
        raise BrokenRow(
            N_("Its text has more than %(number)s characters."), number=LONGEST_IMPORTED
        )
    return text


def _time(text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        parts = _TIME.fullmatch(text)
        try:
            found = datetime(*(int(one) for one in parts.groups("0")))  # type: ignore[union-attr,arg-type]  # noqa: DTZ001
        except (AttributeError, ValueError) as error:
            raise BrokenRow(
                N_("“%(text)s” is not a time such as 2026-03-31 14:05."), text=text[:40]
            ) from error
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise Invalid({"map": f"“{text}” is not like text=comment."})
    return name.strip(), value.strip()
