import numpy as np

from app.analysis.embedders import unit
from app.analysis.findings import KnownTopic
from app.analysis.matching import Candidate, assign_ids, join


def candidate(*comments, place=(1.0, 0.0), question=None, top=False):
    return Candidate(question, top, frozenset(comments), place)


def known(key, *comments, place=(1.0, 0.0), question=None, parent="above", reach=0.5):
    return KnownTopic(key, question, parent, frozenset(comments), place, reach)


def test_a_topic_that_kept_its_comments_keeps_its_id():
    ids = assign_ids(
        [candidate("a", "b", "c", "new"), candidate("x", "y", place=(0.0, 1.0))],
        [known("buses", "a", "b", "c"), known("parks", "x", "y", place=(0.0, 1.0))],
    )

    assert ids == ["buses", "parks"]


def test_a_topic_that_grew_much_still_keeps_its_id():
    grown = candidate("a", "b", *(f"new-{n}" for n in range(20)))

    assert assign_ids([grown], [known("buses", "a", "b")]) == ["buses"]


def test_of_two_halves_of_a_split_topic_the_larger_keeps_the_id():
    ids = assign_ids(
        [candidate("d", "e"), candidate("a", "b", "c")],
        [known("buses", "a", "b", "c", "d", "e")],
    )

    assert ids[1] == "buses"
    assert ids[0] != "buses"


def test_ids_do_not_cross_questions_or_levels():
    before = [known("buses", "a", "b", question="first")]

    assert assign_ids([candidate("a", "b", question="second")], before) != ["buses"]
    assert assign_ids([candidate("a", "b", question="first", top=True)], before) != [
        "buses"
    ]


def test_equal_topics_get_equal_new_ids_and_different_ones_different_ids():
    once = assign_ids([candidate("a", "b"), candidate("c")], [])
    again = assign_ids([candidate("b", "a"), candidate("c")], [])

    assert once == again
    assert len(set(once)) == 2


def test_passages_join_the_nearest_topic_within_reach():
    vectors = unit(np.asarray([[1, 0.1], [0.1, 1], [-1, -1]], np.float32))
    leaves = [known("buses", "a"), known("parks", "x", place=(0.0, 1.0))]

    assert join(vectors, leaves) == ["buses", "parks", None]


def test_without_topics_nothing_joins():
    assert join(np.ones((2, 2), np.float32), []) == [None, None]
