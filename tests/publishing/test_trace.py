from datetime import timedelta

from sqlmodel import Session, select

from app.comments.models import Comment
from app.consultations.models import Consultation
from app.publishing.pages.trace import trace_of
from app.topics.models import Topic
from app.topics.services import confirm_topic, merge_topic, publish_topics
from tests.factories import NOW, make_official
from tests.topics.conftest import Read, consultation, question, read

__all__ = ["consultation", "question", "read"]
LATER = (NOW + timedelta(days=1)).date()


def comments_on(session: Session, word: str) -> list[Comment]:
    found = session.exec(select(Comment)).all()
    return [one for one in found if one.text.startswith(word)]


def topics(session: Session) -> dict[str, Topic]:
    return {one.key: one for one in session.exec(select(Topic))}


def test_there_is_no_trace_before_anything_is_published(
    session: Session, consultation: Consultation, read: Read
):
    read()

    assert trace_of(session, consultation, comments_on(session, "cost"), LATER) is None


def test_a_comment_leads_to_the_topic_it_went_into(
    session: Session, consultation: Consultation, read: Read
):
    read()
    official = make_official(session)
    confirm_topic(session, topics(session)["phone"], official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)

    trace = trace_of(session, consultation, comments_on(session, "phone")[:1], LATER)

    assert trace is not None
    assert [one.told["label"] for one in trace.topics] == ["Label of phone"]


def test_a_comment_of_a_merged_topic_leads_to_the_other_one(
    session: Session, consultation: Consultation, read: Read
):
    read()
    official, found = make_official(session), topics(session)
    merge_topic(session, found["cost"], found["phone"], official, now=NOW)
    confirm_topic(session, found["phone"], official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)

    trace = trace_of(session, consultation, comments_on(session, "cost"), LATER)

    assert trace is not None
    assert [one.told["label"] for one in trace.topics] == ["Label of phone"]
