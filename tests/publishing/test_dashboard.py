"""The first page after signing in says what to do now, and who may do it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.accounts.models import Organisation, Role
from app.comments.models import CommentState
from app.consultations.models import Consultation, Decision, Outcome
from app.consultations.queries import list_proposals, list_settled_ids
from app.publishing.queries.duties import Duty, list_duties
from app.register.models import Status
from app.topics.models import Topic, TopicState
from tests.factories import (
    NOW,
    make_comment,
    make_consultation,
    make_official,
    make_proposal,
    make_question,
)
from tests.posting import Client
from tests.register.make import make_published
from tests.sign_in import sign_in
from tests.web.world import make_world

TODAY = datetime.now(UTC)


def duties(session: Session, consultation: Consultation, now=NOW) -> dict[str, int]:
    return {one.duty: one.count for one in list_duties(session, consultation, now)}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open around `NOW`, with one proposal."""
    consultation = make_consultation(session, title="Night buses")
    make_proposal(session, consultation)
    return consultation


def test_what_waited_for_two_days_comes_first(
    session: Session, consultation: Consultation
):
    question = make_question(session, consultation)
    for hours in (1, 50, 70):
        at = NOW - timedelta(hours=hours)
        make_comment(session, question, state=CommentState.RECEIVED, updated_at=at)

    found = duties(session, consultation)

    assert list(found.items()) == [(Duty.LATE_COMMENTS, 2), (Duty.COMMENTS, 3)]


def test_nothing_is_analysed_before_closing(
    session: Session, consultation: Consultation
):
    make_comment(session, make_question(session, consultation))

    assert duties(session, consultation) == {}
    later = NOW + timedelta(days=9)
    assert duties(session, consultation, later) == {Duty.READING: 1}


def test_one_that_is_decided_is_asked_little(
    session: Session, consultation: Consultation
):
    for _ in range(5):
        make_comment(session, make_question(session, consultation))
    session.flush()
    asked: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2])
    )

    later = NOW + timedelta(days=9)
    assert list_duties(session, consultation, later, is_settled=True) == []
    assert len(asked) < 8


def test_all_decisions_settle_a_consultation_together(
    session: Session, consultation: Consultation
):
    proposals = [*list_proposals(session, consultation.id)]
    proposals.append(make_proposal(session, consultation))
    settled = []
    for proposal in proposals:
        decision = Decision(
            consultation_id=consultation.id, proposal_id=proposal.id,
            outcome=Outcome.PROCEED, decided_by="The council", decided_on=NOW.date(),
            published_at=NOW,
        )  # fmt: skip
        session.add(decision)
        session.flush()
        settled.append(consultation.id in list_settled_ids(session))

    assert settled == [False, True]


def test_a_draft_is_to_be_finished(session: Session):
    draft = make_consultation(session, published_at=None)

    assert duties(session, draft) == {Duty.DRAFT: 1}


def test_each_official_sees_only_what_they_may_do(client: Client, session: Session):
    world = make_world(session)
    body = world.organisation.id
    texts = {}
    for role in (Role.MODERATOR, Role.PUBLISHER):
        official = make_official(session, organisation_id=body, role=role)
        sign_in(client, session, official)
        texts[role] = client.get("/en/office").text

    assert "waited for over 48 hours: 1" in texts[Role.MODERATOR]
    assert "Finish this draft" not in texts[Role.MODERATOR]
    assert "Topics to check: 1" in texts[Role.PUBLISHER]
    assert "Uploaded files to import or discard: 1" in texts[Role.PUBLISHER]
    assert "Finish this draft" in texts[Role.PUBLISHER]


def test_a_quiet_workspace_says_so(client: Client, session: Session):
    official = make_official(session)
    make_consultation(
        session,
        organisation_id=official.organisation_id,
        opens_at=TODAY - timedelta(days=1),
        closes_at=TODAY + timedelta(days=9),
    )
    sign_in(client, session, official)

    assert "Nothing waits for you." in client.get("/en/office").text


def test_topic_states_that_are_settled_ask_for_nothing(session: Session):

    make_world(session)
    topic = session.exec(select(Topic)).one()
    topic.state = TopicState.HIDDEN
    consultation = session.get_one(Consultation, topic.consultation_id)

    assert Duty.TOPICS not in duties(session, consultation, TODAY)


def test_overdue_reviews_are_on_the_overview_and_lead_to_the_records(
    client: Client, session: Session
):
    official = make_official(session, role=Role.PUBLISHER)
    body = session.get_one(Organisation, official.organisation_id)
    make_published(session, "Letter sorting", body, review_due="2025-06")
    make_published(
        session, "Old sorting", body, status=Status.RETIRED, review_due="2025-06"
    )
    session.commit()
    sign_in(client, session, official)

    page = client.get("/en/office").text

    assert "Records whose review is overdue: 1" in page
    assert 'href="/en/office/systems#reviews-due"' in page
    systems = client.get("/en/office/systems").text
    assert systems.count("Overdue") == 1
