import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.comments.models import Answer, Comment, CommentState
from app.comments.queries import count_submissions
from app.consultations.models import Consultation, ConsultationKind, Question
from app.topics.models import Topic, TopicComment
from app.topics.services import (
    confirm_topic,
    hide_topic,
    merge_topic,
    move_comments,
    publish_topics,
    rename_topic,
    split_topic,
)
from tests.factories import NOW, make_comment, make_official, make_submission
from tests.posting import Client
from tests.topics.conftest import Read, consultation, question, read

__all__ = ["consultation", "question", "read"]


@pytest.fixture
def official(session: Session) -> Official:
    return make_official(session)


@pytest.fixture
def topics(session: Session, read: Read) -> dict[str, Topic]:
    read()
    return {one.key: one for one in session.exec(select(Topic))}


@dataclass(frozen=True)
class Closed:
    """A closed consultation that is read, checked and published as often as needed."""

    session: Session
    consultation: Consultation
    question: Question
    official: Official
    read: Read

    def read_and_confirm(self, *keys: str) -> None:
        self.session.commit()
        self.read()
        for topic in self.session.exec(select(Topic)):
            if topic.key in keys:
                confirm_topic(self.session, topic, self.official, now=NOW)

    def publish(self, *, at: datetime = NOW) -> dict[str, Any]:
        """Publish; return what is told of the question."""
        publication = publish_topics(
            self.session, self.consultation, self.official, now=at
        )
        self.session.commit()
        return dict(publication.snapshot["questions"][0])

    def shown(self, client: Client) -> str:
        return client.get(f"/en/consultations/{self.consultation.slug}/results").text

    def hear(self, text: str, area: str = "", **given: Any) -> None:
        about = {"area": area} if area else {}
        submission = make_submission(
            self.session, self.consultation, about_participant=about
        )
        make_comment(
            self.session, self.question, text, submission_id=submission.id, **given
        )


@pytest.fixture
def closed(session: Session, consultation, question, official, read) -> Closed:
    return Closed(session, consultation, question, official, read)


@pytest.fixture
def areas(closed: Closed) -> None:
    """Participants are asked where they live."""
    asked = {"key": "area", "label": "Where you live", "choices": ["Town", "Village"]}
    closed.consultation.participant_questions = [asked]
    closed.session.add(closed.consultation)


@pytest.fixture
def results(consultation: Consultation) -> str:
    return f"/en/consultations/{consultation.slug}/results"


def publish(session: Session, consultation: Consultation, official: Official):
    publication = publish_topics(session, consultation, official, now=NOW)
    session.commit()
    return publication


def ids_on(session: Session, word: str):
    found = session.exec(select(Comment).where(col(Comment.text).startswith(word)))
    return [one.id for one in found]


def test_everything_an_official_changed_is_listed_with_the_machines_words(
    client: Client, session: Session, consultation, topics, official, results
):
    phone, cost, privacy = (topics[key] for key in ("phone", "cost", "privacy"))
    rename_topic(session, phone, "A person", official, now=NOW)
    merge_topic(session, cost, phone, official, now=NOW)
    hide_topic(session, privacy, "Off topic", official, now=NOW)
    split_topic(
        session, phone, ids_on(session, "phone")[:1], "Calls", official, now=NOW
    )
    publish(session, consultation, official)

    shown = client.get(results).text

    assert (
        "The machine's “Label of phone” was renamed to “A person” (3 comments)" in shown
    )
    assert (
        "The machine's “Label of cost”, 1 comment, was merged into “A person”" in shown
    )
    assert "hidden by an official, because Off topic" in " ".join(shown.split())
    assert (
        "“Calls”, 1 comment: made by an official out of comments of “A person”" in shown
    )


def test_what_a_merged_topic_brought_stays_told_after_a_split(
    client: Client, session: Session, consultation, topics, official, results
):
    phone, privacy = topics["phone"], topics["privacy"]
    merge_topic(session, privacy, phone, official, now=NOW)
    confirm_topic(session, phone, official, now=NOW)
    ids = ids_on(session, "privacy")[:1]
    split_topic(session, phone, ids, "Typing", official, now=NOW)
    publish(session, consultation, official)

    shown = client.get(results).text

    assert "“Label of privacy”, 2 comments, was merged into “Label of phone”" in shown
    assert "<strong>4 comments</strong>" in shown


