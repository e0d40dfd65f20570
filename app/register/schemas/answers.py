"""An answer to one field: given, or a stated reason why there is none.

Stored as `{"state": …, "value": …, "reason": …, "until": …, "confirmed_on": …}`, so
that a blank is never silent. `read_answers` is the one gate: drafts, imports and the
command line all pass through it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import N_, Invalid
from app.register.schemas.fields import FIELD_BY_KEY
from app.register.schemas.kinds import Choice, Column, Kind, RecordField
from app.register.schemas.prose import Block, blocks

Row = dict[str, str]
Value = str | list[str] | list[Row]

LONGEST_TEXT: Final = 2_000
LONGEST_LONG_TEXT: Final = 40_000
MOST_ROWS: Final = 200

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES_NO: Final = ("yes", "no", "unknown")


class State(StrEnum):
    """How a field stands."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"
    NOT_YET_KNOWN = "not_yet_known"


STATE_LABELS: Final = {
    State.ANSWERED: N_("Answered"),
    State.NOT_APPLICABLE: N_("Does not apply"),
    State.WITHHELD: N_("Withheld"),
    State.NOT_YET_KNOWN: N_("Not known yet"),
}


class Answer(BaseModel):
    """One answer. Which parts must be there depends on its state."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: State = State.ANSWERED
    value: Value | None = None
    reason: str = ""
    until: date | None = None
    confirmed_on: date | None = None

    def stored(self) -> dict[str, Any]:
        """Return what the database keeps: no empty parts."""
        kept = self.model_dump(mode="json", exclude_defaults=True)
        return {"state": self.state.value, **kept}

    @property
    def is_answered(self) -> bool:
        return self.state is State.ANSWERED and bool(self.value)

    @property
    def blocks(self) -> list[Block]:
        """A text as paragraphs and lists; nothing for other kinds of answer."""
        return blocks(self.value) if isinstance(self.value, str) else []


Answers = Mapping[str, Answer]


def stored_answers(fields: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answers of a stored record; what we wrote is trusted."""
    return {
        key: Answer.model_validate(value)
        for key, value in fields.items()
        if key in FIELD_BY_KEY
    }


def text_value(answers: Answers, key: str) -> str:
    """Return an answered text, or nothing."""
    answer = answers.get(key)
    if answer is None or not answer.is_answered:
        return ""
    return answer.value if isinstance(answer.value, str) else ""


def list_value(answers: Answers, key: str) -> list[str]:
    """Return the chosen values or words of an answered field."""
    answer = answers.get(key)
    if answer is None or not answer.is_answered or isinstance(answer.value, str):
        return []
    return [one for one in answer.value or [] if isinstance(one, str)]


def row_value(answers: Answers, key: str) -> list[Row]:
    """Return the rows of an answered field."""
    answer = answers.get(key)
    if answer is None or not answer.is_answered or isinstance(answer.value, str):
        return []
    return [one for one in answer.value or [] if isinstance(one, dict)]


def is_withheld(answers: Answers, key: str) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.state is State.WITHHELD


def read_answers(entered: Mapping[str, Any]) -> dict[str, Answer]:
    """Check answers by key and drop the empty ones.

    Raises:
        Invalid: With a sentence for every field that cannot be taken.
    """
    errors: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for key, given in entered.items():
        try:
            answer = _read_answer(FIELD_BY_KEY.get(key), given)
        except ValueError as error:
            errors[key] = str(error)
            continue
        if answer is not None:
            answers[key] = answer
    if errors:
        raise Invalid(errors)
    return answers


def _read_answer(field: RecordField | None, given: Any) -> Answer | None:
    if field is None or field.kind is Kind.KEPT_ELSEWHERE:
        raise ValueError(N_("The register has no such field."))
    try:
        answer = given if isinstance(given, Answer) else Answer.model_validate(given)
    except ValidationError as error:
        if any("until" in one["loc"] for one in error.errors()):
            raise ValueError(N_("Write the date as year, month and day.")) from error
        raise ValueError(N_("This answer cannot be read.")) from error
    reason = answer.reason.strip()
    if answer.state is not State.ANSWERED:
        _require_reason(answer.state, reason, answer.until)
        return answer.model_copy(update={"value": None, "reason": reason})
    value = _CHECKS[field.kind](field, answer.value)
    if not value:
        return None
    return answer.model_copy(update={"value": value, "reason": "", "until": None})


def _require_reason(state: State, reason: str, until: date | None) -> None:
    if state is State.NOT_APPLICABLE and not reason:
        raise ValueError(N_("Say why this does not apply."))
    if state is State.WITHHELD and not reason:
        raise ValueError(N_("Name the law that lets you withhold this."))
    if state is State.NOT_YET_KNOWN and until is None:
        raise ValueError(N_("Say by which day this will be known."))


