import re

import pytest
from sqlmodel import Session, select

from app.comments.models import Comment
from app.consultations.models import Question
from app.topics.models import ReadMark, Topic, TopicState
from tests.factories import make_comment
from tests.posting import Client, post_form
from tests.topics.conftest import Read
from tests.topics.stored import rows, topic_named


@pytest.fixture
def pages(session: Session, base: str, question: Question, read: Read) -> str:
    """Address of the question's pages, once it has been read."""
    make_comment(session, question, "n/a nothing here")
    for _ in range(3):
        make_comment(session, question, "letter word for word")
    session.commit()
    read()
    return f"{base}/topics/questions/{question.key}"


def ids_on(session: Session, word: str) -> list[str]:
    found = rows(session, Comment, lambda one: one.text.startswith(word))
    return [str(one.id) for one in found]


def test_the_review_says_how_sure_the_machine_is_and_shows_quotes(
    client: Client, base: str, pages: str
):
    shown = client.get(f"/en{base}/topics").text

    assert "steady: it comes back in almost every reading (80%)" in shown
    assert "40% to 60% when read again" in shown
    assert "Read the whole comment" in shown
    assert "3 of the comments are copies of a letter" in shown


def test_many_topics_are_listed_and_counted_before_they_are_signed(
    client: Client, session: Session, base: str, pages: str
):
    below = topic_named(session, "cost")
    below.parent_key = "phone"
    session.add(below)
    session.commit()
    where, page = f"{base}/topics/confirm-all", f"{base}/topics"

    shown = client.get(f"/en{page}").text
    tops, all_of_them = [
        one[: one.index("</form>")] for one in shown.split(f'{where}">')[1:]
    ]
    post_form(client, where, {"topic": ids_in(tops)}, page=page)
    first = topic_named(session, "cost").state
    post_form(client, where, {"topic": ids_in(all_of_them)}, page=page)

    assert "Label of phone: " in tops and "Label of cost: " not in tops
    assert f"Confirm these {len(ids_in(tops))} topics" in tops
    assert "Label of cost: 1 comment, 1 distinct text" in all_of_them
    assert (first, topic_named(session, "phone").state) == ("proposed", "confirmed")
    assert topic_named(session, "cost").state is TopicState.CONFIRMED


def test_a_merged_topic_is_listed_with_what_it_brought(
    client: Client, session: Session, base: str, pages: str
):
    cost, phone = topic_named(session, "cost"), topic_named(session, "phone")
    merge = f"{base}/topics/{cost.id}/merge"
    post_form(client, merge, {"into": str(phone.id)}, page=f"{base}/topics")

    told = "“Label of cost” (1 comment) is part of “Label of phone”."
    assert told in client.get(f"/en{base}/topics").text


def ids_in(form: str) -> list[str]:
    return re.findall(r'name="topic" value="([^"]+)"', form)


def test_comments_of_a_topic_are_searched(
    client: Client, session: Session, base: str, pages: str
):
    phone = topic_named(session, "phone")

    shown = client.get(f"/en{base}/topics/{phone.id}?words=same+day").text

    assert "phone me back the same day" in shown
    assert "phone calls are all I can do" not in shown
    assert "1 comment holds “same day”." in shown


def test_ticked_comments_are_moved_and_the_act_is_told(
    client: Client, session: Session, base: str, pages: str
):
    phone, cost = topic_named(session, "phone"), topic_named(session, "cost")
    page = f"{base}/topics/{phone.id}"
    values = {
        "comment": ids_on(session, "phone")[:2],
        "sort": "move",
        "move_into": str(cost.id),
        "stay": "topic",
    }

    post_form(client, f"{page}/sort", values, page=page)

    assert "2 comments moved to “Label of cost”" in client.get(f"/en{page}").text
    assert "put here by an official" in client.get(f"/en{base}/topics/{cost.id}").text


def test_ticked_comments_become_a_new_topic(
    client: Client, session: Session, base: str, pages: str
):
    phone = topic_named(session, "phone")
    page = f"{base}/topics/{phone.id}"
    values = {
        "comment": ids_on(session, "phone")[:2],
        "sort": "split",
        "new_label": "Calling back",
    }

    post_form(client, f"{page}/sort", values, page=page)

    made = rows(session, Topic, lambda one: one.label == "Calling back")
    assert made[0].state is TopicState.CONFIRMED
    assert "Made by an official" in client.get(f"/en{base}/topics/{made[0].id}").text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"sort": "split", "new_label": "Typed"}, "Choose at least one comment."),
        ({"sort": "move"}, "Choose a topic."),
        ({"sort": "out"}, "Choose at least one comment."),
    ],
)
def test_sorting_says_what_is_missing_and_keeps_what_was_typed(
    client: Client, session: Session, base: str, pages: str, values, said
):
    page = f"{base}/topics/{topic_named(session, 'phone').id}"

    response = post_form(client, f"{page}/sort", values, page=page)

    assert response.status_code == 422
    assert said in response.text
    assert values.get("new_label", "") in response.text


