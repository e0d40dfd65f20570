"""What is asked; once somebody answered a question, its words stay."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.consultations.models import Consultation, Question
from app.consultations.queries import get_proposal, list_questions
from app.consultations.rules import key_of, require_unanswered
from app.consultations.schemas import QuestionForm
from app.errors import N_, Conflict, Invalid


def add_question(
    session: Session, consultation: Consultation, form: QuestionForm
) -> Question:
    """Add a question after the others.

    Raises:
        Conflict: Its key is used already.
        NotFound: The proposal belongs to another consultation.
    """
    if form.proposal_id is not None:
        get_proposal(session, consultation.id, form.proposal_id)
    others = list_questions(session, consultation.id)
    question = next_question(consultation, others, form)
    session.add(question)
    session.flush()
    return question


def next_question(
    consultation: Consultation, others: Sequence[Question], form: QuestionForm
) -> Question:
    """Return a question that would come after the others, not added yet.

    Raises:
        Conflict: Its key is used already.
    """
    taken = {other.key for other in others}
    if form.key in taken:
        raise Conflict(N_("There is a question with this key already."))
    return Question(
        consultation_id=consultation.id,
        position=max((other.position for other in others), default=-1) + 1,
        key=form.key or key_of(form.wording, taken),
        **_values(form),
    )


def update_question(
    session: Session,
    consultation: Consultation,
    question: Question,
    form: QuestionForm,
    *,
    answer_count: int,
) -> None:
    """Change a question that nobody has answered yet.

    Answers are kept in the room above, so the caller counts them
    (`comments.queries.count_answers_to`).

    Raises:
        Conflict: It has answers.
    """
    require_unanswered(answer_count)
    if form.proposal_id is not None:
        get_proposal(session, consultation.id, form.proposal_id)
    for name, value in _values(form).items():
        setattr(question, name, value)
    session.flush()


def remove_question(session: Session, question: Question, *, answer_count: int) -> None:
    """Take out a question that nobody has answered.

    Raises:
        Conflict: It has answers, or is the only one of a public consultation.
    """
    require_unanswered(answer_count)
    consultation = session.get_one(Consultation, question.consultation_id)
    is_last = len(list_questions(session, consultation.id)) == 1
    if consultation.published_at is not None and is_last:
        raise Conflict(N_("A public consultation keeps at least one question."))
    session.delete(question)
    session.flush()


def move_question(session: Session, question: Question, *, to: int) -> None:
    """Put a question at another place, counted from 0.

    Raises:
        Invalid: There is no such place.
    """
    ordered = list(list_questions(session, question.consultation_id))
    if not 0 <= to < len(ordered):
        raise Invalid({"position": N_("There is no such place.")})
    ordered = [one for one in ordered if one.id != question.id]
    ordered.insert(to, question)
    for position, one in enumerate(ordered):
        one.position = position
    session.flush()


def _values(form: QuestionForm) -> dict[str, Any]:
    return {**form.model_dump(exclude={"key"}), "choices": list(form.choices)}
