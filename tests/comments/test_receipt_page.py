import re

import pytest
from sqlmodel import select

from app.comments.models import Comment, Submission
from app.comments.queries import list_submission_comments
from app.comments.services import publish_comment, withhold_comment
from tests.comments.made import make_asked
from tests.conftest import SERVER
from tests.factories import NOW
from tests.posting import post_form

FORM = "/consultations/letters/comment"
in_one_file = pytest.mark.skipif(
    bool(SERVER), reason="a server keeps its own files; SQLite's are searched here"
)
WORDS = "Quokkas deserve a say, whatever ann@example.org thinks."


@pytest.fixture
def consultation(session, today):
    consultation = make_asked(session, **today)
    session.commit()
    return consultation


@pytest.fixture
def code(client, consultation):
    data = {"act": "send", "comment-views": WORDS, "answer-stance": "oppose"}
    sent = post_form(client, FORM, {**data, "may_publish": "yes", "concerns": "cost"})
    page = client.get(sent.headers["location"]).text
    return code_in(page)


@pytest.fixture
def opened(client, code):
    """The receipt, opened by typing its code as people do."""
    assert post_form(client, "/receipt", {"code": code.lower()}).status_code == 303
    return client


def the_comment(session):
    session.rollback()
    return session.exec(select(Comment)).one()


def test_the_code_opens_what_was_sent(opened):
    page = opened.get("/en/receipt")

    assert page.headers["cache-control"] == "no-store"
    assert "Quokkas deserve a say" in page.text
    assert "whatever [e-mail] thinks" in page.text
    assert "I oppose it" in page.text and "Cost" in page.text


def test_a_mistyped_code_comes_back_with_a_sentence(client, code):
    wrong = ("B" if code[0] != "B" else "C") + code[1:]

    response = post_form(client, "/receipt", {"code": wrong})

    assert response.status_code == 422
    assert "mistake in this code" in response.text
    assert wrong in response.text


def test_guessing_is_stopped_after_ten_attempts(client, code):
    for _ in range(10):
        post_form(client, "/receipt", {"code": "guess"})

    assert post_form(client, "/receipt", {"code": code}).status_code == 429


def test_closing_the_page_forgets_it_in_this_browser(opened):
    post_form(opened, "/receipt/close", page="/receipt")

    assert "Quokkas" not in opened.get("/en/receipt").text


def test_without_a_receipt_nothing_opens(client, consultation):
    for part in ["correct", "withdraw", "erase"]:
        assert client.get(f"/en/receipt/{part}").status_code == 409
        answer = post_form(client, f"/receipt/{part}", page="/receipt")
        assert answer.status_code == 409


def test_a_forged_cookie_opens_nothing(client, consultation):
    client.cookies.set("receipt", "e30.AAAA")

    assert "Your code" in client.get("/en/receipt").text


def test_a_correction_is_previewed_and_stored(opened, session):
    form = opened.get("/en/receipt/correct").text
    assert "Quokkas deserve a say" in form
    data = {"comment-views": "Wombats too.", "may_publish": "yes"}

    preview = post_form(opened, "/receipt/correct", data)
    assert "Wombats too." in preview.text
    done = post_form(opened, "/receipt/correct", {**data, "act": "send"})

    assert done.headers["location"] == "/en/receipt"
    assert the_comment(session).text == "Wombats too."
    assert "Your change is stored." in opened.get("/en/receipt").text


def test_an_empty_correction_is_refused_with_a_sentence(opened, session):
    response = post_form(opened, "/receipt/correct", {"act": "send"})

    assert response.status_code == 422
    assert the_comment(session).text == WORDS


def test_nothing_can_be_corrected_after_closing(opened, session, consultation):
    consultation.closes_at = consultation.opens_at
    session.add(consultation)
    session.commit()

    assert opened.get("/en/receipt/correct").status_code == 303
    page = opened.get("/en/receipt").text
    assert "cannot be changed any more" in page and "Erase it" in page


def test_the_author_reads_why_a_comment_is_not_shown(opened, session):
    comment = the_comment(session)
    withhold_comment(
        session, comment, "personal", note="It names Ann.", official=None, now=NOW
    )
    session.commit()

    page = opened.get("/en/receipt").text

    assert "private things about a person" in page and "It names Ann." in page


