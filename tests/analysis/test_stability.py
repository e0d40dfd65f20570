import numpy as np
import pytest

from app.analysis import graph
from app.analysis.graph import Grouping
from app.analysis.stability import Repeats, measure, repeat
from tests.analysis.test_graph import clouds


def grouping_of(points, leaf_of, runs=4):
    neighbours = graph.build(points)
    comments = np.arange(len(points))
    told: list[float] = []
    repeats = Repeats(runs, 0, told.append)
    repetitions = repeat(neighbours, comments, 1.0, repeats)
    tops = np.zeros(int(leaf_of.max()) + 1, np.int64)
    return Grouping(leaf_of, tops, (), (), neighbours, repetitions, comments), told


def test_clear_topics_are_steady_and_arbitrary_ones_are_not():
    points, centre = clouds(4, 30)
    arbitrary = np.random.default_rng(3).integers(0, 4, len(points))

    clear, _ = grouping_of(points, centre.astype(np.int64))
    chance, _ = grouping_of(points, arbitrary.astype(np.int64))

    assert min(one.stability for one in measure(clear, 12, 0)[0]) > 0.95
    assert max(one.stability for one in measure(chance, 12, 0)[0]) < 0.5


def test_an_interval_always_holds_what_was_found():
    points, centre = clouds(3, 20)
    found, _ = grouping_of(points, centre.astype(np.int64))

    for level in measure(found, 2, 0):
        assert all(0.0 <= one.low <= one.high for one in level)


def test_each_repetition_leaves_some_comments_out_whole():
    points, _ = clouds(2, 40)
    comment_of = np.repeat(np.arange(40), 2)

    (one,) = repeat(graph.build(points), comment_of, 1.0, Repeats(1, 0, lambda _: None))

    kept = np.bincount(comment_of[one.rows], minlength=40)
    assert set(kept.tolist()) == {0, 2}


def test_repetitions_tell_how_far_they_are():
    points, centre = clouds(2, 20)

    _, told = grouping_of(points, centre.astype(np.int64), runs=4)

    assert told == [0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize("level", [0, 1])
def test_without_repetitions_nothing_is_claimed(level):
    points, centre = clouds(2, 20)
    found, _ = grouping_of(points, centre.astype(np.int64), runs=0)

    assert all(one.stability == 0.0 for one in measure(found, 12, 0)[level])
