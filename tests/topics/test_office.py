from datetime import date

from sqlmodel import Session, select

from app.accounts.models import Role
from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation, Decision
from app.official_responses.models import OfficialResponse, Promise
from app.topics.models import AnalysisRun, Topic, TopicState
from tests.factories import make_official
from tests.posting import Client, post_form
from tests.sign_in import sign_in
from tests.topics.conftest import Read
from tests.topics.stored import rows, topic_named


def test_an_official_starts_an_analysis_and_sees_it_wait(
    client: Client, session: Session, base: str, question
):
    post_form(client, f"{base}/analysis")

    assert len(rows(session, AnalysisRun)) == 1
    assert "Waiting for a free worker" in client.get(f"/en{base}/analysis").text


def test_progress_comes_as_a_fragment(client: Client, base: str, question):
    response = client.get(f"/en{base}/analysis", headers={"HX-Request": "true"})

    assert response.text.lstrip().startswith("<section")


def test_topics_are_confirmed_renamed_hidden_and_taken_back(
    client: Client, session: Session, base: str, read: Read
):
    read()
    phone, cost = topic_named(session, "phone"), topic_named(session, "cost")

    page = f"{base}/topics"
    post_form(client, f"{page}/{phone.id}/rename", {"label": "A person"}, page=page)
    post_form(client, f"{page}/{cost.id}/hide", {"reason": "One word"}, page=page)
    shown = client.get(f"/en{page}").text
    post_form(client, f"{page}/{cost.id}/undo", page=page)

    assert "A person" in shown and "Label of phone" in shown
    assert "Hidden because:" in shown
    assert topic_named(session, "cost").state is TopicState.PROPOSED


def test_hiding_without_a_reason_says_so(
    client: Client, session: Session, base: str, read: Read
):
    read()
    cost = topic_named(session, "cost")

    response = post_form(
        client, f"{base}/topics/{cost.id}/hide", page=f"{base}/topics/{cost.id}"
    )

    assert response.status_code == 422
    assert "The reason is published" in response.text


def test_a_moderator_reviews_no_topics(
    client: Client, session: Session, consultation: Consultation, base: str, read: Read
):
    read()
    topic = topic_named(session, "phone")
    body = consultation.organisation_id
    sign_in(
        client,
        session,
        make_official(session, organisation_id=body, role=Role.MODERATOR),
    )

    page = f"{base}/topics"
    assert post_form(client, f"{page}/{topic.id}/confirm", page=page).status_code == 403


def test_another_bodys_consultation_does_not_exist(
    client: Client, session: Session, base: str, read: Read
):
    read()
    sign_in(client, session, make_official(session))

    for page in ("analysis", "topics", "publish", "responses", "decision"):
        assert client.get(f"/en{base}/{page}").status_code == 404


def publish(client: Client, session: Session, base: str, read: Read):
    read()
    phone: Topic = topic_named(session, "phone")
    post_form(client, f"{base}/topics/{phone.id}/confirm", page=f"{base}/topics")
    response = post_form(client, f"{base}/publish")
    assert response.status_code == 303
    return phone


def test_the_loop_from_topics_to_answer_to_decision_is_public(
    client: Client, session: Session, base: str, consultation: Consultation, read: Read
):
    topic = publish(client, session, base, read)
    answer = {
        "text": "We keep the phone line.",
        "what_changes": "A button on every screen.",
        "promise": "A call back the same day",
        "owner": "Head of services",
        "due_on": "2999-01-01",
    }
    page = f"{base}/responses"
    post_form(client, f"{page}/{topic.id}", answer, page=page)
    post_form(client, f"{page}/publish", page=page)
    decide(client, session, base)

    public = client.get(f"/en/consultations/{consultation.slug}/results").text

    assert "Label of phone" in public
    assert "phone" in public and "This is not a poll." in public
    assert "We keep the phone line." in public
    assert "A call back the same day" in public
    assert "Go ahead with changes" in public


def decide(client: Client, session: Session, base: str) -> None:
    page = client.get(f"/en{base}/decision").text
    proposal = page.split("/decision/")[1].split('"')[0]
    values = {
        "outcome": "change",
        "summary": "We go ahead, with a person in reach.",
        "reasons": "Both sides asked for it.",
        "decided_by": "The cabinet",
        "decided_on": "2026-03-01",
    }
    where = f"{base}/decision"
    post_form(client, f"{where}/{proposal}", values, page=where)
    post_form(
        client, f"{where}/{proposal}/publish", {"status": "open_pilot"}, page=where
    )
    assert len(rows(session, Decision)) == 1


def test_an_answer_without_words_comes_back_with_what_was_typed(
    client: Client, session: Session, base: str, read: Read
):
    topic = publish(client, session, base, read)

    response = post_form(
        client,
        f"{base}/responses/{topic.id}",
        {"text": "", "what_changes": "Everything", "promise": "Soon"},
        page=f"{base}/responses",
    )

    assert response.status_code == 422
    assert "Everything" in response.text and "Soon" in response.text
    assert rows(session, OfficialResponse) == []


def test_a_promise_is_settled_in_public(
    client: Client, session: Session, base: str, consultation: Consultation, read: Read
):
    topic = publish(client, session, base, read)
    page = f"{base}/responses"
    answer = {
        "text": "Yes.",
        "promise": "Soon",
        "owner": "Head",
        "due_on": "2999-01-01",
    }
    post_form(client, f"{page}/{topic.id}", answer, page=page)
    post_form(client, f"{page}/publish", page=page)
    results = f"/en/consultations/{consultation.slug}/results"
    (promise,) = rows(session, Promise)
    promise.due_on = date(2026, 1, 2)
    session.add(promise)
    session.commit()
    assert "Promise overdue" in client.get(results).text

    kept = {"state": "kept", "note": "Since Monday."}
    post_form(client, f"{page}/promises/{promise.id}", kept, page=page)

    assert "Promise kept" in client.get(results).text


def test_results_that_are_not_published_do_not_exist(
    client: Client, consultation: Consultation, question
):
    for ending in ("", ".json", ".csv"):
        address = f"/en/consultations/{consultation.slug}/results{ending}"
        assert client.get(address).status_code == 404


def test_an_erased_comment_is_quoted_nowhere(
    client: Client, session: Session, base: str, consultation: Consultation, read: Read
):
    publish(client, session, base, read)
    address = f"/en/consultations/{consultation.slug}/results"
    assert "/comments/" in client.get(address).text

    for comment in session.exec(select(Comment)).all():
        comment.state = CommentState.ERASED
        session.add(comment)
    session.commit()

    assert f"{consultation.slug}/comments/" not in client.get(address).text


def test_results_can_be_downloaded(
    client: Client, session: Session, base: str, consultation: Consultation, read: Read
):
    publish(client, session, base, read)
    address = f"/en/consultations/{consultation.slug}/results"

    whole = client.get(f"{address}.json").json()
    table = client.get(f"{address}.csv").text

    assert whole["is_a_poll"] is False
    assert whole["questions"][0]["topics"][0]["comments"] == 3
    assert "Label of phone" in table