def test_what_left_a_topic_before_it_was_merged_did_not_come_with_it(
    client: Client, session: Session, consultation, topics, official, results
):
    phone, privacy = topics["phone"], topics["privacy"]
    ids = ids_on(session, "privacy")[:1]
    split_topic(session, privacy, ids, "Typing", official, now=NOW)
    merge_topic(session, privacy, phone, official, now=NOW)
    confirm_topic(session, phone, official, now=NOW)
    publish(session, consultation, official)

    shown = client.get(results).text

    assert "“Label of privacy”, 1 comment, was merged into “Label of phone”" in shown


def bars_of(html: str, heading: str) -> list[float]:
    """Return the widths of the bars in the table whose caption starts so."""
    table = html.split(heading)[1].split("</table>", maxsplit=1)[0]
    widths = re.findall(r'bar__fill"\s+width="([\d.]+)"', table)
    return [float(one) for one in widths]


def test_a_bar_is_a_share_of_all_comments_not_of_the_longest_bar(
    client: Client, closed: Closed
):
    closed.read_and_confirm("phone", "cost")
    told = closed.publish()

    shares = [100 * one["comments"] / told["analysed"] for one in told["topics"]]

    shown = closed.shown(client)
    assert max(shares) < 100
    assert bars_of(shown, "Topics by number of comments") == pytest.approx(
        shares, abs=0.1
    )
    assert f"of {told['analysed']} that say something" in shown


def test_concerns_are_measured_against_all_submissions(
    client: Client, session: Session, closed: Closed
):
    closed.consultation.concerns = [
        {"key": "cost", "label": "What it costs"},
        {"key": "jobs", "label": "Jobs of staff"},
    ]
    closed.session.add(closed.consultation)
    ticks: tuple[list[str], ...] = (["cost", "jobs"], ["cost"], [], [])
    for ticked in ticks:
        submission = make_submission(session, closed.consultation)
        for key in ticked:
            session.add(Answer(submission_id=submission.id, value=key))
    closed.read_and_confirm("phone")
    closed.publish()

    shown = closed.shown(client)

    sent = count_submissions(session, closed.consultation.id)
    assert f"Concerns by number of submissions, of {sent}:" in shown
    assert bars_of(shown, "Concerns by number of submissions") == pytest.approx(
        [200 / sent, 100 / sent], abs=0.1
    )


def test_moved_comments_are_told_of_in_public(
    client: Client, session: Session, consultation, topics, official, results
):
    for topic in (topics["phone"], topics["cost"]):
        confirm_topic(session, topic, official, now=NOW)
    ids = ids_on(session, "phone")[:1]
    move_comments(session, ids, topics["phone"], topics["cost"], official, now=NOW)
    publish(session, consultation, official)

    assert "1 comment was moved into “Label of cost”" in client.get(results).text


def test_a_moved_comment_is_no_longer_quoted_where_it_was(
    session: Session, consultation, topics, official
):
    phone = topics["phone"]
    confirm_topic(session, phone, official, now=NOW)
    ids = ids_on(session, "phone")
    move_comments(session, ids[:1], phone, topics["cost"], official, now=NOW)

    publication = publish(session, consultation, official)

    (told,) = publication.snapshot["questions"][0]["topics"]
    assert str(ids[0]) not in {one["comment"] for one in told["quotes"]}


def test_every_number_leads_to_the_comments_that_may_be_read(
    client: Client, session: Session, consultation, topics, official, results
):
    confirm_topic(session, topics["phone"], official, now=NOW)
    secret = session.get_one(Comment, ids_on(session, "phone me back")[0])
    secret.state = CommentState.COUNTED_ONLY
    session.add(secret)
    publish(session, consultation, official)

    shown = client.get(f"{results}/topics/{topics['phone'].id}").text

    assert "3 comments are in this topic; 2 of them may be read here." in shown
    assert "phone lines must stay open" in shown
    assert "phone me back" not in shown


def test_a_comment_in_a_topic_without_a_reading_is_shown_whole(
    client: Client, session: Session, question, consultation, topics, official
):
    confirm_topic(session, topics["phone"], official, now=NOW)
    unread = make_comment(session, question, "phone came late")
    run_id = topics["phone"].latest_run_id
    session.add(TopicComment(run_id=run_id, key="phone", comment_id=unread.id))
    publish(session, consultation, official)

    results = f"/en/consultations/{consultation.slug}/results"
    shown = client.get(f"{results}/topics/{topics['phone'].id}")

    assert shown.status_code == 200
    assert "phone came late" in shown.text


