"""The form that says what the columns of a file mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.comments.models import CommentImport
from app.comments.rules.guessing import (
    NEW_QUESTION,
    guess_meanings,
    is_text,
    meanings_of,
    pairs_of,
)
from app.comments.rules.mapping import read_mapping
from app.comments.rules.tables import Table
from app.comments.schemas import ImportForm, Showing
from app.consultations.models import Consultation, Question
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.forms import SubmittedForm

_SINGLE: Final = (
    ("submission", N_("Who or which submission it is")),
    ("question", N_("Which question it answers")),
    ("wording", N_("The words of the question")),
    ("text", N_("The comment itself")),
    ("submitted_at", N_("When it was sent")),
    ("language", N_("Its language")),
)


@dataclass(frozen=True, slots=True)
class MeaningGroup:
    """Meanings that a column can have, under one heading."""

    label: str
    options: Sequence[tuple[str, str]]


def meaning_groups(
    consultation: Consultation, questions: Sequence[Question]
) -> list[MeaningGroup]:
    """Return what a column of a file can mean in a consultation."""
    about = [
        (f"about.{one['key']}", one["label"])
        for one in consultation.participant_questions
    ]
    answers = [(meaning, one.wording) for meaning, one in meanings_of(questions)]
    new = (NEW_QUESTION, translate(N_("A new question, worded like this heading")))
    return [
        MeaningGroup(
            translate(N_("In every file")),
            [(meaning, translate(label)) for meaning, label in _SINGLE],
        ),
        MeaningGroup(translate(N_("The answer to")), [*answers, new]),
        MeaningGroup(translate(N_("About the person")), about),
    ]


def guessed(
    head: Table, consultation: Consultation, questions: Sequence[Question]
) -> SubmittedForm:
    """Return the form as a good guess fills it."""
    meanings = guess_meanings(head, consultation, questions)
    values = {f"meaning-{place}": one for place, one in enumerate(meanings)}
    values |= {"zone": "UTC", "showing": Showing.AFTER_MODERATION.value}
    names_questions = {"question", "wording"} & set(meanings)
    if names_questions and not any(is_text(one) for one in questions):
        values["creates_questions"] = "yes"
    return SubmittedForm.of(values)


def filled_from(
    head: Table, one: CommentImport, questions: Sequence[Question]
) -> SubmittedForm:
    """Return the form as it was sent before."""
    chosen = ImportForm.model_validate(one.choices)
    known = {meaning for meaning, _ in meanings_of(questions)}
    meanings = {
        column: NEW_QUESTION
        if meaning.startswith("comment.") and meaning not in known
        else meaning
        for meaning, column in chosen.columns.items()
    }
    values = {
        f"meaning-{place}": meanings.get(column, "")
        for place, column in enumerate(head.columns)
    }
    for column, value in chosen.only.items():
        values |= {"only_column": column, "only_value": value}
    values |= {
        "zone": chosen.zone,
        "question": chosen.question,
        "showing": chosen.showing.value,
        "creates_questions": "yes" if chosen.creates_questions else "",
    }
    return SubmittedForm.of(values)


def read_choices(columns: Sequence[str], form: SubmittedForm) -> ImportForm:
    """Read what was chosen for each column, by the rules of the command.

    Raises:
        Invalid: It makes no sense; a sentence for each field.
    """
    meanings = [form.get(f"meaning-{place}") for place in range(len(columns))]
    _require_once(meanings)
    pairs = pairs_of(columns, meanings)
    mapping = read_mapping(pairs, _only(columns, form))
    showing = next((one for one in Showing if one == form.get("showing")), None)
    if showing is None:
        raise Invalid({"showing": N_("Please choose one of the options.")})
    is_new = NEW_QUESTION in meanings or form.get("creates_questions") == "yes"
    return ImportForm(
        columns=dict(mapping.columns),
        only=dict(mapping.only),
        zone=_zone(form.get("zone")),
        question=form.get("question")[:60],
        creates_questions=is_new,
        showing=showing,
    )


def _require_once(meanings: Sequence[str]) -> None:
    chosen = [one for one in meanings if one and one != NEW_QUESTION]
    if len(set(chosen)) != len(chosen):
        raise Invalid({"map": N_("Two columns have the same meaning. Choose one.")})


def _only(columns: Sequence[str], form: SubmittedForm) -> list[str]:
    column, value = form.get("only_column"), form.get("only_value").strip()
    if not column:
        return []
    if column not in columns:
        raise Invalid({"only_column": N_("Please choose one of the options.")})
    if not value:
        raise Invalid({"only_value": N_("Say which value these rows have.")})
    return [f"{column}={value}"]


def _zone(name: str) -> str:
    name = name.strip() or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(
            {"zone": N_("Write a time zone such as UTC or Europe/London.")}
        ) from None
    return name
