"""A result shows why it was found."""

import pytest

from app.register.rules.snippets import find_snippet, marked
from tests.register.answers import answers
from tests.register.make import make_published


def marks(text, *words):
    return [part.text for part in marked(text, words) if part.is_marked]


def test_searched_words_are_marked_with_their_inflections_and_longer_words():
    text = "Inspections: an inspecting body inspects; Inspectietool"

    every = ["Inspections", "inspecting", "inspects", "Inspectietool"]
    assert marks(text, "inspect") == every
    assert marks(text, "inspected") == ["Inspections", "inspecting", "inspects"]
    assert "".join(part.text for part in marked(text, ["inspect"])) == text


@pytest.mark.parametrize(
    ("text", "word"), [("Policies", "police"), ("care", "car"), ("sport", "port")]
)
def test_words_that_only_resemble_the_searched_one_are_not_marked(text, word):
    assert marks(text, word) == []


def test_accents_and_capitals_are_passed_over():
    assert marks("Le Café de la CAFÉ", "cafe") == ["Café", "CAFÉ"]
    assert marks("Straße ﬁn", "stra") == []


def test_a_snippet_is_cut_between_words_and_says_so():
    text = f"{'long ' * 40}the police station {'and ' * 60}"
    snippet = find_snippet(answers(maintenance=text), ["police"])

    assert snippet is not None
    shown = "".join(part.text for part in snippet.parts)
    assert snippet.field.key == "maintenance"
    assert shown.startswith("… long")
    assert shown.endswith("and …")
    assert "the police station" in shown
    assert find_snippet(answers(), ["police"]) is None


def test_a_page_marks_the_words_and_shows_where_they_stand(client, session):
    make_published(session, "Police camera", one_line="Looks for bicycles.")
    make_published(session, "Gate", maintenance="The police <b>mend</b> it.")
    session.commit()

    page = client.get("/en/register?q=police").text

    assert "<mark>Police</mark> camera" in page
    assert "Found under “Maintenance”" in page
    assert "The <mark>police</mark> &lt;b&gt;mend&lt;/b&gt; it." in page
    assert "<mark>" not in client.get("/en/register").text


def test_longer_words_are_marked_where_they_were_looked_for(client, session):
    make_published(session, "Calculator", one_line="Rekent de huurprijs uit.")
    session.commit()

    page = client.get("/en/register?q=huur").text

    assert "Rekent de <mark>huurprijs</mark> uit." in page


def test_a_word_far_down_in_a_summary_is_shown_again_with_what_is_around(
    client, session
):
    make_published(session, "Gate", one_line=f"{'It opens and shuts. ' * 9} Police.")
    session.commit()

    page = client.get("/en/register?q=police").text

    assert page.count("<mark>Police</mark>") == 2
    assert "Found under" in page
