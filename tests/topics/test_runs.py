from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.analysis.findings import Document, Findings
from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.db import Database
from app.errors import Conflict
from app.jobs import Job, JobRow, LostJob, Stopping
from app.settings import Settings
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    RunState,
    Topic,
    TopicComment,
    TopicState,
)
from app.topics.queries import find_latest_run, list_topics
from app.topics.services import queue_run
from app.topics.services.runs import without_single_children
from app.topics.tasks import Asked, notice, perform_run
from tests.factories import NOW, make_comment, make_question
from tests.topics.conftest import Read
from tests.topics.findings import found_topic, read_by_first_word


def job_for(run: AnalysisRun, database: Database, settings: Settings, **given) -> Job:
    values = {"attempt": "first", "attempts": 1, **given}
    return Job(
        name="topics.perform_run",
        payload={"run_id": str(run.id)},
        database=database,
        settings=settings,
        **values,
    )


def test_a_run_and_its_job_are_queued_together(session: Session, question: Question):
    run = queue_run(session, question, now=NOW)
    session.commit()

    job = session.exec(select(JobRow)).one()
    assert job.payload == {"run_id": str(run.id)}


def test_a_second_run_waits_for_nobody(session: Session, question: Question):
    assert queue_run(session, question, now=NOW).id == (
        queue_run(session, question, now=NOW).id
    )


def test_there_is_nothing_to_read_without_comments(
    session: Session, consultation: Consultation
):
    empty = make_question(session, consultation)

    with pytest.raises(Conflict):
        queue_run(session, empty, now=NOW)


def test_a_run_stores_what_was_found(session: Session, question: Question, read: Read):
    read()

    run = find_latest_run(session, question.id)
    assert run is not None
    assert run.state is RunState.DONE
    assert run.counts["comments"] == 6
    assert {one.key for one in list_topics(session, question.id)} == {
        "phone",
        "privacy",
        "cost",
    }


def test_what_an_official_named_survives_the_next_run(
    session: Session, question: Question, read: Read
):
    read()
    topic = session.exec(select(Topic).where(Topic.key == "phone")).one()
    topic.label, topic.state = "Reaching a person", TopicState.CONFIRMED
    session.add(topic)
    make_comment(session, question, "phone is best")
    session.commit()

    read()

    session.refresh(topic)
    assert topic.label == "Reaching a person"
    assert topic.machine_label == "Label of phone"
    assert topic.state is TopicState.CONFIRMED


def test_a_topic_that_nobody_writes_about_any_more_is_gone(
    session: Session, question: Question, read: Read
):
    read()
    for comment in question_comments(session, question, "cost"):
        session.delete(comment)
    session.commit()

    read()

    topic = session.exec(select(Topic).where(Topic.key == "cost")).one()
    assert topic.state is TopicState.GONE


def question_comments(session: Session, question: Question, word: str):
    found = session.exec(select(Comment).where(Comment.question_id == question.id))
    comments = [one for one in found if one.text.startswith(word)]
    for one in comments:
        for row in (TopicComment, CommentReading):
            for kept in session.exec(select(row).where(row.comment_id == one.id)):
                session.delete(kept)
    session.flush()
    return comments


def test_an_attempt_that_lost_the_run_stores_nothing(
    session: Session, database: Database, settings: Settings, question: Question
):
    run = queue_run(session, question, now=NOW)
    session.commit()

    def overtaken(asked, *rest) -> Findings:
        with database.writing() as other:
            taken = other.get_one(AnalysisRun, run.id)
            taken.attempt = "second"
            other.add(taken)
            other.commit()
        return read_by_first_word(asked)

    with pytest.raises(LostJob):
        perform_run(job_for(run, database, settings), overtaken)

    assert list_topics(session, question.id) == []


def test_a_run_that_fails_says_why(
    session: Session, database: Database, settings: Settings, question: Question
):
    run = queue_run(session, question, now=NOW)
    session.commit()

    def broken(*_: object) -> Findings:
        message = "no embedder"
        raise ValueError(message)

    with pytest.raises(ValueError, match="no embedder"):
        perform_run(job_for(run, database, settings), broken)

    session.refresh(run)
    assert run.state is RunState.FAILED
    assert run.failure == "ValueError"


def test_a_run_that_failed_is_superseded_by_the_next_one(
    session: Session, database: Database, settings: Settings, question: Question
):
    failed = queue_run(session, question, now=NOW)
    failed.state = RunState.FAILED
    session.add(failed)
    session.commit()

    again = queue_run(session, question, now=NOW + timedelta(minutes=1))
    session.commit()
    perform_run(job_for(failed, database, settings), read_by_first_word)

    queued = {one.payload["run_id"] for one in session.exec(select(JobRow))}
    session.refresh(failed)
    assert queued == {str(failed.id), str(again.id)}
    assert failed.state is RunState.FAILED


def test_progress_is_visible_and_a_stopping_worker_stops_it(
    session: Session, database: Database, settings: Settings, question: Question
):
    run = queue_run(session, question, now=NOW)
    session.commit()
    job = job_for(run, database, settings)

    def half(asked, job, progress) -> Findings:
        progress("embed", 0.5)
        job.stopping.set()
        progress("cluster", 0.6)
        return read_by_first_word(asked)

    with pytest.raises(Stopping):
        perform_run(job, half)

    session.refresh(run)
    assert (run.step, run.progress) == ("cluster", 0.6)
    assert run.state is RunState.RUNNING


def test_a_closed_consultation_is_read_without_being_asked(
    session: Session, database: Database, settings: Settings, question: Question
):
    notice(Job("topics.notice", {}, "a", 1, database, settings))

    session.expire_all()
    assert find_latest_run(session, question.id) is not None


@pytest.mark.slow
def test_the_real_engine_reads_comments_through_the_worker(
    session: Session, database: Database, settings: Settings, question: Question
):
    for number in range(40):
        make_comment(session, question, f"The bus number {number} is late every day")
        make_comment(session, question, f"My data must stay private, point {number}")
    run = queue_run(session, question, now=NOW)
    session.commit()

    perform_run(job_for(run, database, settings))

    session.refresh(run)
    assert run.state is RunState.DONE
    assert run.counts["analysed"] == 86
    assert list_topics(session, question.id)


def test_a_subtopic_that_is_all_of_its_topic_is_joined_with_it():
    documents = [Document(id=str(number), text="bins are late") for number in range(3)]
    findings = read_by_first_word(Asked(documents, (), {}, ()))
    top = found_topic("top", 3)
    (leaf,) = findings.topics
    nested = replace(findings, topics=(top, replace(leaf, parent="top")))

    joined = without_single_children(nested)

    assert [one.id for one in joined.topics] == ["top"]
    assert {one.topics for one in joined.comments} == {("top",)}
