"""Makes rows with sensible contents; a test states only what it is about."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from app.accounts.models import Official, Organisation, Role
from app.comments.models import Comment, CommentState, Submission
from app.consultations.models import (
    Consultation,
    Proposal,
    ProposalVersion,
    Question,
    QuestionKind,
)
from app.register.models import Status, System

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_numbers = count(1)
Row = TypeVar("Row", bound=SQLModel)


def _added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def make_organisation(session: Session, **given: Any) -> Organisation:
    number = next(_numbers)
    values = {"slug": f"body-{number}", "name": f"Body {number}", "created_at": NOW}
    return _added(session, Organisation(**{**values, **given}))


def make_official(session: Session, **given: Any) -> Official:
    number = next(_numbers)
    if "organisation_id" not in given:
        given["organisation_id"] = make_organisation(session).id
    values = {
        "email": f"official{number}@body.example",
        "name": f"Official {number}",
        "role": Role.ADMINISTRATOR,
        "password_hash": "not a hash: cannot sign in",
        "created_at": NOW,
    }
    return _added(session, Official(**{**values, **given}))


def make_system(session: Session, **given: Any) -> System:
    number = next(_numbers)
    if "organisation_id" not in given:
        given["organisation_id"] = make_organisation(session).id
    values = {
        "slug": f"system-{number}",
        "name": f"System {number}",
        "status": Status.PROPOSED,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return _added(session, System(**{**values, **given}))


def make_consultation(session: Session, **given: Any) -> Consultation:
    """Open for ten days around `NOW` unless told otherwise."""
    number = next(_numbers)
    if "organisation_id" not in given:
        given["organisation_id"] = make_organisation(session).id
    values = {
        "slug": f"consultation-{number}",
        "title": f"Consultation {number}",
        "summary": "A short summary.",
        "published_at": NOW - timedelta(days=6),
        "opens_at": NOW - timedelta(days=5),
        "closes_at": NOW + timedelta(days=5),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return _added(session, Consultation(**{**values, **given}))


def make_proposal(
    session: Session, consultation: Consultation, **given: Any
) -> Proposal:
    if "system_id" not in given:
        organisation_id = consultation.organisation_id
        given["system_id"] = make_system(session, organisation_id=organisation_id).id
    values = {"consultation_id": consultation.id, "title": "An assistant for questions"}
    proposal = _added(session, Proposal(**{**values, **given}))
    version = ProposalVersion(
        proposal_id=proposal.id,
        version=1,
        what_is_proposed="An assistant that answers routine questions.",
        created_at=NOW,
    )
    _added(session, version)
    return proposal


def make_question(
    session: Session, consultation: Consultation, **given: Any
) -> Question:
    number = next(_numbers)
    values = {
        "consultation_id": consultation.id,
        "key": f"q{number}",
        "position": number,
        "kind": QuestionKind.FREE_TEXT,
        "wording": "What do you think of it?",
    }
    return _added(session, Question(**{**values, **given}))


def make_submission(
    session: Session, consultation: Consultation, **given: Any
) -> Submission:
    values = {
        "consultation_id": consultation.id,
        "submitted_at": NOW,
        "updated_at": NOW,
    }
    return _added(session, Submission(**{**values, **given}))


def make_comment(
    session: Session, question: Question, text: str = "I like it.", **given: Any
) -> Comment:
    """A comment in a submission of its own, unless `submission_id` is given."""
    if "submission_id" not in given:
        consultation = session.get_one(Consultation, question.consultation_id)
        given["submission_id"] = make_submission(session, consultation).id
    values = {
        "question_id": question.id,
        "text": text,
        "masked_text": text,
        "language": "en",
        "state": CommentState.PUBLISHED,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return _added(session, Comment(**{**values, **given}))