def test_withdrawing_hides_it_and_erasing_stays_possible(opened, session):
    comment = the_comment(session)
    publish_comment(session, comment, official=None, now=NOW)
    session.commit()
    address = f"/en/consultations/letters/comments/{comment.id}"
    assert opened.get(address).status_code == 200

    post_form(opened, "/receipt/withdraw")

    assert opened.get(address).status_code == 404
    page = opened.get("/en/receipt").text
    assert "You withdrew it" in page and "Erase it" in page
    assert post_form(opened, "/receipt/withdraw").status_code == 409


@in_one_file
def test_erasing_asks_once_more_and_leaves_no_byte(
    opened, session, settings, tmp_path, capfd
):
    publish_comment(session, the_comment(session), official=None, now=NOW)
    session.commit()
    assert "cannot be undone" in opened.get("/en/receipt/erase").text
    assert holding(tmp_path, b"Quokkas")

    assert post_form(opened, "/receipt/erase").status_code == 303

    assert holding(tmp_path, b"Quokkas") == []
    assert holding(tmp_path, b"ann@example.org") == []
    assert "Quokkas" not in "".join(capfd.readouterr())
    for ending in ["", ".csv", ".json"]:
        shown = opened.get(f"/en/consultations/letters/comments{ending}").text
        assert "Quokkas" not in shown
    assert "It was erased" in opened.get("/en/receipt").text


@in_one_file
def test_a_corrected_text_leaves_no_byte_of_the_old_one(opened, session, tmp_path):
    data = {"comment-views": "Wombats.", "may_publish": "yes", "act": "send"}

    post_form(opened, "/receipt/correct", data)

    assert holding(tmp_path, b"Quokkas") == []


@in_one_file
def test_a_large_text_among_many_leaves_no_byte_either(
    client, session, consultation, settings, tmp_path
):
    for number in range(60):
        data = {"act": "send", "once": f"o{number}", "may_publish": "yes"}
        text = f"Filler {number}. " * 300
        post_form(client, FORM, {**data, "comment-views": text})
    long = " ".join(f"Quokkas{n}" for n in range(500))[:4900]
    data = {"act": "send", "once": "mine", "may_publish": "yes"}
    sent = post_form(client, FORM, {**data, "comment-views": long})
    page = client.get(sent.headers["location"]).text
    code = code_in(page)
    assert len(holding(tmp_path, b"Quokkas")) > 0

    post_form(client, "/receipt", {"code": code})
    post_form(client, "/receipt/erase")

    assert holding(tmp_path, b"Quokkas") == []
    session.rollback()
    erased = [s for s in session.exec(select(Submission)) if s.erased_at]
    (comment,) = list_submission_comments(session, erased[0].id)
    assert comment.text == comment.masked_text == ""


def code_in(html):
    (code,) = re.findall(r"<code[^>]*>(.*?)</code>", html)
    return code


def holding(folder, words):
    """Return the files below a folder that hold these bytes."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and words in path.read_bytes()
    ]


def test_a_correction_says_that_it_changes_what_was_sent(opened):
    form = opened.get("/en/receipt/correct").text
    data = {"comment-views": "Wombats too.", "may_publish": "yes"}
    preview = post_form(opened, "/receipt/correct", data).text
    again = post_form(opened, "/receipt/correct", {"comment-views": ""}).text

    for page in (form, preview, again):
        assert "You are changing what you sent on" in page
        assert "The earlier words are deleted." in page
    assert "You are changing" not in opened.get(f"/en{FORM}").text


def test_what_is_erased_shows_when_and_nothing_else(opened, monkeypatch):
    def leads_somewhere(*_):
        raise AssertionError("an erased submission is followed")

    post_form(opened, "/receipt/erase")
    monkeypatch.setattr("app.publishing.web.trace.trace_of", leads_somewhere)
    page = opened.get("/en/receipt")

    assert page.status_code == 200
    assert "It was erased on" in page.text
    assert "Sent on" not in page.text
    assert "Your views?" not in page.text and "Where your words went" not in page.text
