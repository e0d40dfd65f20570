from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.accounts.models import Official
from app.consultations.models import Consultation, Outcome, Proposal
from app.consultations.schemas import DecisionForm
from app.consultations.services import record_decision
from app.errors import Invalid
from app.official_responses.schemas import ResponseForm
from app.official_responses.services import publish_responses, write_response
from app.topics.models import Topic
from app.topics.services import confirm_topics, publish_topics
from tests.factories import NOW, make_official
from tests.topics.conftest import Read, consultation, question, read

__all__ = ["consultation", "question", "read"]


@pytest.fixture
def official(session: Session, consultation: Consultation) -> Official:
    return make_official(session, organisation_id=consultation.organisation_id)


@pytest.fixture
def topics(
    session: Session, consultation: Consultation, read: Read, official: Official
) -> list[UUID]:
    """The published topics of the consultation."""
    read()
    found = list(session.exec(select(Topic)))
    confirm_topics(session, found, official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)
    return [one.id for one in found]


def answer(session: Session, topic_id: UUID, official: Official) -> None:
    form = ResponseForm(text="We will.", what_changes="")
    topic = session.get_one(Topic, topic_id)
    write_response(session, topic, form, official, now=NOW)


def test_a_consultation_is_answered_when_each_published_topic_is(
    session: Session,
    consultation: Consultation,
    topics: list[UUID],
    official: Official,
):
    answer(session, topics[0], official)
    publish_responses(session, consultation, official, now=NOW)
    assert consultation.answered_at is None

    for topic_id in topics[1:]:
        answer(session, topic_id, official)
    publish_responses(session, consultation, official, now=NOW)

    assert consultation.answered_at == NOW


def test_a_decision_is_of_a_day_that_has_come(
    session: Session, consultation: Consultation, official: Official
):
    proposal = session.exec(select(Proposal)).one()
    tomorrow = DecisionForm(
        outcome=Outcome.PROCEED, summary="We go ahead.", reasons="It helps.",
        decided_by="The council", decided_on=NOW.date() + timedelta(days=1),
    )  # fmt: skip

    with pytest.raises(Invalid):
        record_decision(
            session, consultation, proposal, tomorrow, official=official, now=NOW
        )
