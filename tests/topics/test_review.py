from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.comments.models import Answer, Comment
from app.consultations.models import Consultation, Proposal, Question, QuestionKind
from app.errors import Conflict, Invalid, PhaseClosed
from app.register.models import SystemFeedback
from app.topics.models import Topic, TopicPublication, TopicState
from app.topics.queries import find_latest_publication
from app.topics.rules import keys_of
from app.topics.services import (
    confirm_topic,
    hide_topic,
    merge_topic,
    publish_topics,
    rename_topic,
    undo_last,
)
from tests.factories import NOW, make_consultation, make_official, make_proposal
from tests.topics.conftest import Read


@pytest.fixture
def official(session: Session) -> Official:
    return make_official(session)


@pytest.fixture
def topics(session: Session, read: Read) -> dict[str, Topic]:
    read()
    return {one.key: one for one in session.exec(select(Topic))}


def test_a_better_name_confirms_and_keeps_the_machines_words(
    session: Session, topics: dict[str, Topic], official: Official
):
    rename_topic(session, topics["phone"], "Reaching a person", official, now=NOW)

    assert topics["phone"].state is TopicState.CONFIRMED
    assert topics["phone"].machine_label == "Label of phone"


def test_nothing_is_hidden_without_a_reason(
    session: Session, topics: dict[str, Topic], official: Official
):
    with pytest.raises(Invalid):
        hide_topic(session, topics["cost"], "  ", official, now=NOW)


def test_every_act_can_be_undone_in_turn(
    session: Session, topics: dict[str, Topic], official: Official
):
    phone = topics["phone"]
    confirm_topic(session, phone, official, now=NOW)
    hide_topic(session, phone, "Twice", official, now=NOW + timedelta(seconds=1))

    undo_last(session, phone, official, now=NOW + timedelta(seconds=2))
    states = [phone.state]
    undo_last(session, phone, official, now=NOW + timedelta(seconds=3))
    states.append(phone.state)

    assert states == [TopicState.CONFIRMED, TopicState.PROPOSED]
    with pytest.raises(Conflict):
        undo_last(session, phone, official, now=NOW + timedelta(seconds=4))


def test_a_merged_topic_counts_towards_the_other_one(
    session: Session, topics: dict[str, Topic], official: Official
):
    merge_topic(session, topics["cost"], topics["privacy"], official, now=NOW)

    assert keys_of(topics["privacy"], list(topics.values())) == {"privacy", "cost"}


def test_two_topics_cannot_swallow_each_other(
    session: Session, topics: dict[str, Topic], official: Official
):
    merge_topic(session, topics["cost"], topics["privacy"], official, now=NOW)

    with pytest.raises(Conflict):
        merge_topic(session, topics["privacy"], topics["cost"], official, now=NOW)


def test_nothing_is_published_before_somebody_confirms_it(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    with pytest.raises(Conflict):
        publish_topics(session, consultation, official, now=NOW)


def test_results_stay_sealed_until_closing(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    confirm_topic(session, topics["phone"], official, now=NOW)

    with pytest.raises(PhaseClosed):
        publish_topics(session, consultation, official, now=NOW - timedelta(days=3))


def test_a_publication_holds_counts_and_references_but_no_words(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    confirm_topic(session, topics["phone"], official, now=NOW)
    hide_topic(session, topics["cost"], "Off topic", official, now=NOW)

    publication = publish_topics(session, consultation, official, now=NOW)

    told = publication.snapshot["questions"][0]
    assert [one["label"] for one in told["topics"]] == ["Label of phone"]
    assert told["topics"][0]["comments"] == 3
    hidden = [one for one in told["left_out"] if one["state"] == "hidden"]
    assert [(one["reason"], one["comments"]) for one in hidden] == [("Off topic", 1)]
    assert "must stay open" not in str(publication.snapshot)
    assert find_latest_publication(session, consultation.id) == publication


def test_stance_is_counted_as_people_stated_it(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    stance = session.exec(
        select(Question).where(Question.kind == QuestionKind.STANCE)
    ).one()
    about_phone = session.exec(
        select(Comment).where(col(Comment.text).startswith("phone"))
    ).all()
    for comment in about_phone[:2]:
        session.add(
            Answer(
                submission_id=comment.submission_id,
                question_id=stance.id,
                value="oppose",
            )
        )
    confirm_topic(session, topics["phone"], official, now=NOW)

    publication = publish_topics(session, consultation, official, now=NOW)

    told = publication.snapshot["questions"][0]["topics"][0]
    assert told["stances"] == {"support": 0, "oppose": 2, "unsure": 0}


def test_publishing_tells_the_register(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    confirm_topic(session, topics["phone"], official, now=NOW)

    publish_topics(session, consultation, official, now=NOW)

    feedback = session.exec(select(SystemFeedback)).one()
    assert (feedback.comments, feedback.is_consulted_on) == (6, True)


def test_the_register_adds_up_what_is_published_about_a_system(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
):
    system_id = session.exec(select(Proposal.system_id)).one()
    earlier = make_consultation(session)
    make_proposal(session, earlier, system_id=system_id)
    said = {"submissions": 4, "comments": 5, "distinct_texts": 3}
    session.add(
        TopicPublication(consultation_id=earlier.id, published_at=NOW, snapshot=said)
    )
    confirm_topic(session, topics["phone"], official, now=NOW)

    publish_topics(session, consultation, official, now=NOW)

    told = session.get_one(SystemFeedback, system_id)
    assert (told.consultations, told.comments, told.submissions) == (2, 11, 10)
