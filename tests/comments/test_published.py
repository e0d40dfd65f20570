import csv
import io

import pytest

from app.comments.queries import list_submission_comments
from app.comments.services import erase, publish_comment
from tests.comments.made import a_form, make_asked, send
from tests.factories import NOW

URL = "/en/consultations/letters/comments"


@pytest.fixture
def consultation(session, today):
    return make_asked(session, **today)


@pytest.fixture
def say(session, consultation):
    """Sends a comment that is published at once."""

    def say(text, stance="oppose"):
        form = a_form(answers={"stance": stance}, comments={"views": text})
        submission = _sent(session, consultation, form)
        (comment,) = list_submission_comments(session, submission.id)
        publish_comment(session, comment, official=None, now=NOW)
        session.commit()
        return submission, comment

    return say


def _sent(session, consultation, form):
    opens_at, consultation.opens_at = consultation.opens_at, NOW
    submission = send(session, consultation, form).submission
    consultation.opens_at = opens_at
    return submission


def close(session, consultation):
    consultation.closes_at = consultation.opens_at
    session.add(consultation)
    session.commit()


def test_only_published_comments_are_shown_and_masked(client, session, say):
    say("Write to ann@example.org")
    consultation_page = client.get(URL)

    assert "Write to [e-mail]" in consultation_page.text
    assert "ann@example.org" not in consultation_page.text
    assert "1 comment is published, from 1 submission" in consultation_page.text


def test_nothing_published_yet_is_said_kindly(client, session, consultation):
    session.commit()

    assert "No comment is published yet" in client.get(URL).text


def test_stances_stay_sealed_until_closing(client, session, consultation, say):
    say("Not this.", "oppose")
    sealed = client.get(f"{URL}?stance=support").text

    close(session, consultation)
    unsealed = client.get(URL).text

    assert "Opposes it" not in sealed and "Not this." in sealed
    assert "Opposes it" in unsealed
    assert "Not this." not in client.get(f"{URL}?stance=support").text


def test_search_and_question_narrow_the_list(client, say):
    say("Buses come late.")
    say("Trains are fine.")

    assert "Trains" not in client.get(f"{URL}?words=bus").text
    assert "No published comment fits" in client.get(f"{URL}?question=ideas").text


def test_pages_hold_twenty_comments(client, say):
    for number in range(21):
        say(f"Thought number {number}.")

    assert client.get(URL).text.count("<blockquote") == 20
    assert client.get(f"{URL}?page=2").text.count("<blockquote") == 1
    assert client.get(f"{URL}?page=999").status_code == 200
    assert client.get(f"{URL}?page=0").status_code == 400


def test_each_comment_has_an_address_until_its_author_erases_it(client, session, say):
    submission, comment = say("A lasting thought.")
    address = f"{URL}/{comment.id}"
    before = client.get(address)

    erase(session, submission, now=NOW)
    session.commit()

    assert "A lasting thought." in before.text
    assert client.get(address).status_code == 404


def test_a_comment_of_another_consultation_is_not_found(client, session, say):
    _, comment = say("Here.")
    other = make_asked(session, slug="other")
    session.commit()

    address = f"/en/consultations/{other.slug}/comments/{comment.id}"
    assert client.get(address).status_code == 404


def test_the_download_holds_everything_and_runs_no_formula(client, say):
    say('=HYPERLINK("http://x")')
    say("Plain, with a comma\nand a line.")

    rows = list(csv.DictReader(io.StringIO(client.get(f"{URL}.csv").text[1:])))
    whole = client.get(f"{URL}.json").json()

    assert [row["text"][:2] for row in rows] == ["'=", "Pl"]
    assert [one["text"][:2] for one in whole["comments"]] == ["=H", "Pl"]
    assert rows[0]["stance"] == ""


def test_an_unchanged_page_is_not_sent_again(client, say):
    say("A thought.")
    tag = client.get(URL).headers["etag"]

    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304
    say("Another.")
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 200


def test_a_draft_shows_nothing(client, session, consultation, say):
    say("A thought.")
    consultation.published_at = None
    session.add(consultation)
    session.commit()

    for ending in ["", ".csv", ".json"]:
        assert client.get(URL + ending).status_code == 404
