from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.accounts.models import AuditEntry, Official
from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation, Question
from app.errors import Conflict, Invalid
from app.topics.models import RunState, Topic, TopicState
from app.topics.queries import find_latest_run, list_topics, tally_of
from app.topics.queries.comments import list_placements
from app.topics.rules import keys_of
from app.topics.services import (
    merge_topic,
    move_comments,
    place_comments,
    separate_topic,
    split_topic,
    undo_last,
)
from tests.factories import (
    NOW,
    make_comment,
    make_consultation,
    make_official,
    make_question,
)
from tests.topics.conftest import Read

LATER = NOW + timedelta(minutes=1)
MUCH_LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def official(session: Session) -> Official:
    return make_official(session)


@pytest.fixture
def topics(session: Session, question: Question, read: Read) -> dict[str, Topic]:
    make_comment(session, question, "n/a")
    session.commit()
    read()
    return {one.key: one for one in session.exec(select(Topic))}


def comments_on(session: Session, word: str) -> list[UUID]:
    found = session.exec(select(Comment).order_by(Comment.id))  # type: ignore[arg-type]
    return [one.id for one in found if one.text.startswith(word)]


def sizes(session: Session, question: Question) -> dict[str, int]:
    run = find_latest_run(session, question.id, RunState.DONE)
    assert run is not None
    tally, topics = tally_of(session, run), list_topics(session, question.id)
    return {
        one.label: tally.of(keys_of(one, topics)).comments
        for one in topics
        if one.state is not TopicState.GONE
    }


def test_a_moved_comment_counts_where_it_was_put(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "phone")[:2]

    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)

    counted = sizes(session, question)
    assert (counted["Label of phone"], counted["Label of cost"]) == (1, 3)


def test_a_move_is_noted_under_the_officials_name(
    session: Session, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "phone")[:1]
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)

    (entry,) = session.exec(
        select(AuditEntry).where(AuditEntry.act == "moved_topic_comments")
    )
    assert entry.official_id == official.id
    assert entry.detail == {"comments": 1, "into": str(topics["cost"].id)}


def test_a_move_can_be_undone(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    before = sizes(session, question)
    ids = comments_on(session, "phone")
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)

    undo_last(session, topics["phone"], official, now=LATER)

    assert sizes(session, question) == before


def test_a_comment_can_be_taken_out_of_all_topics(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "cost")
    move_comments(session, ids, topics["cost"], None, official, now=NOW)

    run = find_latest_run(session, question.id)
    assert run is not None
    assert tally_of(session, run).whole.unsorted == 1


def test_what_was_moved_on_is_undone_in_turn(
    session: Session, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "phone")[:1]
    phone, cost, privacy = (topics[key] for key in ("phone", "cost", "privacy"))
    move_comments(session, ids, phone, cost, official, now=NOW)
    move_comments(session, ids, cost, privacy, official, now=LATER)

    with pytest.raises(Conflict):
        undo_last(session, phone, official, now=MUCH_LATER)
    undo_last(session, cost, official, now=MUCH_LATER)
    undo_last(session, phone, official, now=MUCH_LATER)


def test_moves_survive_the_next_run(
    session: Session,
    question: Question,
    topics: dict[str, Topic],
    official: Official,
    read: Read,
):
    ids = comments_on(session, "phone")[:2]
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)
    session.commit()

    read()

    counted = sizes(session, question)
    assert (counted["Label of phone"], counted["Label of cost"]) == (1, 3)


def test_a_move_to_a_topic_that_is_gone_waits_and_hides_nothing(
    session: Session,
    question: Question,
    topics: dict[str, Topic],
    official: Official,
    read: Read,
):
    ids = comments_on(session, "phone")[:1]
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)
    for one in session.exec(select(Comment).where(Comment.text == "cost is too high")):
        one.text = one.masked_text = "phone or letter"
        session.add(one)
    session.commit()

    read()

    assert sizes(session, question)["Label of phone"] == 4


def test_chosen_comments_become_a_topic_of_their_own(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "phone")[:2]

    made = split_topic(session, topics["phone"], ids, "Calls back", official, now=NOW)

    assert made.state is TopicState.CONFIRMED
    assert made.split_from_id == topics["phone"].id
    assert sizes(session, question)["Calls back"] == 2
    assert sizes(session, question)["Label of phone"] == 1


def test_a_topic_that_was_split_off_survives_the_next_run(
    session: Session,
    question: Question,
    topics: dict[str, Topic],
    official: Official,
    read: Read,
):
    ids = comments_on(session, "phone")[:2]
    made = split_topic(session, topics["phone"], ids, "Calls", official, now=NOW)
    session.commit()

    read()

    session.refresh(made)
    assert made.state is TopicState.CONFIRMED
    assert sizes(session, question)["Calls"] == 2


