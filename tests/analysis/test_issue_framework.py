import numpy as np

from app.analysis.issue_framework import merge_scores, score_issues
from app.analysis.issues import DEFAULT_ISSUES, Issue

TREES = Issue("trees", "Trees", "All that grows.", ("trees in the street", "green"))
BUSES = Issue("buses", "Buses", "All that drives.", ("late buses", "bus stops"))
WORDS = ("tree", "green", "bus", "stop")


def embed(texts):
    """Place a text by the words that it holds."""
    return np.array([[word in text for word in WORDS] for text in texts], np.float32)


def nowhere(texts):
    """Place every text by itself, far from all others."""
    return np.zeros((len(texts), 4), np.float32)


def test_a_passage_is_mapped_to_the_issue_that_it_is_close_to():
    [trees, buses, neither] = score_issues(
        ["more green trees", "the bus is late", "nothing to do with it"],
        [TREES, BUSES],
        embed,
    )

    assert set(trees) == {"trees"} and 0.35 <= trees["trees"] <= 1
    assert set(buses) == {"buses"}
    assert neither == {}


def test_the_very_words_of_a_short_phrase_are_enough_in_any_form():
    far = Issue("stops", "Stops", "Where one waits.", ("shelter at stops", "bus stops"))

    [named, only_part] = score_issues(
        ["A bench at the bus stop, please", "Stop it"], [far], nowhere
    )

    assert named == {"stops": 0.5}
    assert only_part == {}


def test_a_long_phrase_is_never_taken_word_by_word():
    long = Issue("stops", "Stops", "Where one waits.", ("who pays for all the stops",))

    assert score_issues(["It stops"], [long], nowhere) == [{}]


def test_a_passage_may_touch_several_issues():
    [both] = score_issues(["green trees at the bus stop"], [TREES, BUSES], embed)

    assert set(both) == {"trees", "buses"}


def test_without_issues_or_passages_nothing_is_mapped():
    assert score_issues(["a tree"], [], embed) == [{}]
    assert score_issues([], [TREES], embed) == []


def test_a_comment_keeps_the_best_score_of_its_passages():
    rows = [{"trees": 0.4}, {"trees": 0.7, "buses": 0.5}, {}]

    assert merge_scores(rows) == {"trees": 0.7, "buses": 0.5}


def test_default_issues_have_keys_of_their_own_and_several_phrases():
    assert len({issue.key for issue in DEFAULT_ISSUES}) == len(DEFAULT_ISSUES) == 12
    assert all(len(issue.phrases) >= 5 for issue in DEFAULT_ISSUES)
