from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from app.accounts.models import AuditEntry
from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation
from tests.factories import (
    make_comment,
    make_consultation,
    make_official,
    make_question,
)
from tests.posting import Client, post_form
from tests.reading import form_values
from tests.sign_in import sign_in


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def comment(session: Session, consultation: Consultation) -> Comment:
    question = make_question(session, consultation)
    text = "Ask Thomas Fairweather about the bins"
    return make_comment(session, question, text, state=CommentState.RECEIVED)


@pytest.fixture
def queue(
    client: Client, session: Session, consultation: Consultation, comment: Comment
) -> str:
    body = consultation.organisation_id
    sign_in(client, session, make_official(session, organisation_id=body))
    return f"/office/consultations/{consultation.slug}/comments"


def stored(session: Session, comment: Comment) -> Comment:
    with Session(session.get_bind()) as reading:
        return reading.get_one(Comment, comment.id)


def acts(session: Session) -> list[str]:
    with Session(session.get_bind()) as reading:
        return [one.act for one in reading.exec(select(AuditEntry))]


def test_what_has_waited_for_long_stands_out(client: Client, queue: str):
    assert "Waiting for over 48 hours" in client.get(f"/en{queue}").text


def test_a_moderator_shows_a_comment_and_it_is_noted(
    client: Client, session: Session, queue: str, comment: Comment
):
    post_form(client, f"{queue}/{comment.id}/publish", page=queue)

    assert stored(session, comment).state is CommentState.PUBLISHED
    assert "published_comment" in acts(session)


def test_all_comments_on_a_page_are_shown_at_once(
    client: Client, session: Session, queue: str, comment: Comment
):
    post_form(client, f"{queue}/publish", {"comment": [str(comment.id)]}, page=queue)

    assert stored(session, comment).state is CommentState.PUBLISHED


def test_nothing_is_withheld_without_a_reason_from_the_list(
    client: Client, session: Session, queue: str, comment: Comment
):
    where = f"{queue}/{comment.id}/withhold"

    response = post_form(client, where, {"reason": "critical"}, page=queue)

    assert response.status_code == 422
    assert stored(session, comment).state is CommentState.RECEIVED


def test_a_withheld_comment_can_be_shown_again(
    client: Client, session: Session, queue: str, comment: Comment
):
    post_form(
        client, f"{queue}/{comment.id}/withhold", {"reason": "personal"}, page=queue
    )
    withheld = f"{queue}?state=withheld"
    assert "private things" in client.get(f"/en{withheld}").text

    post_form(client, f"{queue}/{comment.id}/publish", page=withheld)

    assert stored(session, comment).state is CommentState.PUBLISHED


def test_a_name_is_removed_from_what_is_shown(
    client: Client, session: Session, queue: str, comment: Comment
):
    words = {"phrase": "Thomas Fairweather"}
    post_form(client, f"{queue}/{comment.id}/mask", words, page=queue)

    assert "Thomas" not in stored(session, comment).masked_text


def test_words_that_do_not_occur_come_back(
    client: Client, queue: str, comment: Comment
):
    where = f"{queue}/{comment.id}/mask"

    response = post_form(client, where, {"phrase": "Gwendolyn"}, page=queue)

    assert response.status_code == 422
    assert "Gwendolyn" in response.text


def test_another_bodys_comments_do_not_exist(
    client: Client, session: Session, queue: str
):
    sign_in(client, session, make_official(session))

    assert client.get(f"/en{queue}").status_code == 404


def test_everyone_may_read_what_may_be_withheld(client: Client):
    assert "Criticism is never a reason" in client.get("/en/moderation-policy").text


def test_the_trail_names_only_comments_that_were_really_shown(
    client: Client, session: Session, queue: str, comment: Comment
):
    comment.state = CommentState.WITHDRAWN
    session.add(comment)
    session.commit()

    post_form(
        client,
        f"{queue}/publish",
        {"comment": [str(comment.id)]},
        page="/office/account",
    )

    assert "published_comment" not in acts(session)


def test_a_decision_is_taken_back(
    client: Client, session: Session, queue: str, comment: Comment
):
    comment.state, comment.withheld_reason = CommentState.WITHHELD, "test"
    session.add(comment)
    session.commit()
    page = f"{queue}?state=withheld"

    post_form(client, f"{queue}/{comment.id}/reopen", {"state": "withheld"}, page=page)

    now = stored(session, comment)
    assert (now.state, now.withheld_reason) == (CommentState.RECEIVED, "")
    assert "reopened_comment" in acts(session)


