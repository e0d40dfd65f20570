"""Answers as plain text, for comparing, searching, feeds and files.

The words are English and the days are numbers; whoever shows them to people hands over
the `Tongue` of the page. What somebody wrote is never translated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.errors import N_
from app.register.schemas.answers import STATE_LABELS, Answer, Row
from app.register.schemas.kinds import Choice, Kind, RecordField


@dataclass(frozen=True, slots=True)
class Tongue:
    """How words and days are put in one language."""

    say: Callable[[str], str] = str
    day: Callable[[date], str] = date.isoformat


PLAIN: Final = Tongue()
_YES_NO: Final = (
    Choice("yes", N_("Yes")),
    Choice("no", N_("No")),
    Choice("unknown", N_("Unknown")),
)


def answer_text(
    field: RecordField, answer: Answer | None, tongue: Tongue = PLAIN
) -> str:
    """Return one answer in words; rows and choices stand on lines."""
    if answer is None:
        return ""
    if not answer.is_answered:
        state = tongue.say(STATE_LABELS[answer.state])
        if answer.until:
            named = {"state": state, "day": tongue.day(answer.until)}
            state = tongue.say(N_("%(state)s, until %(day)s")) % named
        return f"{state}: {answer.reason}" if answer.reason else state
    return value_text(field, answer, tongue)


def value_text(field: RecordField, answer: Answer, tongue: Tongue = PLAIN) -> str:
    """Return only the value, as text."""
    value = answer.value or ""
    choices = _YES_NO if field.kind is Kind.YES_NO else field.choices
    if isinstance(value, str):
        return _worded(choices, value, tongue)
    lines = [
        _worded(choices, one, tongue)
        if isinstance(one, str)
        else _row_text(field, one, tongue)
        for one in value
    ]
    return "\n".join(lines)


def _row_text(field: RecordField, row: Row, tongue: Tongue) -> str:
    return "; ".join(
        f"{tongue.say(column.label)}: {_worded(column.choices, row[column.key], tongue)}"
        for column in field.columns
        if row.get(column.key)
    )


def _worded(choices: Sequence[Choice], value: str, tongue: Tongue) -> str:
    """Return the words of a choice, or the value itself when it is none."""
    return next((tongue.say(one.label) for one in choices if one.key == value), value)
