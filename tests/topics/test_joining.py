from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.db import Database
from app.jobs import Job, JobRow
from app.settings import Settings
from app.topics.models import CommentReading, PlacedBy, RunState, TopicComment
from app.topics.queries import find_latest_run, list_topics, tally_of
from app.topics.queries.runs import list_known_topics
from app.topics.services import move_comments, queue_run, rename_topic
from app.topics.tasks import Asked, join_new, notice, notice_new, perform_run
from tests.factories import NOW, make_comment, make_official
from tests.topics.conftest import Read
from tests.topics.findings import (
    found_topic,
    join_by_first_word,
    read_by_first_word,
)

Join = Callable[[], None]
MakeJob = Callable[..., Job]


@pytest.fixture
def job(database: Database, settings: Settings) -> MakeJob:
    def make(name: str, payload: dict[str, Any]) -> Job:
        return Job(name, payload, "attempt", 1, database, settings)

    return make


@pytest.fixture
def join(session: Session, question: Question, job: MakeJob) -> Join:
    """Join what is new with an engine that is quick."""

    def perform() -> None:
        session.commit()
        payload = {"question_id": str(question.id)}
        join_new(job("topics.join_new", payload), join_by_first_word)
        session.rollback()
        session.expire_all()

    return perform


def placed(session: Session, comment: Comment) -> list[tuple[str, PlacedBy]]:
    rows = session.exec(
        select(TopicComment).where(TopicComment.comment_id == comment.id)
    )
    return [(one.key, one.placed_by) for one in rows if not one.is_taken_out]


def test_a_new_comment_joins_an_existing_topic_and_is_marked(
    session: Session, question: Question, read: Read, join: Join
):
    read()
    new = make_comment(session, question, "phone is what I need")

    join()

    assert placed(session, new) == [("phone", PlacedBy.JOINED)]
    run = find_latest_run(session, question.id)
    assert run is not None
    assert tally_of(session, run).of({"phone"}).joined == 1


def test_a_comment_that_fits_no_topic_is_kept_apart(
    session: Session, question: Question, read: Read, join: Join
):
    read()
    new = make_comment(session, question, "gardens would be nice")

    join()

    run = find_latest_run(session, question.id)
    assert run is not None
    assert placed(session, new) == []
    assert tally_of(session, run).whole.unsorted == 1


def test_joining_twice_changes_nothing(
    session: Session, question: Question, read: Read, join: Join
):
    read()
    make_comment(session, question, "phone is what I need")
    join()
    before = len(session.exec(select(TopicComment)).all())

    join()

    assert len(session.exec(select(TopicComment)).all()) == before


def test_a_corrected_comment_is_read_anew(
    session: Session, question: Question, read: Read, join: Join
):
    new = make_comment(session, question, "phone it is")
    session.commit()
    read()
    new.text = new.masked_text = "privacy comes first for me"
    session.add(new)

    join()

    assert placed(session, new) == [("privacy", PlacedBy.JOINED)]


def test_a_correction_of_the_same_length_is_read_anew(
    session: Session, question: Question, read: Read, join: Join
):
    new = make_comment(session, question, "phone füge ich an")
    session.commit()
    read()
    new.text = new.masked_text = "horse füge ich an"
    session.add(new)

    join()

    assert placed(session, new) == []


def test_a_copy_of_an_earlier_comment_is_no_new_text(
    session: Session, question: Question, read: Read, join: Join
):
    read()
    make_comment(session, question, "cost is too high")

    join()

    run = find_latest_run(session, question.id)
    assert run is not None
    counts = tally_of(session, run).of({"cost"})
    assert (counts.comments, counts.distinct_texts) == (2, 1)


def test_nothing_is_joined_before_the_first_run_or_during_one(
    session: Session, question: Question, read: Read, join: Join
):
    join()
    read()
    make_comment(session, question, "phone is what I need")
    queue_run(session, question, now=NOW)

    join()

    assert session.exec(select(TopicComment)).all()
    assert not session.exec(
        select(CommentReading).where(CommentReading.joined_at != None)  # noqa: E711
    ).all()


def fail_another_run(session: Session, question: Question) -> None:
    run = queue_run(session, question, now=NOW)
    run.state = RunState.FAILED
    session.add(run)
    session.commit()


def test_comments_still_join_the_last_good_run_when_another_one_failed(
    session: Session,
    consultation: Consultation,
    question: Question,
    read: Read,
    join: Join,
    job: MakeJob,
):
    consultation.closes_at = None
    session.add(consultation)
    read()
    fail_another_run(session, question)
    new = make_comment(session, question, "phone is what I need")
    session.commit()

    notice_new(job("topics.notice_new", {}))
    join()

    assert session.exec(select(JobRow).where(JobRow.name == "topics.join_new")).all()
    assert placed(session, new) == [("phone", PlacedBy.JOINED)]