def test_what_nobody_decided_cannot_be_taken_back(
    client: Client, queue: str, comment: Comment
):
    response = post_form(client, f"{queue}/{comment.id}/reopen", page=queue)

    assert response.status_code == 409


def test_the_queue_is_searched_by_words_and_question(
    client: Client, session: Session, queue: str, consultation: Consultation
):
    other = make_question(session, consultation, key="other", wording="And trees?")
    make_comment(session, other, "Plant oaks.", state=CommentState.RECEIVED)
    session.commit()

    by_words = client.get(f"/en{queue}?words=OAKS").text
    by_question = client.get(f"/en{queue}?question=other").text
    nothing = client.get(f"/en{queue}?words=elms").text

    assert "Plant oaks." in by_words and "Fairweather" not in by_words
    assert "Plant oaks." in by_question and "Fairweather" not in by_question
    assert "No comment fits." in nothing


def test_an_act_leads_back_to_where_the_moderator_was(
    client: Client, queue: str, comment: Comment
):
    filters = {"state": "received", "words": "bins", "late": "yes"}

    done = post_form(client, f"{queue}/{comment.id}/publish", filters, page=queue)

    assert done.headers["location"].endswith("?state=received&words=bins&late=yes")


def test_only_what_is_late_is_shown_when_asked(
    client: Client, session: Session, queue: str, consultation: Consultation
):
    question = make_question(session, consultation)
    fresh = {"state": CommentState.RECEIVED, "updated_at": datetime.now(UTC)}
    make_comment(session, question, "Just sent.", **fresh)
    session.commit()

    html = client.get(f"/en{queue}?late=yes").text

    assert "Fairweather" in html and "Just sent." not in html


def many(session: Session, consultation: Consultation, count: int) -> list[Comment]:
    question = make_question(session, consultation, key="many")
    state = CommentState.RECEIVED
    made = [
        make_comment(session, question, f"Note {n}.", state=state) for n in range(count)
    ]
    session.commit()
    return made


def test_an_act_on_what_is_late_leads_back_to_what_is_late(
    client: Client, queue: str, comment: Comment
):
    page = client.get(f"/en{queue}?late=yes&words=bins").text
    form = page[page.index(f"{comment.id}/publish") :]
    filters = form_values(form[: form.index("</form>")])

    done = post_form(client, f"{queue}/{comment.id}/publish", filters, page=queue)

    assert done.headers["location"].endswith("?words=bins&late=yes")


def test_an_act_on_the_second_page_leads_back_to_it(
    client: Client, session: Session, queue: str, consultation: Consultation
):
    last = many(session, consultation, 27)[-1]
    page = client.get(f"/en{queue}?page=2").text
    form = page[page.index(f"{last.id}/publish") :]
    filters = form_values(form[: form.index("</form>")])

    done = post_form(client, f"{queue}/{last.id}/publish", filters, page=queue)

    assert done.headers["location"].endswith("/comments?page=2")


def test_a_page_that_has_emptied_shows_the_last_one_instead(
    client: Client, queue: str, comment: Comment
):
    assert str(comment.id) in client.get(f"/en{queue}?page=9").text


def test_a_note_without_a_reason_comes_back_beside_its_comment(
    client: Client, session: Session, queue: str, consultation: Consultation
):
    last = many(session, consultation, 27)[-1]
    typed = {"note": "Please leave out the name.", "page": "2"}

    refused = post_form(client, f"{queue}/{last.id}/withhold", typed, page=queue)

    assert refused.status_code == 422
    assert 'value="Please leave out the name."' in refused.text
    assert f'<a href="#field-reason-{last.id}">Reason: ' in refused.text
    assert '<input type="hidden" name="page" value="2">' in refused.text


def test_a_note_comes_back_when_its_comment_left_the_list_meanwhile(
    client: Client, session: Session, queue: str, comment: Comment
):
    comment.state = CommentState.PUBLISHED
    session.add(comment)
    session.commit()
    typed = {"note": "Too private.", "state": "received"}

    where = f"{queue}/{comment.id}/withhold"
    refused = post_form(client, where, typed, page="/office/account")

    assert 'value="Too private."' in refused.text
