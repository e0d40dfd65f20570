from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from app.consultations.models import Consultation, Question, QuestionKind
from app.db import Database
from app.jobs import Job
from app.settings import Settings
from app.topics.services import queue_run
from app.topics.tasks import perform_run
from tests.factories import (
    NOW,
    make_comment,
    make_consultation,
    make_proposal,
    make_question,
)
from tests.topics.findings import read_by_first_word

TEXTS = (
    "phone lines must stay open",
    "phone calls are all I can do",
    "phone me back the same day",
    "privacy matters to me",
    "privacy of what I type",
    "cost is too high",
)

Read = Callable[[], None]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Closed yesterday, about one proposal."""
    closed = make_consultation(
        session,
        opens_at=NOW - timedelta(days=30),
        closes_at=NOW - timedelta(days=1),
    )
    make_proposal(session, closed)
    return closed


@pytest.fixture
def question(session: Session, consultation: Consultation) -> Question:
    make_question(session, consultation, kind=QuestionKind.STANCE, key="stance")
    question = make_question(session, consultation)
    for text in TEXTS:
        make_comment(session, question, text)
    session.commit()
    return question


@pytest.fixture
def read(
    session: Session, database: Database, settings: Settings, question: Question
) -> Read:
    """Queue a run and perform it with an engine that is quick."""

    def perform() -> None:
        run = queue_run(session, question, now=NOW)
        session.commit()
        job = Job(
            name="topics.perform_run",
            payload={"run_id": str(run.id)},
            attempt="attempt",
            attempts=1,
            database=database,
            settings=settings,
        )
        perform_run(job, read_by_first_word)
        session.rollback()

    return perform
