"""A version names the topic, promise or consultation that led to it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.accounts.models import Official, Organisation, Role
from app.consultations.models import Consultation, Outcome, Proposal, Question
from app.consultations.schemas import DecisionForm
from app.consultations.services import record_decision
from app.official_responses.models import Promise
from app.official_responses.schemas import PromiseForm, ResponseForm
from app.official_responses.services import (
    make_promise,
    publish_responses,
    write_response,
)
from app.register.models import Status, System
from app.register.queries import find_record
from app.topics.models import Topic
from app.topics.services import confirm_topic, publish_topics
from tests.factories import NOW, make_official, make_proposal
from tests.posting import Client, post_form
from tests.register.make import make_published
from tests.register.test_office import publish as publish_draft
from tests.register.test_office import save
from tests.sign_in import sign_in
from tests.topics.conftest import Read, consultation, question, read

__all__ = ["consultation", "question", "read"]

PAGE = "/en/office/systems/letter-sorting"
PUBLIC = "/en/register/letter-sorting"
TOLD = "Changed because of 3 comments (distinct texts: 3):"


@pytest.fixture
def system(session: Session, consultation: Consultation) -> System:
    """A public system that the consultation is about."""
    body = session.get_one(Organisation, consultation.organisation_id)
    system = make_published(session, "Letter sorting", body, Status.PROPOSED)
    proposal = session.exec(select(Proposal)).one()
    proposal.system_id = system.id
    session.add(proposal)
    session.commit()
    return system


@pytest.fixture
def official(
    client: Client, session: Session, consultation: Consultation, system: System
) -> Official:
    """A publisher, who is signed in."""
    body = consultation.organisation_id
    official = make_official(session, organisation_id=body, role=Role.PUBLISHER)
    sign_in(client, session, official)
    return official


@pytest.fixture
def topics(
    session: Session, consultation: Consultation, read: Read, official: Official
) -> dict[str, Topic]:
    """What people spoke of: two topics are public, and one is not."""
    read()
    found = {one.key: one for one in session.exec(select(Topic))}
    for key in ("phone", "privacy"):
        confirm_topic(session, found[key], official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)
    session.commit()
    return found


def promise_on(
    session: Session, topic: Topic, official: Official, *, is_public: bool
) -> Promise:
    form = ResponseForm(text="We will.", what_changes="")
    response = write_response(session, topic, form, official, now=NOW)
    due_on = NOW.date() + timedelta(days=90)
    promise = PromiseForm(promise="A line for all", owner="Mail room", due_on=due_on)
    made = make_promise(session, response, promise, official, now=NOW)
    if is_public:
        consultation = session.get_one(Consultation, topic.consultation_id)
        publish_responses(session, consultation, official, now=NOW)
    session.commit()
    return made


def publish(client: Client, cause: str, **sent: str):
    save(client, "letter-sorting", one_line="A person answers the telephone.")
    sent = {"change_note": "A telephone line.", "caused_by": cause, **sent}
    return publish_draft(client, "letter-sorting", **sent)


def cause_in(session: Session, system: System):
    session.expire_all()
    record = find_record(session, system)
    assert record is not None
    return record.caused_by


def test_a_version_names_the_topic_that_led_to_it_with_the_counts_that_are_public(
    client: Client, session: Session, system: System, topics: dict[str, Topic]
):
    topic = topics["phone"]
    answer = publish(client, f"topic:{topic.id}")

    assert answer.status_code == 303
    assert cause_in(session, system) == {
        "kind": "topic",
        "id": str(topic.id),
        "label": topic.label,
        "comments": 3,
        "distinct_texts": 3,
        "url": answered_at(topic, session),
    }


def answered_at(topic: Topic, session: Session) -> str:
    consultation = session.get_one(Consultation, topic.consultation_id)
    return f"/consultations/{consultation.slug}/results#topic-{topic.id}"


def test_the_page_the_history_the_comparison_and_the_feed_tell_the_cause(
    client: Client, topics: dict[str, Topic]
):
    publish(client, f"topic:{topics['phone'].id}")

    for part in ("", "/history", "/compare"):
        shown = " ".join(client.get(f"{PUBLIC}{part}").text.split())
        assert TOLD in shown
        assert f"#topic-{topics['phone'].id}" in shown
    assert f"{TOLD} {topics['phone'].label}" in client.get(f"{PUBLIC}.atom").text
    told = client.get("/api/v1/register/letter-sorting").json()["change"]
    assert told["caused_by"]["comments"] == 3


def test_a_version_may_name_no_cause_and_that_is_what_comes_first(
    client: Client, session: Session, system: System, topics: dict[str, Topic]
):
    publish(client, "")

    assert cause_in(session, system) is None


def test_the_words_and_the_cause_are_shown_before_anything_is_published(
    client: Client, session: Session, system: System, topics: dict[str, Topic]
):
    key = f"topic:{topics['phone'].id}"
    answer = publish(client, key, then="look")

    assert answer.status_code == 200
    assert TOLD in " ".join(answer.text.split())
    assert "A telephone line.</textarea>" in answer.text
    assert f'<option value="{key}" selected>' in answer.text
    assert system.current_version == 1
    assert client.get(f"{PUBLIC}/versions/2").status_code == 404


def test_a_version_names_a_promise_with_the_comments_on_its_topic(
    client: Client,
    session: Session,
    system: System,
    topics: dict[str, Topic],
    official: Official,
):
    promise = promise_on(session, topics["phone"], official, is_public=True)
    offered = client.get(PAGE).text
    publish(client, f"promise:{promise.id}")

    assert "Promise: A line for all (3 comments, distinct texts: 3)" in offered
    cause = cause_in(session, system)
    assert cause is not None
    assert (cause["kind"], cause["label"]) == ("promise", "A line for all")
    assert cause["comments"] == 3


def test_only_what_is_public_can_be_named(
    client: Client,
    session: Session,
    system: System,
    topics: dict[str, Topic],
    official: Official,
):
    promise = promise_on(session, topics["phone"], official, is_public=False)

    for key in (f"topic:{topics['cost'].id}", f"promise:{promise.id}", "topic:none"):
        answer = publish(client, key)
        assert answer.status_code == 422
        assert "Choose a topic or promise from the list." in answer.text
        assert "A telephone line.</textarea>" in answer.text
    assert cause_in(session, system) is None
    assert system.current_version == 1


def test_what_people_said_of_another_system_cannot_be_named(
    client: Client,
    session: Session,
    system: System,
    consultation: Consultation,
    question: Question,
    topics: dict[str, Topic],
):
    other = make_proposal(session, consultation)
    question.proposal_id = other.id
    session.add(question)
    session.commit()

    answer = publish(client, f"topic:{topics['phone'].id}")

    assert answer.status_code == 422
    assert system.current_version == 1


def test_what_was_chosen_comes_back_when_something_else_is_missing(
    client: Client, topics: dict[str, Topic]
):
    key = f"topic:{topics['privacy'].id}"
    answer = publish(client, key, change_note="")

    assert answer.status_code == 422
    assert f'<option value="{key}" selected>' in answer.text


def test_a_step_in_its_life_names_what_led_to_it(
    client: Client, session: Session, system: System, topics: dict[str, Topic]
):
    sent = {
        "status": "rejected",
        "change_note": "We do not build it.",
        "caused_by": f"topic:{topics['phone'].id}",
    }
    answer = post_form(client, f"{PAGE}/status", sent, page=PAGE)

    assert answer.status_code == 303
    cause = cause_in(session, system)
    assert cause is not None
    assert cause["id"] == str(topics["phone"].id)


def test_a_decision_that_moves_a_system_names_its_consultation(
    client: Client,
    session: Session,
    system: System,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    proposal = session.exec(select(Proposal)).one()
    form = DecisionForm(
        outcome=Outcome.STOP, summary="We stop.", reasons="People need a person.",
        decided_by="The council", decided_on=date(2026, 1, 1),
    )  # fmt: skip
    record_decision(session, consultation, proposal, form, official=official, now=NOW)
    session.commit()

    page = f"/en/office/consultations/{consultation.slug}/decision"
    sent = {"status": "rejected"}
    post_form(client, f"{page}/{proposal.id}/publish", sent, page=page)

    cause = cause_in(session, system)
    assert cause is not None
    assert cause["kind"] == "consultation"
    assert UUID(cause["id"]) == consultation.id
    assert cause["comments"] == 6
    assert cause["url"] == f"/consultations/{consultation.slug}/results"
