from collections import Counter

import pytest

from app.analysis.labels import content_words, keywords, label, phrases

BUSES = (
    "The night bus is late",
    "Night bus fares are high",
    "I take the night bus home",
    "Bus lanes help",
)
TREES = ("Plant more trees", "Old trees give shade", "Trees in the park")


def named(texts, words, taken=None, asked=frozenset()):
    everything = Counter(key for text in (*BUSES, *TREES) for key in phrases(text))
    found = [phrases(text) for text in texts]
    weights = [(word, 1.0 - place / 10) for place, word in enumerate(words)]
    return label(found, weights, everything, set() if taken is None else taken, asked)


def test_a_label_is_a_phrase_that_people_wrote():
    assert named(BUSES, ["bus", "night"]).startswith("Night bus")


def test_two_topics_never_have_one_name():
    taken: set[str] = set()

    names = [named(TREES[:1], ["trees"], taken) for _ in range(3)]

    assert len(set(names)) == 3


def test_the_words_of_the_question_name_no_topic():
    assert "trees" not in named(TREES, ["trees", "shade"], asked={"tree"}).lower()


def test_words_are_the_fallback_where_no_phrase_is_left():
    assert named([], ["bus", "night", "lane", "fare"]) == "Bus, night, lane"


def test_swear_words_and_masked_details_name_nothing():
    assert content_words("Damn the [e-mail] and the late bus") == ["late", "bus"]


def test_one_form_of_each_word_is_kept():
    words = [("tree", 1.0), ("trees", 0.9), ("parks", 0.8), ("park", 0.7)]

    assert keywords(words) == ("tree", "parks")


@pytest.mark.parametrize("text", ["", "...", "\U0001f600" * 50, "a " * 500])
def test_texts_without_content_have_no_phrases(text):
    assert phrases(text) == {}
