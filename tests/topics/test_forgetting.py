"""Readings that nothing shows any more go; what was published stays traceable."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from app.consultations.models import Consultation, Question
from app.db import Database
from app.jobs import Job
from app.settings import Settings
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    FoundTopic,
    Topic,
    TopicComment,
)
from app.topics.services import confirm_topics, publish_topics
from app.topics.tasks import forget_superseded, notice
from tests.factories import NOW, make_comment, make_official
from tests.topics.conftest import TEXTS, Read


@pytest.fixture
def job(database: Database, settings: Settings) -> Job:
    return Job("topics.forget_superseded", {}, "a", 1, database, settings)


def runs_of(session: Session) -> list[AnalysisRun]:
    session.expire_all()
    return list(session.exec(select(AnalysisRun).order_by(col(AnalysisRun.id))))


def date_back(session: Session, days: int) -> None:
    """Let every run there is have ended some days ago."""
    for number, one in enumerate(runs_of(session)):
        at = datetime.now(UTC) - timedelta(days=days, seconds=100 - number)
        one.queued_at = one.finished_at = at
        session.add(one)
    session.commit()


def readings_by_run(session: Session) -> list[int]:
    session.rollback()
    readings = [one.run_id for one in session.exec(select(CommentReading))]
    return [readings.count(one.id) for one in runs_of(session)]


def test_readings_go_a_month_after_they_were_replaced(
    session: Session, read: Read, job: Job
):
    read()
    read()
    date_back(session, 31)

    forget_superseded(job)

    assert readings_by_run(session) == [0, len(TEXTS)]
    first, _ = runs_of(session)
    places = session.exec(select(TopicComment).where(TopicComment.run_id == first.id))
    found = session.exec(select(FoundTopic).where(FoundTopic.run_id == first.id))
    assert places.all() == []
    assert found.all() and first.counts["comments"] == len(TEXTS)


def test_readings_that_were_replaced_lately_stay(
    session: Session, read: Read, job: Job
):
    read()
    read()
    date_back(session, 29)

    forget_superseded(job)

    assert readings_by_run(session) == [len(TEXTS)] * 2


def test_readings_that_results_were_published_from_stay(
    session: Session, consultation: Consultation, read: Read, job: Job
):
    read()
    official = make_official(session, organisation_id=consultation.organisation_id)
    confirm_topics(session, session.exec(select(Topic)).all(), official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)
    session.commit()
    read()
    read()
    date_back(session, 31)

    forget_superseded(job)

    assert readings_by_run(session) == [len(TEXTS), 0, len(TEXTS)]


def test_the_latest_readings_stay_however_old(session: Session, read: Read, job: Job):
    read()
    date_back(session, 999)

    forget_superseded(job)

    assert readings_by_run(session) == [len(TEXTS)]


@pytest.mark.parametrize(("closed_days_ago", "runs"), [(61, 1), (59, 2)])
def test_what_is_read_and_long_closed_is_not_looked_at_again(
    session: Session,
    consultation: Consultation,
    read: Read,
    job: Job,
    closed_days_ago: int,
    runs: int,
):
    read()
    (run,) = runs_of(session)
    question = session.get_one(Question, run.question_id)
    run.counts = {**run.counts, "comments": 0}
    consultation.closes_at = datetime.now(UTC) - timedelta(days=closed_days_ago)
    session.add_all([run, consultation])
    for number in range(10):
        make_comment(session, question, f"phone call number {number}")
    session.commit()

    notice(job)

    assert len(runs_of(session)) == runs
