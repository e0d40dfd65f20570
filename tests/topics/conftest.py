from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import Official
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
    make_official,
    make_proposal,
    make_question,
)
from tests.posting import Client
from tests.sign_in import sign_in
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


@pytest.fixture
def official(session: Session, consultation: Consultation) -> Official:
    return make_official(session, organisation_id=consultation.organisation_id)


@pytest.fixture
def base(
    client: Client, session: Session, official: Official, consultation: Consultation
) -> str:
    """Signed in; the consultation closed before today."""
    consultation.closes_at = datetime.now(UTC) - timedelta(days=1)
    session.add(consultation)
    sign_in(client, session, official)
    return f"/office/consultations/{consultation.slug}"
