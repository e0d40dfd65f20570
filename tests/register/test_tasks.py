from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.jobs import Job
from app.register.models import EventKind, RegisterEvent, Snapshot
from app.register.tasks import perform_snapshot, perform_tell_overdue
from tests.register.make import make_published


@pytest.fixture
def job(database, settings):
    return Job("any", {}, "attempt", 1, database, settings)


def kinds(session):
    session.expire_all()
    return [one.kind for one in session.exec(select(RegisterEvent))]


def test_the_daily_copy_stands_in_the_list(session, job):
    make_published(session)
    session.commit()
    perform_snapshot(job)

    (snapshot,) = session.exec(select(Snapshot)).all()
    assert snapshot.systems == 1
    assert len(snapshot.files) == 3


def test_an_overdue_review_is_told_once_however_often_one_looks(session, job):
    system = make_published(session)
    system.review_due_on = (datetime.now(UTC) - timedelta(days=1)).date()
    session.add(system)
    session.commit()
    perform_tell_overdue(job)
    perform_tell_overdue(job)

    assert kinds(session) == [EventKind.PUBLISHED, EventKind.REVIEW_OVERDUE]


def test_a_record_that_is_not_due_is_left_alone(session, job):
    system = make_published(session)
    system.review_due_on = (datetime.now(UTC) + timedelta(days=1)).date()
    session.add(system)
    session.commit()
    perform_tell_overdue(job)

    assert kinds(session) == [EventKind.PUBLISHED]
