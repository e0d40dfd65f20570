"""A file of comments in the browser: what it would bring, and what it brings."""

import pytest
from sqlmodel import Session

from app.accounts.models import Role
from app.comments.models import (
    CommentState,
    ImportFile,
    Submission,
)
from app.consultations.models import Consultation
from app.consultations.queries import list_questions
from tests.comments.imports.desk import (
    AFTER,
    LONG,
    bring,
    check,
    guessed_fields,
    stored,
    upload,
)
from tests.factories import make_official
from tests.posting import Client, post_form, prefixed
from tests.real_data import real_data
from tests.sign_in import sign_in


def test_a_file_is_uploaded_looked_at_and_taken_in(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, LONG)
    check(client, page)
    shown = client.get(prefixed(page)).text
    assert "What this file would bring" in shown
    assert stored(session) == []

    post_form(client, f"{page}/confirm", page=page)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3 and len(stored(session, Submission)) == 2
    assert stored(session, ImportFile) == []


def test_the_columns_are_guessed_and_shown_with_their_first_cells(
    client: Client, desk: str
):
    page = upload(client, desk, LONG)

    html = client.get(prefixed(page)).text

    assert "Longer opening hours in winter." in html
    meanings = ["submission", "wording", "text", "submitted_at"]
    assert list(guessed_fields(html).values()) == meanings


def test_a_file_of_people_may_ask_what_is_new(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    wide = "id,Stance?,What else?\na,support,There is much more to say here.\n"
    page = upload(client, desk, wide)

    fields = {"meaning-0": "submission", "meaning-2": "new", **AFTER}
    post_form(client, f"{page}/check", fields, page=page)
    assert "What else?" in client.get(prefixed(page)).text
    post_form(client, f"{page}/confirm", page=page)

    with Session(session.get_bind()) as reading:
        wordings = [one.wording for one in list_questions(reading, consultation.id)]
    assert wordings[-1] == "What else?"


def test_lines_of_json_read_like_a_table(client: Client, session: Session, desk: str):
    line = '{"respondent": 7, "question_id": "views", "text": "Grüße \\ud83d\\ude00"}\n'
    page = bring(client, desk, line)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert [one.text for one in stored(session)] == ["Grüße 😀"]


def test_a_mapping_that_makes_no_sense_comes_back_as_it_was_sent(
    client: Client, desk: str
):
    page = upload(client, desk, LONG)
    twice = {"meaning-1": "text", "meaning-2": "text", **AFTER, "zone": "Mars/Base"}

    response = post_form(client, f"{page}/check", twice, page=page)

    assert response.status_code == 422
    assert "Two columns have the same meaning" in response.text
    assert "Mars/Base" in response.text


def test_the_same_file_brings_nothing_twice(
    client: Client, session: Session, desk: str
):
    bring(client, desk, LONG)

    page = upload(client, desk, LONG)
    check(client, page)

    assert "brings nothing new" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3


def test_masked_words_are_all_that_others_will_read(
    client: Client, session: Session, desk: str
):
    bring(client, desk, "respondent,question_id,text\n1,views,Mail ann@example.org\n")

    (comment,) = stored(session)
    assert comment.masked_text == "Mail [e-mail]"
    assert comment.state is CommentState.RECEIVED


def test_a_moderator_imports_nothing(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    body = consultation.organisation_id
    helper = make_official(session, organisation_id=body, role=Role.MODERATOR)
    sign_in(client, session, helper)

    assert client.get(prefixed(desk)).status_code == 403


@pytest.mark.real_data
def test_a_real_survey_is_imported_from_the_browser(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    content = real_data("bc_ai_survey/comments.csv").read_bytes()
    page = upload(client, desk, content)
    only = {"only_column": "main_question", "only_value": "1"}

    check(client, page, **only, creates_questions="yes")
    post_form(client, f"{page}/confirm", page=page)

    assert len(stored(session)) == 3981 and len(stored(session, Submission)) == 997
