"""Answers as plain text, for comparing, searching, feeds and files."""

from typing import Final

from app.register.schemas.answers import STATE_LABELS, Answer, Row
from app.register.schemas.kinds import Kind, RecordField

_YES_NO: Final = {"yes": "Yes", "no": "No", "unknown": "Unknown"}


def answer_text(field: RecordField, answer: Answer | None) -> str:
    """Return one answer in English words; rows and choices stand on lines."""
    if answer is None:
        return ""
    if not answer.is_answered:
        until = f" ({answer.until.isoformat()})" if answer.until else ""
        reason = f": {answer.reason}" if answer.reason else ""
        return f"{STATE_LABELS[answer.state]}{until}{reason}"
    return value_text(field, answer)


def value_text(field: RecordField, answer: Answer) -> str:
    """Return only the value, as text."""
    value = answer.value or ""
    if isinstance(value, str):
        if field.kind is Kind.YES_NO:
            return _YES_NO.get(value, value)
        return field.label_of(value)
    lines = [
        field.label_of(one) if isinstance(one, str) else _row_text(field, one)
        for one in value
    ]
    return "\n".join(lines)


def _row_text(field: RecordField, row: Row) -> str:
    return "; ".join(
        f"{column.label}: {column.label_of(row[column.key])}"
        for column in field.columns
        if row.get(column.key)
    )
