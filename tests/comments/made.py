"""A consultation with one question of each common kind, and what is sent to it."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session

from app.comments.models import Channel, Submission
from app.comments.schemas import Arrival, SubmissionForm
from app.comments.services import Sent, submit
from app.consultations.models import Consultation, QuestionKind
from tests.factories import NOW, make_consultation, make_proposal, make_question

KEY = b"a key for tests"
CONCERNS = [{"key": "privacy", "label": "Privacy"}, {"key": "cost", "label": "Cost"}]
ABOUT = [{"key": "role", "label": "You are", "choices": ["A resident", "A visitor"]}]


def make_asked(session: Session, **given: Any) -> Consultation:
    """Open, with a stance, two texts, a choice, concerns and one question about you."""
    values = {"concerns": CONCERNS, "participant_questions": ABOUT, "slug": "letters"}
    consultation = make_consultation(session, **{**values, **given})
    make_proposal(session, consultation)
    kinds = [
        ("stance", QuestionKind.STANCE),
        ("views", QuestionKind.FREE_TEXT),
        ("ideas", QuestionKind.FREE_TEXT),
        ("when", QuestionKind.CHOICE),
    ]
    for position, (key, kind) in enumerate(kinds):
        choices = ["Now", "Later"] if kind is QuestionKind.CHOICE else []
        make_question(
            session,
            consultation,
            key=key,
            kind=kind,
            position=position,
            choices=choices,
            wording=f"Your {key}?",
        )
    return consultation


def a_form(**given: Any) -> SubmissionForm:
    return SubmissionForm(
        **{"comments": {"views": "I have a view."}, "may_publish": True, **given}
    )


def send(
    session: Session,
    consultation: Consultation,
    form: SubmissionForm | None = None,
    *,
    once: str = "",
) -> Sent:
    arrival = Arrival(Channel.WEB, once or uuid4().hex, region="GB")
    return submit(session, consultation, form or a_form(), arrival, key=KEY, now=NOW)


def sent_submission(session: Session, **given: Any) -> Submission:
    return send(session, make_asked(session), a_form(**given)).submission
