import re

import pytest
from sqlmodel import func, select

from app.comments.models import Comment, CommentState, Submission
from app.consultations.queries import list_proposals
from tests.comments.made import make_asked
from tests.posting import post_form, token_in

URL = "/consultations/letters/comment"
CODE = re.compile(r"<code[^>]*>([0-9A-Z-]{24})</code>")


@pytest.fixture
def consultation(session, monkeypatch, today):
    consultation = make_asked(session, **today)
    session.commit()
    return consultation


@pytest.fixture
def sending(client, consultation):
    """Sends as the preview page does; returns the answer."""

    def send(**given):
        data = {"act": "send", "once": "k1", "may_publish": "yes", **given}
        return post_form(client, URL, data)

    return send


def stored(session, kind):
    session.rollback()
    return session.exec(select(func.count()).select_from(kind)).one()


def code_on(client, response):
    page = client.get(response.headers["location"])
    found = CODE.search(page.text)
    return found[1] if found else None


def test_the_form_asks_every_question_and_says_what_happens(client, consultation):
    page = client.get(f"/en{URL}")

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for words in ["Your stance?", "Your views?", "Privacy", "A resident", "no name"]:
        assert words in page.text


def test_a_form_about_a_deciding_system_says_first_that_it_is_no_appeal(
    client, session, consultation
):
    (proposal,) = list_proposals(session, consultation.id)
    proposal.already_decides = True
    proposal.how_to_contest = "Write to the ombudsman."
    session.commit()

    text = client.get(f"/en{URL}").text

    assert text.index("This is not an appeal") < text.index("<form")
    assert "Write to the ombudsman." in text


def test_an_empty_form_comes_back_with_a_sentence_and_what_was_typed(
    client, consultation
):
    data = {"about-role": "A visitor", "comment-views": "  "}

    response = post_form(client, URL, data)

    assert response.status_code == 422
    assert "One is enough" in response.text
    assert 'href="#field-answer-stance"' in response.text
    assert 'value="A visitor"\n' in response.text and "checked" in response.text


def test_a_comment_that_is_too_long_comes_back_whole(client, consultation):
    long = "word " * 1200

    response = post_form(client, URL, {"comment-views": long})

    assert response.status_code == 422
    assert "at most 5,000 characters" in response.text
    assert long.strip() in response.text


def test_the_preview_shows_the_words_as_they_will_be_masked(client, consultation):
    response = post_form(client, URL, {"comment-views": "Mail ann@example.org <b>"})

    assert response.status_code == 200
    assert "Mail <mark>[e-mail]</mark> &lt;b&gt;" in response.text
    assert "square brackets" in response.text


def test_htmx_gets_the_preview_as_a_part_of_the_page(client, consultation):
    response = post_form(
        client, URL, {"comment-views": "x"}, headers={"HX-Request": "true"}
    )

    assert response.text.lstrip().startswith('<div id="comment-step"')


def test_nothing_is_stored_before_it_is_sent(client, session, consultation):
    post_form(client, URL, {"comment-views": "A thought."})

    assert stored(session, Submission) == 0


def test_from_the_preview_one_can_go_back_to_what_was_typed(client, consultation):
    typed = {"comment-views": "A thought.", "concerns": ["privacy", "cost"]}
    preview = post_form(client, URL, typed)
    hidden = re.findall(
        r'<input type="hidden" name="(.+?)" value="(.*?)">', preview.text
    )
    data: dict[str, list[str]] = {}
    for name, value in hidden:
        data.setdefault(name, []).append(value)

    form = client.post(f"/en{URL}", data={**data, "act": "change"})

    assert "A thought.</textarea>" in form.text
    assert form.text.count("checked") == 2


def test_who_may_read_the_words_must_be_chosen(sending, session):
    response = sending(**{"comment-views": "A thought.", "may_publish": ""})

    assert response.status_code == 422
    assert "Please choose who may read your words." in response.text
    assert stored(session, Submission) == 0


