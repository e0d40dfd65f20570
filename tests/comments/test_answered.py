"""Which version of a system's record somebody had before them when they wrote."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.comments.models import Comment, CommentState
from app.comments.services.answered import Readable
from app.consultations.models import Consultation, Proposal
from app.consultations.queries import list_questions
from app.register.models import RegisterRecord, System
from app.register.services import withhold_system
from tests.comments.made import make_asked, send
from tests.factories import NOW
from tests.register.make import make_published, publish_next

HOUR = timedelta(hours=1)


@pytest.fixture
def system(session: Session) -> System:
    """A system with two versions, a day and an hour old."""
    system = make_published(session, "Letter sorting")
    publish_next(session, system, purpose="Faster")
    ages = {1: timedelta(days=1), 2: HOUR}
    for record in session.exec(select(RegisterRecord)):
        record.published_at = NOW - ages[record.version]
    session.flush()
    return system


@pytest.fixture
def consultation(session: Session, system: System) -> Consultation:
    consultation = make_asked(session)
    session.exec(select(Proposal)).one().system_id = system.id
    session.flush()
    return consultation


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (NOW - timedelta(days=2), None),
        (NOW - timedelta(days=1), 1),
        (NOW - timedelta(hours=2), 1),
        (NOW - HOUR, 2),
        (NOW, 2),
    ],
)
def test_the_version_is_the_one_that_stood_at_that_moment(
    session: Session, consultation: Consultation, at: datetime, version: int | None
):
    question = list_questions(session, consultation.id)[0]

    answered = Readable(session, consultation.id).answered_by(question, at)

    assert answered.record_version == version
    assert answered.proposal_version == 1


def test_a_comment_keeps_it_and_its_page_leads_there(client, session, consultation):
    send(session, consultation)
    comment = session.exec(select(Comment)).one()
    comment.state = CommentState.PUBLISHED
    session.commit()

    page = client.get(f"/en/consultations/letters/comments/{comment.id}").text
    (row,) = client.get("/api/v1/consultations/letters/comments").json()["items"]

    assert "/en/register/letter-sorting/versions/2" in page
    assert row["record_version"] == 2
    assert "record_version" in client.get("/en/consultations/letters/comments.csv").text


def test_the_record_of_a_withheld_system_is_not_led_to(
    client, session, consultation, system
):
    send(session, consultation)
    comment = session.exec(select(Comment)).one()
    comment.state = CommentState.PUBLISHED
    withhold_system(session, system, now=NOW)
    session.commit()

    page = client.get(f"/en/consultations/letters/comments/{comment.id}")

    assert page.status_code == 200
    assert "letter-sorting" not in page.text
