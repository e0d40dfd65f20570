import pytest
from sqlmodel import Session, select

from app.accounts.models import AuditEntry
from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.db import Database
from app.jobs import Job, JobRow
from app.settings import Settings
from app.topics.models import Issue, IssueComment, IssueReview, IssueState
from app.topics.queries import find_latest_run
from app.topics.queries.issues import count_issues, list_compared
from app.topics.services import queue_run
from app.topics.services.issues import own_issues
from app.topics.tasks import map_issues, perform_run
from tests.factories import NOW, make_comment
from tests.posting import Client, post_form
from tests.topics.conftest import Read
from tests.topics.findings import read_by_first_word
from tests.topics.stored import rows


@pytest.fixture
def issues(base: str) -> str:
    return f"{base}/topics/issues"


@pytest.fixture
def on_question(base: str, question: Question) -> str:
    return f"{base}/topics/questions/{question.key}/issues"


ENTERED = {
    "name": "Letters on paper",
    "description": "People who want post.",
    "phrases": "send me a letter\npaper forms\n",
}


def test_issues_stand_beside_the_topics_with_at_least_so_many_comments(
    client: Client, on_question: str, read: Read
):
    read()

    shown = client.get(f"/en{on_question}").text

    assert "Privacy and data protection" in shown
    assert "Read the numbers as “at least these”." in shown


def test_an_issue_leads_to_its_comments_with_their_scores(
    client: Client, on_question: str, read: Read
):
    read()

    shown = client.get(f"/en{on_question}/privacy").text

    assert "privacy matters to me" in shown
    assert "closeness 0.6 of 1" in shown
    assert "phone lines" not in shown


def test_only_a_confirmed_issue_is_public_and_leads_to_published_comments(
    client: Client,
    base: str,
    consultation: Consultation,
    question: Question,
    on_question: str,
    read: Read,
):
    read()
    publish_all(client, base)
    results = f"/en/consultations/{consultation.slug}/results"
    before = client.get(results).text
    post_form(client, f"{on_question}/privacy/confirm", page=on_question)
    post_form(client, f"{base}/publish")

    after = client.get(results).text
    comments = client.get(f"{results}/issues/{question.key}/privacy").text

    assert "Privacy and data protection" not in before
    assert "Privacy and data protection" in after and "at least so many" in after
    assert "privacy of what I type" in comments
    assert client.get(f"{results}/issues/{question.key}/jobs").status_code == 404


def publish_all(client: Client, base: str) -> None:
    page = client.get(f"/en{base}/topics").text
    ids = [part.split('"')[0] for part in page.split('name="topic" value="')[1:]]
    post_form(
        client, f"{base}/topics/confirm-all", {"topic": ids}, page=f"{base}/topics"
    )
    assert post_form(client, f"{base}/publish").status_code == 303


def test_an_issue_is_hidden_with_a_reason_only_and_taken_back(
    client: Client, session: Session, on_question: str, read: Read
):
    read()
    page = f"{on_question}/privacy"

    refused = post_form(client, f"{page}/hide", page=page)
    post_form(client, f"{page}/hide", {"reason": "Mostly jokes"}, page=page)
    hidden = rows(session, IssueReview)[0].state
    post_form(client, f"{page}/undo", page=page)

    assert refused.status_code == 422
    assert hidden is IssueState.HIDDEN
    assert rows(session, IssueReview)[0].state is IssueState.PROPOSED


def test_an_issue_can_be_added_and_is_compared_at_once(
    client: Client, session: Session, consultation: Consultation, issues: str
):
    post_form(client, issues, ENTERED)

    (job,) = rows(session, JobRow, lambda one: one.name == "topics.map_issues")
    added = rows(session, Issue, lambda one: one.key == "letters-on-paper")
    assert job.payload == {"consultation_id": str(consultation.id)}
    assert added[0].phrases == ["send me a letter", "paper forms"]
    assert len(list_compared(session, consultation.id)) == 13


def test_what_was_typed_stays_when_an_issue_has_no_phrases(client: Client, issues: str):
    response = post_form(client, issues, {**ENTERED, "phrases": ""})

    assert response.status_code == 422
    assert "Write at least one phrase" in response.text
    assert (
        "Letters on paper" in response.text and "People who want post." in response.text
    )


