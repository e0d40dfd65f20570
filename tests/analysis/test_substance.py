import pytest

from app.analysis.substance import is_substantive

ADVICE = "What advice would you give?"


@pytest.mark.parametrize(
    "text",
    [
        "not sure",
        "Not sure...",
        "I\u2019m really not sure. Sorry.",
        "n/a",
        "N.A.",
        "nothing",
        "None",
        "see above",
        "Same as above.",
        "",
        "  \n",
        "?!",
        "🤷",
        "x",
        "idk lol",
        "Weiß nicht",
        "keine Ahnung",
        "k.A.",
        "je ne sais pas",
        "Voir ci-dessus",
        "no sé",
        "Ni idea",
        "geen idee",
        "Zie hierboven",
        "n.v.t.",
        "Did not answer",
    ],
)
def test_answers_that_only_fill_the_box_are_set_aside(text):
    assert not is_substantive(text, question=ADVICE)


@pytest.mark.parametrize(
    "text",
    [
        "Jobs",
        "Be careful",
        "the unknown",
        "No involvement",
        "Nobody knows what happens with the data",
        "I am not sure that a machine should decide this",
        "nichts ohne Menschen entscheiden",
        "审查算法",
        "ban it",
    ],
)
def test_short_answers_that_say_something_are_kept(text):
    assert is_substantive(text, question=ADVICE)


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("Nothing.", "What could we do better?"),
        ("Nichts", "Was können wir besser machen?"),
        ("Rien", "Que pourrions-nous améliorer ?"),
        ("Nada", "¿Qué podríamos mejorar?"),
        ("Niets", "Wat kunnen we beter doen?"),
        ("No complaints", "How could we improve?"),
        ("Nothing", "What was good?"),
    ],
)
def test_nothing_is_an_answer_when_a_judgement_was_asked_for(answer, question):
    assert is_substantive(answer, question=question)
    assert not is_substantive(answer, question=ADVICE)


def test_yes_is_an_answer_only_to_a_question_of_yes_or_no():
    assert is_substantive("Yes", question="Should AI help to decide?")
    assert not is_substantive("Yes", question=ADVICE)
    assert not is_substantive("Yes", question=None)