def _text(longest: int) -> Callable[[RecordField | Column, Any], str]:
    def check(field: RecordField | Column, value: Any) -> str:  # noqa: ARG001
        text = _as_text(value)
        if len(text) > longest:
            raise ValueError(N_("This text is too long."))
        return text

    return check


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(N_("This answer is a text."))  # noqa: TRY004 - for people
    return value.strip()


def _url(field: RecordField | Column, value: Any) -> str:  # noqa: ARG001
    text = _as_text(value)
    if text and not is_web_address(text):
        raise ValueError(N_("Write a whole web address, such as https://city.example."))
    return text


def _contact(field: RecordField | Column, value: Any) -> str:  # noqa: ARG001
    text = _as_text(value)
    if text and not (is_web_address(text) or _EMAIL.fullmatch(text)):
        raise ValueError(N_("Write an e-mail address or a whole web address."))
    return text


def is_web_address(text: str) -> bool:
    """Tell whether a text may become a link: http or https, with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_clean = not re.search(r"\s", text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and is_clean


def _date(field: RecordField | Column, value: Any) -> str:  # noqa: ARG001
    text = _as_text(value)
    if not text:
        return ""
    whole = f"{text}-01-01"[:10] if len(text) == len("2025") else f"{text}-01"[:10]
    try:
        if not _DATE.fullmatch(text):
            raise ValueError  # noqa: TRY301 - same sentence for both
        date.fromisoformat(whole)
    except ValueError:
        raise ValueError(
            N_("Write a year, a month or a day: 2025, 2025-03 or 2025-03-14.")
        ) from None
    return text


def _yes_no(field: RecordField | Column, value: Any) -> str:  # noqa: ARG001
    text = _as_text(value)
    if text and text not in _YES_NO:
        raise ValueError(N_("Choose yes, no or unknown."))
    return text


def _choice(field: RecordField | Column, value: Any) -> str:
    text = _as_text(value)
    _require_offered(field.choices, [text] if text else [])
    return text


def _choices(field: RecordField | Column, value: Any) -> list[str]:
    given = _words(field, value)
    _require_offered(field.choices, given)
    return [one.key for one in field.choices if one.key in given]


def _require_offered(choices: tuple[Choice, ...], given: list[str]) -> None:
    if set(given) - {one.key for one in choices}:
        raise ValueError(N_("Choose from the list."))


def _words(field: RecordField | Column, value: Any) -> list[str]:  # noqa: ARG001
    if isinstance(value, str):
        value = value.split(",")
    if value is not None and not isinstance(value, list):
        raise ValueError(N_("This answer is a list."))
    words = [_as_text(one) for one in value or []]
    if len(words) > MOST_ROWS or any(len(one) > LONGEST_TEXT for one in words):
        raise ValueError(N_("This list is too long."))
    return list(dict.fromkeys(one for one in words if one))


def _rows(field: RecordField | Column, value: Any) -> list[Row]:
    assert isinstance(field, RecordField)  # noqa: S101 - columns hold no rows
    if isinstance(value, str):
        value = [{_column_for_prose(field): value}]
    if value is not None and not isinstance(value, list):
        raise ValueError(N_("This answer is a list."))
    if len(value or []) > MOST_ROWS:
        raise ValueError(N_("This list is too long."))
    rows = [_row(field, one) for one in value or []]
    return [row for row in rows if row]


def _column_for_prose(field: RecordField) -> str:
    """Return where a text goes that came instead of rows: prose, a note, or first."""
    columns = field.columns
    prose = [one.key for one in columns if one.kind is Kind.LONG_TEXT]
    notes = [one.key for one in columns if one.key == "note"]
    return [*notes, *prose, columns[0].key][0]


def _row(field: RecordField, given: Any) -> Row:
    columns = {one.key: one for one in field.columns}
    if not isinstance(given, Mapping) or set(given) - set(columns):
        raise ValueError(N_("This row cannot be read."))
    checked = {
        key: _CHECKS[columns[key].kind](columns[key], given[key]) for key in given
    }
    return {key: checked[key] for key in columns if checked.get(key)}


_CHECKS: Final[dict[Kind, Callable[[Any, Any], Any]]] = {
    Kind.TEXT: _text(LONGEST_TEXT),
    Kind.LONG_TEXT: _text(LONGEST_LONG_TEXT),
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
    Kind.URL: _url,
    Kind.CONTACT: _contact,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.ROWS: _rows,
}
