"""Whether what somebody sends fits the consultation it is sent to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.comments.schemas import SubmissionForm
from app.consultations.models import Consultation, Question, QuestionKind, Stance
from app.errors import N_, Invalid

RATINGS: Final = ("1", "2", "3", "4", "5")
_CHOOSE: Final = N_("Please choose one of the options.")
_UNKNOWN: Final = N_("This consultation has no such question.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A submission that fits: what was chosen, ticked and written, by question."""

    answers: tuple[tuple[UUID | None, str], ...]
    comments: tuple[tuple[Question, str], ...]
    about: dict[str, str]


def choices_of(question: Question) -> tuple[str, ...]:
    """Return the values that a question may be answered with; none for free text."""
    match question.kind:
        case QuestionKind.STANCE:
            return tuple(stance.value for stance in Stance)
        case QuestionKind.RATING:
            return RATINGS
        case QuestionKind.CHOICE:
            return tuple(question.choices)
        case QuestionKind.FREE_TEXT:
            return ()


def field_of(question: Question) -> str:
    """Return the name of a question's field on the form."""
    is_text = question.kind is QuestionKind.FREE_TEXT
    return f"{'comment' if is_text else 'answer'}-{question.key}"


def check(
    consultation: Consultation, questions: Sequence[Question], form: SubmissionForm
) -> Checked:
    """Return what was sent, by question.

    Raises:
        Invalid: A sentence for each field that does not fit, named as on the form.
    """
    errors = dict(_errors(consultation, questions, form))
    checked = Checked(
        answers=tuple(_answers(questions, form)),
        comments=tuple(_comments(questions, form)),
        about={key: value for key, value in form.about.items() if value},
    )
    if not errors and not checked.answers and not checked.comments:
        first = field_of(questions[0]) if questions else ""
        errors[first] = N_("Please answer at least one question. One is enough.")
    if errors:
        raise Invalid(errors)
    return checked


def _answers(
    questions: Sequence[Question], form: SubmissionForm
) -> Iterator[tuple[UUID | None, str]]:
    for question in questions:
        value = form.answers.get(question.key, "")
        if value and question.kind is not QuestionKind.FREE_TEXT:
            yield question.id, value
    for concern in dict.fromkeys(form.concerns):
        yield None, concern


def _comments(
    questions: Sequence[Question], form: SubmissionForm
) -> Iterator[tuple[Question, str]]:
    for question in questions:
        text = form.comments.get(question.key, "")
        if text and question.kind is QuestionKind.FREE_TEXT:
            yield question, text


def _errors(
    consultation: Consultation, questions: Sequence[Question], form: SubmissionForm
) -> Iterator[tuple[str, str]]:
    options = {one.key: choices_of(one) for one in questions}
    chosen = {key: values for key, values in options.items() if values}
    yield from _unfit("answer", form.answers, chosen)
    written = {key: () for key, values in options.items() if not values}
    yield from _unfit("comment", form.comments, written)
    about = {one["key"]: one["choices"] for one in consultation.participant_questions}
    yield from _unfit("about", form.about, about)
    if set(form.concerns) - {one["key"] for one in consultation.concerns}:
        yield "concerns", _CHOOSE


def _unfit(
    kind: str, given: Mapping[str, str], options: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Yield what was not asked, and choices that were not offered."""
    for key, value in given.items():
        if key not in options:
            yield f"{kind}-{key}", _UNKNOWN
        elif value and options[key] and value not in options[key]:
            yield f"{kind}-{key}", _CHOOSE