def test_an_issue_is_renamed_switched_off_and_the_usual_list_restored(
    client: Client, session: Session, issues: str
):
    renamed = {**ENTERED, "name": "Work"}
    post_form(client, f"{issues}/jobs", renamed)
    post_form(client, f"{issues}/privacy/off", page=issues)
    own = {one.key: one for one in rows(session, Issue)}
    post_form(client, f"{issues}/restore", page=issues)

    assert own["jobs"].name == "Work" and not own["privacy"].is_on
    assert rows(session, Issue) == []
    acts = {one.act for one in rows(session, AuditEntry)}
    assert {"changed_issue", "switched_issue_off", "restored_issues"} <= acts


def test_other_phrases_make_an_issue_wait_to_be_checked_again(
    client: Client, session: Session, issues: str, on_question: str, read: Read
):
    read()
    post_form(client, f"{on_question}/privacy/confirm", page=on_question)
    assert len(rows(session, IssueReview)) == 1

    post_form(client, f"{issues}/privacy", ENTERED)

    assert rows(session, IssueReview) == []


def test_a_changed_list_is_mapped_by_the_worker(
    session: Session,
    database: Database,
    settings: Settings,
    consultation: Consultation,
    question: Question,
    read: Read,
):
    read()
    payload = {"consultation_id": str(consultation.id)}

    def only_phone(comments, issues, job):
        return [{"jobs": 0.5} if "phone" in one[0] else {} for one in comments]

    map_issues(
        Job("topics.map_issues", payload, "a", 1, database, settings), only_phone
    )

    session.expire_all()
    run = find_latest_run(session, question.id)
    assert run is not None
    counts = {one.issue.key: one.comments for one in count_issues(session, run)}
    assert (counts["jobs"], counts["privacy"]) == (3, 0)


def test_a_list_that_changes_while_comments_are_read_is_mapped_afterwards(
    session: Session,
    database: Database,
    settings: Settings,
    consultation: Consultation,
    question: Question,
):
    run = queue_run(session, question, now=NOW)
    session.commit()

    def slow(asked, *_):
        with database.writing() as other:
            own_issues(other, consultation, now=NOW)[0].is_on = False
            other.commit()
        return read_by_first_word(asked)

    payload = {"run_id": str(run.id)}
    perform_run(Job("topics.perform_run", payload, "a", 1, database, settings), slow)

    assert rows(session, JobRow, lambda one: one.name == "topics.map_issues")


def test_what_joins_while_a_list_is_mapped_keeps_its_issues(
    session: Session,
    database: Database,
    settings: Settings,
    consultation: Consultation,
    question: Question,
    read: Read,
):
    read()
    payload = {"consultation_id": str(consultation.id)}

    def slow(comments, *_):
        new = make_comment(session, question, "privacy came late")
        run = find_latest_run(session, question.id)
        assert run is not None
        session.add(IssueComment(run_id=run.id, key="privacy", comment_id=new.id))
        session.commit()
        return [{} for _ in comments]

    map_issues(Job("topics.map_issues", payload, "a", 1, database, settings), slow)

    assert [one.key for one in rows(session, IssueComment)] == ["privacy"]


def test_the_real_engine_maps_comments_to_a_changed_list(
    session: Session,
    database: Database,
    settings: Settings,
    consultation: Consultation,
    question: Question,
    read: Read,
):
    read()
    payload = {"consultation_id": str(consultation.id)}

    map_issues(Job("topics.map_issues", payload, "a", 1, database, settings))

    session.expire_all()
    run = find_latest_run(session, question.id)
    assert run is not None
    counts = {one.issue.key: one.comments for one in count_issues(session, run)}
    assert counts["privacy"] >= 1


def test_an_issue_nobody_looks_for_does_not_exist(
    client: Client, on_question: str, issues: str, read: Read
):
    read()

    assert client.get(f"/en{on_question}/nothing").status_code == 404
    assert client.get(f"/en{issues}/nothing").status_code == 404


def test_a_withheld_comment_counts_towards_no_issue(
    session: Session, question: Question, read: Read
):
    read()
    for one in session.exec(select(Comment)):
        if one.text == "privacy matters to me":
            one.state = "withheld"  # type: ignore[assignment]
            session.add(one)
    session.flush()

    run = find_latest_run(session, question.id)
    assert run is not None
    counts = {one.issue.key: one.comments for one in count_issues(session, run)}
    assert counts["privacy"] == 1
