"""Each number that tells an official what waits is what the page behind it lists."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final

import pytest
from sqlmodel import Session

from app.accounts.models import Official
from app.analysis.findings import Counts
from app.comments.models import CommentState
from app.comments.services.imports import begin_import, pack_file
from app.consultations.models import Consultation
from app.official_responses.models import OfficialResponse, Promise
from app.register.schemas.forms import MissingForm
from app.register.services.reports import report_missing
from app.topics.models import AnalysisRun, FoundTopic, RunState, Topic, TopicState
from app.topics.services import publish_topics
from tests.factories import (
    make_comment,
    make_consultation,
    make_official,
    make_proposal,
    make_question,
)
from tests.posting import Client
from tests.sign_in import sign_in

NOW = datetime.now(UTC).replace(microsecond=0)
TONE = {"negative": 0, "neutral": 1, "positive": 0, "not_assessed": 0}
_DUTY = re.compile(r'<a href="(/en/office/consultations/[^"]+)">([^<]+: \d+[^<]*)</a>')


def first_number(pattern: str) -> Callable[[str], int]:
    def find(page: str) -> int:
        found = re.search(pattern, " ".join(page.split()))
        assert found, f"the page holds no {pattern}"
        return int(found[1])

    return find


def occurrences(text: str) -> Callable[[str], int]:
    return lambda page: page.count(text)


# By what a duty begins with: how many things its page lists.
LISTED: Final[Mapping[str, Callable[[str], int]]] = {
    "Comments that have waited": occurrences('id="comment-'),
    "Comments to look at": occurrences('id="comment-'),
    "Uploaded files": occurrences('tag--info">'),
    "Topics to check": occurrences('/confirm"'),
    "Publish the topics": first_number(r"(\d+) confirmed topics?:"),
    "Topics without a public answer": first_number(r"(\d+) topics? ha\w+ no public"),
    "Promises that are overdue": occurrences("<strong>overdue</strong>"),
}


@pytest.fixture
def official(session: Session) -> Official:
    return make_official(session)


def closed(session: Session, official: Official, title: str) -> Consultation:
    return make_consultation(
        session,
        title=title,
        slug=title.lower(),
        organisation_id=official.organisation_id,
        closes_at=NOW - timedelta(days=1),
    )


def with_topics(
    session: Session, consultation: Consultation, *topics: tuple[str, str, TopicState]
) -> list[Topic]:
    """Add a question that was read; each topic has a key, a parent's key and a state."""
    question = make_question(session, consultation)
    make_comment(session, question)
    run = AnalysisRun(
        consultation_id=consultation.id, question_id=question.id, state=RunState.DONE,
        queued_at=NOW, finished_at=NOW, counts=asdict(Counts(1, 1, 0, 1, 0)),
    )  # fmt: skip
    session.add(run)
    session.flush()
    made = []
    for key, parent, state in topics:
        session.add(
            FoundTopic(
                run_id=run.id, key=key, label=key, tone=TONE, parent_key=parent or None
            )
        )
        topic = Topic(
            consultation_id=consultation.id, question_id=question.id, key=key,
            parent_key=parent or None, latest_run_id=run.id, label=key,
            machine_label=key, state=state, updated_at=NOW,
        )  # fmt: skip
        session.add(topic)
        made.append(topic)
    session.flush()
    return made


def answered(
    session: Session, topic: Topic, *, is_public: bool, promised: bool = False
) -> None:
    response = OfficialResponse(
        topic_id=topic.id, text="We will.", updated_at=NOW,
        published_at=NOW if is_public else None,
    )  # fmt: skip
    session.add(response)
    session.flush()
    if promised:
        yesterday = NOW.date() - timedelta(days=1)
        promise = Promise(
            response_id=response.id, text="A line", owner="Ann", due_on=yesterday
        )
        session.add(promise)


def make_busy(session: Session, official: Official) -> None:
    """Add one consultation for each kind of work, with more than one thing to do."""
    comments = make_consultation(
        session, organisation_id=official.organisation_id, slug="comments",
        closes_at=NOW + timedelta(days=9),
    )  # fmt: skip
    question = make_question(session, comments)
    for hours in (1, 50, 70):
        at = NOW - timedelta(hours=hours)
        make_comment(session, question, state=CommentState.RECEIVED, updated_at=at)
    for name in ("a.csv", "b.csv"):
        file = pack_file(f"respondent,question_id,text\n1,q,{name}\n".encode())
        begin_import(session, comments, name, file, official=official, now=NOW)
    proposed, confirmed = TopicState.PROPOSED, TopicState.CONFIRMED
    checking = closed(session, official, "Checking")
    with_topics(session, checking, ("t1", "", proposed), ("t2", "t1", proposed))
    ready = closed(session, official, "Ready")
    with_topics(session, ready, ("t1", "", confirmed), ("t2", "t1", confirmed))
    published = closed(session, official, "Published")
    make_proposal(session, published)
    silent, _part, written, told, hidden = with_topics(
        session, published,
        ("t1", "", confirmed), ("t2", "t1", confirmed), ("t3", "", confirmed),
        ("t4", "", confirmed), ("t5", "", TopicState.HIDDEN),
    )  # fmt: skip
    publish_topics(session, published, official, now=NOW)
    answered(session, written, is_public=False)
    answered(session, told, is_public=True, promised=True)
    answered(session, hidden, is_public=True, promised=True)
    assert silent.state is confirmed
    session.commit()


def test_each_duty_leads_to_a_page_that_lists_that_many(
    client: Client, session: Session, official: Official
):
    make_busy(session, official)
    sign_in(client, session, official)

    duties = _DUTY.findall(client.get("/en/office").text)
    seen = set()
    for path, said in duties:
        kind = next(one for one in LISTED if said.startswith(one))
        told = first_number(r"(\d+)(?: are confirmed)?$")(said.strip())
        assert LISTED[kind](client.get(unescape(path)).text) == told, said
        seen.add(kind)
    assert seen == set(LISTED)


def test_topics_of_every_question_are_counted_and_named(
    client: Client, session: Session, official: Official
):
    consultation = closed(session, official, "Checking")
    for _ in range(2):
        with_topics(session, consultation, ("t1", "", TopicState.PROPOSED))
    session.commit()
    sign_in(client, session, official)

    assert "Topics to check: 2" in client.get("/en/office").text
    page = client.get("/en/office/consultations/checking/topics").text
    assert "1 topic of this question waits for you." in page
    assert "1 of another question waits, too." in page


def test_reports_that_wait_are_as_many_as_their_list_shows(
    client: Client, session: Session, official: Official
):
    for _ in range(3):
        form = MissingForm(about="City police", text="Cameras count people there.")
        report_missing(session, form, region="GB", now=NOW)
        session.flush()
    session.commit()
    sign_in(client, session, official)

    assert "wait for an answer: 3" in client.get("/en/office").text
    assert client.get("/en/office/systems/reports").text.count(">Report ") == 3
