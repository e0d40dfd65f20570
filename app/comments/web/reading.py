"""From a form's fields to what is sent, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from sqlmodel import Session

from app.comments.models import Answer, Comment, Submission
from app.comments.queries import list_answers, list_submission_comments
from app.comments.rules.submitting import check, field_of
from app.comments.schemas import LONGEST_COMMENT, SubmissionForm
from app.consultations.models import Consultation, Question, QuestionKind
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.formats import format_number
from app.web.forms import FormErrors, SubmittedForm

_PREFIXES: Final[Mapping[str, str]] = {
    "answers": "answer-",
    "comments": "comment-",
    "about": "about-",
    "concerns": "concerns",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation with its questions: what a form is about."""

    consultation: Consultation
    questions: Sequence[Question]


def read_submission(
    asked: Asked, form: SubmittedForm
) -> tuple[SubmissionForm | None, FormErrors]:
    """Read the fields of a comment form; None and a sentence per field if unfit."""
    texts = {
        one.key: form.get(field_of(one))
        for one in asked.questions
        if one.kind is QuestionKind.FREE_TEXT
    }
    chosen = {
        one.key: form.get(field_of(one))
        for one in asked.questions
        if one.key not in texts
    }
    asked_about = [one["key"] for one in asked.consultation.participant_questions]
    values = {
        "answers": {key: value for key, value in chosen.items() if value},
        "comments": {key: value for key, value in texts.items() if value.strip()},
        "concerns": form.getlist("concerns"),
        "about": {key: form.get(f"about-{key}") for key in asked_about},
        "may_publish": form.get("may_publish") == "yes",
    }
    try:
        entered = SubmissionForm.model_validate(values)
        check(asked.consultation, asked.questions, entered)
    except ValidationError as error:
        return None, FormErrors(_too_long(error))
    except Invalid as error:
        found = {name: translate(text) for name, text in error.field_errors.items()}
        return None, FormErrors(found)
    return entered, FormErrors()


def form_of(session: Session, asked: Asked, submission: Submission) -> SubmittedForm:
    """Return what a submission says as a filled form, to correct it."""
    fields = {one.id: field_of(one) for one in asked.questions}
    values: dict[str, str | Sequence[str]] = {
        f"about-{key}": str(value)
        for key, value in submission.about_participant.items()
    }
    answers: Sequence[Answer] = list_answers(session, submission.id)
    comments: Sequence[Comment] = list_submission_comments(session, submission.id)
    for answer in answers:
        if answer.question_id is not None:
            values[fields[answer.question_id]] = answer.value
    values |= {fields[one.question_id]: one.text for one in comments}
    values["concerns"] = [one.value for one in answers if one.question_id is None]
    values["may_publish"] = "yes" if submission.may_publish else "no"
    return SubmittedForm.of(values)


def _too_long(error: ValidationError) -> dict[str, str]:
    message = translate(
        N_("Please use at most %(number)s characters."),
        number=format_number(LONGEST_COMMENT),
    )
    return {_field(one["loc"]): message for one in error.errors()}


def _field(place: tuple[int | str, ...]) -> str:
    prefix = _PREFIXES.get(str(place[0]), "")
    return prefix + str(place[1]) if prefix.endswith("-") else prefix
