import pytest
from sqlmodel import select

from app.comments.models import Channel, Comment, CommentState, Submission
from app.comments.services import publish_comments
from tests.comments.made import make_asked
from tests.factories import NOW

URL = "/api/v1/consultations/letters"
SENT = {
    "answers": {"stance": "oppose"},
    "comments": {"views": "Call 020 7946 0958."},
    "may_publish": True,
}


@pytest.fixture
def consultation(session, today):
    consultation = make_asked(session, **today)
    session.commit()
    return consultation


def send(client, content=SENT, key="a key of sixteen letters"):
    headers = {"Idempotency-Key": key}
    return client.post(f"{URL}/submissions", json=content, headers=headers)


def stored(session):
    session.rollback()
    return session.exec(select(Submission)).all()


def test_a_submission_is_answered_with_its_receipt(client, session, consultation):
    response = send(client)

    assert response.status_code == 201
    assert len(response.json()["receipt"]) == 24
    assert response.headers["cache-control"] == "no-store"
    (submission,) = stored(session)
    assert submission.channel is Channel.API


def test_a_submission_without_a_key_is_stored(client, session, consultation):
    response = client.post(f"{URL}/submissions", json=SENT)

    assert response.status_code == 201
    assert len(stored(session)) == 1


def test_the_same_key_stores_once_and_another_content_conflicts(
    client, session, consultation
):
    first, again = send(client), send(client)
    other = send(client, {"comments": {"views": "Other."}})

    assert first.json()["receipt"] == again.json()["receipt"]
    assert other.status_code == 409
    assert len(stored(session)) == 1


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"comments": {"nothing": "x"}},
        {"answers": {"stance": "love"}},
        {"comments": {"views": "x" * 5001}},
        {"comments": "views"},
        {"unknown": 1},
        [],
        "text",
        {"concerns": ["privacy"] * 200},
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(
    client, session, consultation, content
):
    response = send(client, content)

    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert stored(session) == []


def test_the_key_may_be_left_out(client, session, consultation):
    answer = client.post(f"{URL}/submissions", json=SENT)

    assert answer.status_code == 201
    assert len(stored(session)) == 1


def test_malformed_bodies_and_keys_are_refused(client, consultation):
    headers = {"Content-Type": "application/json"}
    for body in [b"{", b"\xff", b"[" * 50_000, b'{"comments":' * 5000]:
        response = client.post(f"{URL}/submissions", content=body, headers=headers)
        assert 400 <= response.status_code < 500
    assert send(client, key="short").status_code == 400


def test_a_closed_consultation_takes_nothing(client, session, consultation):
    consultation.closes_at = consultation.opens_at
    session.add(consultation)
    session.commit()

    response = send(client)

    assert response.status_code == 409
    assert "has closed" in response.json()["detail"]


def test_published_comments_are_masked_and_without_stances_until_closing(
    client, session, consultation
):
    send(client)
    assert client.get(f"{URL}/comments").json()["items"] == []
    publish_comments(session, session.exec(select(Comment)), official=None, now=NOW)
    session.commit()

    (one,) = client.get(f"{URL}/comments").json()["items"]

    assert (one["text"], one["stance"]) == ("Call [phone].", "")


def test_consultations_and_questions_can_be_read(client, consultation):
    (listed,) = client.get("/api/v1/consultations").json()
    whole = client.get(URL).json()
    questions = client.get(f"{URL}/questions").json()

    assert (listed["slug"], listed["phase"]) == ("letters", "open")
    assert whole["proposals"][0]["versions"][0]["version"] == 1
    assert [one["key"] for one in questions] == ["stance", "views", "ideas", "when"]


def test_a_draft_is_not_found_anywhere(client, session, consultation):
    consultation.published_at = None
    session.add(consultation)
    session.commit()

    for ending in ["", "/questions", "/comments"]:
        assert client.get(URL + ending).status_code == 404
    assert send(client).status_code == 404
    assert client.get("/api/v1/consultations").json() == []


def test_the_api_is_described_with_an_example(client):
    paths = client.get("/schema/openapi.json").json()["paths"]

    described = paths["/api/v1/consultations/{slug}/submissions"]["post"]
    assert "keep a person on the phone" in str(described["requestBody"])
    assert {"201"} <= described["responses"].keys()


def test_words_are_published_only_when_the_program_says_so(
    client, session, consultation
):
    send(client, {"comments": {"views": "I did not say."}})

    (comment,) = session.exec(select(Comment)).all()

    assert comment.state is CommentState.COUNTED_ONLY