def test_enough_new_comments_queue_a_reading_although_the_last_one_failed(
    session: Session, question: Question, read: Read, job: MakeJob
):
    consultation = session.get_one(Consultation, question.consultation_id)
    consultation.closes_at = datetime.now(UTC) - timedelta(days=1)
    read()
    fail_another_run(session, question)
    for number in range(10):
        make_comment(session, question, f"phone number {number}")
    session.commit()

    notice(job("topics.notice", {}))

    session.expire_all()
    assert find_latest_run(session, question.id, RunState.QUEUED) is not None


def test_a_run_that_ended_meanwhile_wins_over_a_join(
    session: Session, question: Question, read: Read, job: MakeJob
):
    read()
    new = make_comment(session, question, "phone is what I need")
    session.commit()

    def slow(new, job):
        read()
        return join_by_first_word(new)

    join_new(job("topics.join_new", {"question_id": str(question.id)}), slow)

    session.expire_all()
    assert placed(session, new) == [("phone", PlacedBy.RUN)]


def test_new_comments_are_noticed_within_a_minute(
    session: Session, consultation: Consultation, question: Question, read: Read, job
):
    consultation.closes_at = None
    session.add(consultation)
    read()
    notice_new(job("topics.notice_new", {}))
    quiet = session.exec(select(JobRow).where(JobRow.name == "topics.join_new")).all()
    make_comment(session, question, "phone is what I need")
    session.commit()

    for _ in range(2):
        notice_new(job("topics.notice_new", {}))

    (row,) = session.exec(select(JobRow).where(JobRow.name == "topics.join_new"))
    assert quiet == []
    assert row.payload == {"question_id": str(question.id)}


def test_enough_new_comments_queue_a_full_reading_and_few_do_not(
    session: Session,
    consultation: Consultation,
    question: Question,
    read: Read,
    join,
    job,
):
    consultation.closes_at = None
    session.add(consultation)
    read()
    for number in range(9):
        make_comment(session, question, f"phone number {number}")
    join()
    notice(job("topics.notice", {}))
    few = find_latest_run(session, question.id)
    make_comment(session, question, "phone once more")
    session.commit()

    notice(job("topics.notice", {}))

    session.expire_all()
    enough = find_latest_run(session, question.id)
    assert few is not None and few.state is RunState.DONE
    assert enough is not None and enough.state is RunState.QUEUED


def test_a_full_reading_takes_joined_comments_in_and_moves_stay(
    session: Session, question: Question, read: Read, join: Join
):
    official = make_official(session)
    read()
    new = make_comment(session, question, "phone is what I need")
    join()
    topics = {one.key: one for one in list_topics(session, question.id)}
    move_comments(session, [new.id], topics["phone"], topics["cost"], official, now=NOW)
    session.commit()

    read()

    run = find_latest_run(session, question.id)
    assert run is not None
    tally = tally_of(session, run)
    assert (tally.whole.joined, tally.of({"cost"}).placed) == (0, 1)


def test_a_topic_above_others_is_known_by_the_comments_of_all_of_them(
    session: Session, database: Database, settings: Settings, question: Question
):
    def nested(asked: Asked, *_: object):
        findings = read_by_first_word(asked)
        leaves = tuple(replace(one, parent="top") for one in findings.topics)
        return replace(findings, topics=(found_topic("top", 6), *leaves))

    run = queue_run(session, question, now=NOW)
    session.commit()
    payload = {"run_id": str(run.id)}
    perform_run(Job("topics.perform_run", payload, "a", 1, database, settings), nested)

    session.refresh(run)
    known = {one.id: one for one in list_known_topics(session, run)}
    assert len(known["top"].comments) == 6
    assert len(known["phone"].comments) == 3


BUSES = "The {} bus is late and the timetable is wrong on {}"
DATA = "My {} data must stay private and never be shared on {}"
PARKS = "The {} park needs benches, trees and shade on {}"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday")
KINDS = ("red", "blue", "old", "new", "small", "long", "first", "second")


def write(session: Session, question: Question, form: str, days: tuple[str, ...]):
    for kind in KINDS:
        for day in days:
            make_comment(session, question, form.format(kind, day))


@pytest.mark.slow
def test_names_and_answers_keep_their_topics_when_the_real_engine_reads_again(
    session: Session, database: Database, settings: Settings, question: Question
):
    def read_really() -> None:
        run = queue_run(session, question, now=datetime.now(UTC))
        session.commit()
        payload = {"run_id": str(run.id)}
        perform_run(
            Job("topics.perform_run", payload, uuid4().hex, 1, database, settings)
        )
        session.expire_all()

    for form in (BUSES, DATA, PARKS):
        write(session, question, form, DAYS[:4])
    read_really()
    official = make_official(session)
    named = {}
    for topic in list_topics(session, question.id):
        rename_topic(session, topic, f"Named {topic.key}", official, now=NOW)
        named[topic.id] = topic.label
    for form in (BUSES, DATA, PARKS):
        write(session, question, form, DAYS[4:])
    session.commit()
    read_really()

    after = {one.id: one for one in list_topics(session, question.id)}
    kept = [one for one in named if after[one].state.value == "confirmed"]
    tops = [one for one in named if after[one].parent_key is None]
    assert all(after[one].label == named[one] for one in named)
    assert all(one in kept for one in tops)
    assert len(kept) >= 0.8 * len(named)