def test_a_split_can_be_undone_until_the_new_topic_is_used(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    before = sizes(session, question)
    ids = comments_on(session, "phone")[:2]
    made = split_topic(session, topics["phone"], ids, "Calls", official, now=NOW)
    merge_topic(session, topics["cost"], made, official, now=LATER)

    with pytest.raises(Conflict):
        undo_last(session, topics["phone"], official, now=MUCH_LATER)
    undo_last(session, topics["cost"], official, now=MUCH_LATER)
    undo_last(session, topics["phone"], official, now=MUCH_LATER)

    assert made.state is TopicState.GONE
    assert sizes(session, question) == before


def test_nothing_is_moved_that_was_not_chosen_in_the_topic(
    session: Session, topics: dict[str, Topic], official: Official
):
    elsewhere = comments_on(session, "cost")
    for chosen in ([], elsewhere):
        with pytest.raises(Invalid):
            move_comments(
                session, chosen, topics["phone"], topics["privacy"], official, now=NOW
            )


def test_nothing_is_moved_into_a_topic_that_is_not_shown(
    session: Session, topics: dict[str, Topic], official: Official
):
    ids = comments_on(session, "phone")
    merge_topic(session, topics["cost"], topics["privacy"], official, now=NOW)

    with pytest.raises(Conflict):
        move_comments(
            session, ids, topics["phone"], topics["cost"], official, now=LATER
        )
    with pytest.raises(Invalid):
        move_comments(
            session, ids, topics["phone"], topics["phone"], official, now=LATER
        )


def test_an_answer_that_seemed_empty_is_put_where_it_belongs(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    run = find_latest_run(session, question.id)
    assert run is not None
    ids = comments_on(session, "n/a")

    place_comments(session, run, ids, topics["cost"], official, now=NOW)

    assert sizes(session, question)["Label of cost"] == 2
    assert tally_of(session, run).whole.not_substantive == 0
    undo_last(session, topics["cost"], official, now=LATER)
    assert tally_of(session, run).whole.not_substantive == 1


def test_only_comments_in_no_topic_are_put_into_one(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    run = find_latest_run(session, question.id)
    assert run is not None

    with pytest.raises(Invalid):
        place_comments(
            session,
            run,
            comments_on(session, "phone"),
            topics["cost"],
            official,
            now=NOW,
        )


def test_a_subtopic_can_stand_alone_and_no_longer_counts_above(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    topics["cost"].parent_key = "phone"
    session.add(topics["cost"])
    session.flush()
    assert sizes(session, question)["Label of phone"] == 4

    separate_topic(session, topics["cost"], official, now=NOW)

    assert sizes(session, question)["Label of phone"] == 3
    with pytest.raises(Conflict):
        separate_topic(session, topics["phone"], official, now=NOW)
    undo_last(session, topics["cost"], official, now=LATER)
    assert sizes(session, question)["Label of phone"] == 4


def test_only_comments_of_the_question_are_put_into_its_topics(
    session: Session, question: Question, topics: dict[str, Topic], official: Official
):
    run = find_latest_run(session, question.id)
    assert run is not None
    foreign = make_question(session, make_consultation(session))
    said_elsewhere = make_comment(session, foreign, "phone elsewhere").id

    for unread in (said_elsewhere, uuid4()):
        with pytest.raises(Invalid):
            place_comments(session, run, [unread], topics["cost"], official, now=NOW)


def test_comments_are_put_into_topics_of_their_own_question_only(
    session: Session,
    consultation: Consultation,
    question: Question,
    topics: dict[str, Topic],
    official: Official,
):
    run = find_latest_run(session, question.id)
    assert run is not None
    topics["cost"].question_id = make_question(session, consultation, key="other").id
    session.add(topics["cost"])
    session.flush()

    with pytest.raises(Invalid):
        place_comments(
            session, run, comments_on(session, "n/a"), topics["cost"], official, now=NOW
        )


def test_a_moved_comment_that_was_withheld_meanwhile_goes_there_once_it_is_read(
    session: Session,
    question: Question,
    topics: dict[str, Topic],
    official: Official,
    read: Read,
):
    ids = comments_on(session, "phone")[:1]
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)
    moved = session.get_one(Comment, ids[0])
    moved.state = CommentState.WITHHELD
    session.add(moved)
    session.commit()

    read()

    run = find_latest_run(session, question.id)
    assert run is not None
    assert list_placements(session, run.id, ids) == []