def test_sending_leads_to_a_receipt_that_is_shown_once(client, sending, session):
    response = sending(**{"comment-views": "A thought."})

    assert response.status_code == 303
    assert response.headers["location"] == f"/en{URL}/sent"
    assert code_on(client, response)
    assert "shown before" in client.get(f"/en{URL}/sent").text
    assert stored(session, Submission) == 1


def test_the_receipt_is_not_cached_and_its_code_is_in_no_address(client, sending):
    response = sending(**{"comment-views": "A thought."})
    code = code_on(client, response)

    again = sending(**{"comment-views": "A thought."})
    page = client.get(again.headers["location"])

    assert page.headers["cache-control"] == "no-store"
    assert code in page.text
    assert not any(
        code in (link or "") for link in re.findall(r'href="(.*?)"', page.text)
    )


def test_sending_twice_stores_one_and_shows_the_same_receipt(client, sending, session):
    first = code_on(client, sending(**{"comment-views": "A thought."}))
    second = code_on(client, sending(**{"comment-views": "A thought."}))

    assert first == second
    assert (stored(session, Submission), stored(session, Comment)) == (1, 1)


def test_the_same_form_with_other_words_is_not_lost_and_not_stored(sending, session):
    sending(**{"comment-views": "A thought."})

    response = sending(**{"comment-views": "Another thought."})

    assert response.status_code == 409
    assert "Another thought." in response.text
    assert stored(session, Submission) == 1


def test_officials_only_means_that_nothing_is_ever_shown(client, sending, session):
    sending(**{"comment-views": "A thought.", "may_publish": "no"})
    session.rollback()

    comment = session.exec(select(Comment)).one()

    assert comment.state is CommentState.COUNTED_ONLY
    assert "A thought." not in client.get("/en/consultations/letters/comments").text


def test_after_closing_everything_typed_is_still_there(
    client, sending, session, consultation
):
    token = token_in(client.get(f"/en{URL}").text)
    consultation.closes_at = consultation.opens_at
    session.add(consultation)
    session.commit()

    for act in ["preview", "send"]:
        data = {"_csrf": token, "act": act, "comment-views": "My long thought."}
        response = client.post(f"/en{URL}", data={**data, "may_publish": "yes"})
        assert response.status_code == 409
        assert "My long thought." in response.text
    assert stored(session, Submission) == 0


def test_the_form_of_a_closed_consultation_says_so(client, session, consultation):
    consultation.closes_at = consultation.opens_at
    session.add(consultation)
    session.commit()

    response = client.get(f"/en{URL}")

    assert response.status_code == 409
    assert "<form" not in response.text


def test_a_filled_honeypot_only_raises_the_risk(sending, session):
    response = sending(**{"comment-views": "A thought.", "website": "http://x"})

    session.rollback()
    assert response.status_code == 303
    assert session.exec(select(Submission)).one().risks == ["honeypot"]


def test_too_many_from_one_network_wait_and_keep_what_they_typed(
    client, consultation, sending, session, monkeypatch
):
    monkeypatch.setattr("app.comments.pages._SENT_SECONDS", 10**9)
    for number in range(120):
        sending(**{"comment-views": "A thought.", "once": f"n{number}"})

    refused = sending(**{"comment-views": "One too many.", "once": "last"})
    same = sending(**{"comment-views": "A thought.", "once": "n1"})

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "One too many." in refused.text
    assert same.status_code == 303
    assert stored(session, Submission) == 120


@pytest.mark.parametrize("field", ["comment-views", "once", "act", "concerns"])
def test_hostile_values_are_never_a_fault_of_ours(client, consultation, field):
    for value in ["\x00", "9" * 400, "<script>", "'; DROP TABLE comment", "\u202e"]:
        data = {"act": "send", "comment-views": "x", "may_publish": "yes"}
        response = post_form(client, URL, {**data, field: value})
        assert response.status_code < 500
        assert "<script>" not in response.text.replace("<script src", "")


def test_an_unknown_consultation_is_not_found(client):
    assert client.get("/en/consultations/nothing/comment").status_code == 404