def test_a_new_topic_needs_a_name_and_ticks_stay(
    client: Client, session: Session, base: str, pages: str
):
    page = f"{base}/topics/{topic_named(session, 'phone').id}"
    chosen = ids_on(session, "phone")[:1]

    response = post_form(
        client, f"{page}/sort", {"sort": "split", "comment": chosen}, page=page
    )

    assert "Give the topic a name." in response.text
    assert response.text.count("checked>") == 1


def test_an_answer_that_seems_empty_is_read_and_put_into_a_topic(
    client: Client, session: Session, base: str, pages: str
):
    page, cost = f"{pages}/apart/empty", topic_named(session, "cost")
    before = client.get(f"/en{page}").text
    chosen = {"comment": ids_on(session, "n/a"), "into": str(cost.id)}

    nothing = post_form(client, page, {"into": str(cost.id)})
    post_form(client, page, chosen)

    assert "n/a nothing here" in before
    assert nothing.status_code == 422
    assert "n/a nothing here" not in client.get(f"/en{page}").text
    assert "n/a nothing here" in client.get(f"/en{base}/topics/{cost.id}").text


def test_what_fits_no_topic_has_a_list_of_its_own(client: Client, pages: str):
    assert "There is no comment here." in client.get(f"/en{pages}/apart/unsorted").text
    assert client.get(f"/en{pages}/apart/other").status_code == 404


def test_letters_are_counted_both_ways_with_what_people_added(
    client: Client, pages: str
):
    shown = client.get(f"/en{pages}/letters").text
    added = client.get(f"/en{pages}/letters/1").text

    assert "3 comments</strong>, counted as one distinct text" in shown
    assert "with words of their own: 2." in shown
    assert '<span class="shared">letter</span>' in added
    assert "With words of their own" in added
    assert client.get(f"/en{pages}/letters/2").status_code == 404
    assert client.get(f"/en{pages}/letters/1?which=all").status_code == 200


def test_what_few_people_said_is_listed_until_somebody_has_read_it(
    client: Client, session: Session, question: Question, pages: str, read: Read
):
    long = (
        "gardens are the only thing that matters to me, and nobody ever asks about them"
    )
    rare = make_comment(session, question, long)
    session.commit()
    read()
    page = f"{pages}/must-read"
    assert "1 of 1 has been read by nobody yet." in client.get(f"/en{page}").text

    other = str(ids_on(session, "phone")[0])
    for _ in range(2):
        post_form(client, page, {"comment": [str(rare.id), other]})

    assert "0 of 1 have been read by nobody yet." in client.get(f"/en{page}").text
    assert [one.comment_id for one in rows(session, ReadMark)] == [rare.id]


def test_a_comment_tells_how_it_was_read(
    client: Client, session: Session, base: str, pages: str
):
    (first, *_) = ids_on(session, "privacy")

    shown = client.get(f"/en{base}/topics/comments/{first}").text

    assert "Label of privacy" in shown
    assert "Privacy and data protection" in shown and "closeness 0.6 of 1" in shown


def test_an_erased_comment_can_be_read_on_none_of_these_pages(
    client: Client, session: Session, base: str, pages: str
):
    (erased,) = ids_on(session, "cost")
    cost = topic_named(session, "cost")
    for one in session.exec(select(Comment).where(Comment.text == "cost is too high")):
        one.text = one.masked_text = ""
        one.state = "erased"  # type: ignore[assignment]
        session.add(one)
    session.commit()

    for page in (f"topics/{cost.id}", "topics"):
        assert "cost is too high" not in client.get(f"/en{base}/{page}").text
    assert client.get(f"/en{base}/topics/comments/{erased}").status_code == 404


def test_a_question_that_was_not_read_has_no_pages(
    client: Client, base: str, question: Question
):
    for page in ("issues", "letters", "must-read", "apart/empty"):
        address = f"/en{base}/topics/questions/{question.key}/{page}"
        assert client.get(address).status_code == 404
