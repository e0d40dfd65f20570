"""The draft's form: what a browser sent as answers, and answers as inputs.

A field `risks` sends `risks` (one value, several, or rows as `risks.0.risk`), and beside
it `risks.state`, `risks.reason` and `risks.until`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.errors import N_
from app.register.models import Status
from app.register.pages.office import FieldInput
from app.register.rules.life import IN_USE, is_ahead
from app.register.rules.reading_level import PROSE, reading_level
from app.register.schemas.answers import MOST_ROWS, Answer, State
from app.register.schemas.fields import SECTIONS
from app.register.schemas.kinds import Kind, Layer, RecordField
from app.web.catalogues import translate
from app.web.forms import SubmittedForm

# As the question itself asks; readers see it in lists, under the name.
MOST_WORDS: Final = 30
_MANY: Final = frozenset({Kind.CHOICES})


def entered_answers(form: SubmittedForm, layer: Layer) -> dict[str, dict[str, Any]]:
    """Return what was sent for every field of a layer, ready for `save_draft`."""
    return {
        field.key: _entered(form, field)
        for _, fields in SECTIONS[layer]
        for field in fields
    }


def unfit_answers(
    entered: Mapping[str, Mapping[str, Any]], status: Status, today: date
) -> dict[str, str]:
    """Return why an official's answers do not fit; what is imported is not asked."""
    errors = {}
    begins = _text_in(entered, "use_started")
    if status in IN_USE and is_ahead(begins, today):
        errors["use_started"] = N_(
            "The system is in use or on trial, so this day cannot lie ahead. Write since "
            "when it is used, or change the status first."
        )
    words = len(_text_in(entered, "one_line").split())
    if words > MOST_WORDS:
        errors["one_line"] = translate(
            N_("This has %(words)s words. Write at most %(most)s."),
            words=words,
            most=MOST_WORDS,
        )
    return errors


def _text_in(entered: Mapping[str, Mapping[str, Any]], key: str) -> str:
    return str(entered.get(key, {}).get("value") or "").strip()


def _entered(form: SubmittedForm, field: RecordField) -> dict[str, Any]:
    state = form.get(f"{field.key}.state", State.ANSWERED.value)
    if state == State.ANSWERED.value:
        return {"state": state, "value": _value(form, field)}
    return {
        "state": state,
        "reason": form.get(f"{field.key}.reason"),
        "until": form.get(f"{field.key}.until") or None,
    }


def _value(form: SubmittedForm, field: RecordField) -> Any:
    if field.kind is Kind.ROWS:
        return _rows(form, field)
    if field.kind in _MANY:
        return list(form.getlist(field.key))
    return form.get(field.key)


def _rows(form: SubmittedForm, field: RecordField) -> list[dict[str, str]]:
    """Return the rows that hold anything, in their order on the page."""
    rows: list[dict[str, str]] = []
    for number in range(MOST_ROWS):
        names = [f"{field.key}.{number}.{column.key}" for column in field.columns]
        if not any(name in form for name in names):
            break
        row = {
            column.key: form.get(name).strip()
            for column, name in zip(field.columns, names, strict=True)
        }
        rows.append({key: text for key, text in row.items() if text})
    return [row for row in rows if row]


def inputs_from_answers(
    layer: Layer, answers: Mapping[str, Answer], language: str
) -> list[tuple[str, Sequence[FieldInput]]]:
    """Return a layer's fields filled from a stored draft."""
    return [
        (name, [_filled(field, answers.get(field.key), language) for field in fields])
        for name, fields in SECTIONS[layer]
    ]


def inputs_from_form(
    layer: Layer, form: SubmittedForm, errors: Mapping[str, str], language: str
) -> list[tuple[str, Sequence[FieldInput]]]:
    """Return a layer's fields as they were sent, so that nothing typed is lost."""
    return [
        (name, [_as_sent(field, form, errors, language) for field in fields])
        for name, fields in SECTIONS[layer]
    ]


def _filled(field: RecordField, answer: Answer | None, language: str) -> FieldInput:
    return FieldInput(
        field=field,
        state=answer.state.value if answer else State.ANSWERED.value,
        value=(answer.value if answer else None) or _nothing(field),
        reason=answer.reason if answer else "",
        until=answer.until.isoformat() if answer and answer.until else "",
        error="",
        was_confirmed_on=answer.confirmed_on if answer else None,
        is_checked=False,
        level=_level(field, answer.value if answer else None, language),
    )


def _as_sent(
    field: RecordField, form: SubmittedForm, errors: Mapping[str, str], language: str
) -> FieldInput:
    value = _value(form, field)
    return FieldInput(
        field=field,
        state=form.get(f"{field.key}.state", State.ANSWERED.value),
        value=value or _nothing(field),
        reason=form.get(f"{field.key}.reason"),
        until=form.get(f"{field.key}.until"),
        error=errors.get(field.key, ""),
        was_confirmed_on=None,
        is_checked=f"{field.key}.checked" in form,
        level=_level(field, value, language),
    )


def _nothing(field: RecordField) -> Any:
    return [] if field.kind in {Kind.ROWS, Kind.CHOICES, Kind.WORDS} else ""


def _level(field: RecordField, value: Any, language: str) -> Any:
    is_prose = field.kind in PROSE and field.layer is Layer.SUMMARY
    if not is_prose or not isinstance(value, str) or not value:
        return None
    return reading_level(value, language)
