"""Answers as plain text, for comparing, searching, feeds and files.

The words are English; whoever shows them to people hands over how to `say` them in the
language of the page. What somebody wrote is never translated.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from app.errors import N_
from app.register.schemas.answers import STATE_LABELS, Answer, Row
from app.register.schemas.kinds import Choice, Kind, RecordField

Say: TypeAlias = Callable[[str], str]

_YES_NO: Final = (
    Choice("yes", N_("Yes")),
    Choice("no", N_("No")),
    Choice("unknown", N_("Unknown")),
)


def answer_text(field: RecordField, answer: Answer | None, say: Say = str) -> str:
    """Return one answer in words; rows and choices stand on lines."""
    if answer is None:
        return ""
    if not answer.is_answered:
        until = f" ({answer.until.isoformat()})" if answer.until else ""
        reason = f": {answer.reason}" if answer.reason else ""
        return f"{say(STATE_LABELS[answer.state])}{until}{reason}"
    return value_text(field, answer, say)


def value_text(field: RecordField, answer: Answer, say: Say = str) -> str:
    """Return only the value, as text."""
    value = answer.value or ""
    choices = _YES_NO if field.kind is Kind.YES_NO else field.choices
    if isinstance(value, str):
        return _worded(choices, value, say)
    lines = [
        _worded(choices, one, say)
        if isinstance(one, str)
        else _row_text(field, one, say)
        for one in value
    ]
    return "\n".join(lines)


def _row_text(field: RecordField, row: Row, say: Say) -> str:
    return "; ".join(
        f"{say(column.label)}: {_worded(column.choices, row[column.key], say)}"
        for column in field.columns
        if row.get(column.key)
    )


def _worded(choices: Sequence[Choice], value: str, say: Say) -> str:
    """Return the words of a choice, or the value itself when it is none."""
    return next((say(one.label) for one in choices if one.key == value), value)