def test_a_topic_that_is_not_public_has_no_public_comments(
    client: Client, session: Session, consultation, topics, official, results
):
    confirm_topic(session, topics["phone"], official, now=NOW)
    publish(session, consultation, official)

    address = f"{results}/topics/{topics['cost'].id}"
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("areas")
def test_who_raised_what_is_shown_only_in_protected_numbers(
    client: Client, closed: Closed
):
    for number in range(43):
        closed.hear(f"phone {number}", area="Town" if number < 23 else "Village")
    closed.read_and_confirm("phone")

    (table,) = closed.publish()["breakdowns"]

    assert [row["counts"] for row in table["rows"]] == [[25, 20], [25, 20]]
    assert "Who raised what: Where you live" in closed.shown(client)


@pytest.mark.usefixtures("areas")
def test_numbers_about_few_people_are_not_shown_at_all(closed: Closed):
    for area in ("Town", "Village", "Town"):
        closed.hear("phone", area=area)
    closed.read_and_confirm("phone")

    assert closed.publish()["breakdowns"] == []


def test_a_standing_consultation_shows_its_topics_month_by_month(
    client: Client, closed: Closed
):
    closed.consultation.kind = ConsultationKind.STANDING
    closed.session.add(closed.consultation)
    closed.hear("phone in spring", created_at=NOW + timedelta(days=31))
    closed.read_and_confirm("phone")

    months = closed.publish()["months"]

    assert months["names"] == ["2026-03", "2026-04"]
    assert list(months["topics"].values()) == [[3, 1]]
    assert "Month by month" in closed.shown(client)


def test_a_topic_that_was_public_and_is_gone_is_named(client: Client, closed: Closed):
    closed.read_and_confirm("phone", "cost")
    closed.publish()
    (gone,) = closed.session.exec(
        select(Comment).where(Comment.text == "cost is too high")
    )
    gone.state = CommentState.WITHDRAWN
    closed.session.add(gone)
    closed.read_and_confirm()

    told = closed.publish(at=NOW + timedelta(hours=1))

    (left,) = [one for one in told["left_out"] if one["state"] == "gone"]
    assert (left["label"], left["comments"]) == ("Label of cost", 1)
    assert "the latest reading no longer finds it" in closed.shown(client)


def test_a_subtopic_nobody_confirmed_is_said_to_count_above(
    client: Client, closed: Closed
):
    closed.read_and_confirm("phone")
    (cost,) = closed.session.exec(select(Topic).where(Topic.key == "cost"))
    cost.parent_key = "phone"
    closed.session.add(cost)
    closed.session.flush()

    told = closed.publish()

    (left,) = [one for one in told["left_out"] if one["within"]]
    assert (left["label"], left["within"]) == ("Label of cost", "Label of phone")
    assert "its comments count in “Label of phone”" in closed.shown(client)


def test_programs_are_told_what_was_published(
    client: Client, session: Session, consultation, topics, official
):
    address = f"/api/v1/consultations/{consultation.slug}/topics"
    assert client.get(address).status_code == 404
    rename_topic(session, topics["phone"], "A person", official, now=NOW)
    hide_topic(session, topics["cost"], "One word", official, now=NOW)
    publish(session, consultation, official)

    told = client.get(address).json()

    (question,) = told["questions"]
    (topic,) = question["topics"]
    assert told["is_a_poll"] is False
    assert (topic["label"], topic["machine_label"]) == ("A person", "Label of phone")
    assert (topic["comments"], topic["stance"]["oppose"]) == (3, 0)
    assert topic["interval"] == [0.4, 0.6]
    assert topic["answer"] is None
    assert {"hidden", "proposed"} == {one["state"] for one in question["left_out"]}


def test_the_description_of_the_api_holds_an_example_of_topics(client: Client):
    paths = client.get("/schema/openapi.json").json()["paths"]

    answer = paths["/api/v1/consultations/{slug}/topics"]["get"]["responses"]["200"]
    (example,) = answer["content"]["application/json"]["examples"].values()
    assert example["value"]["questions"][0]["topics"][0]["answer"]["text"]
