import numpy as np
import pytest

from app.analysis import graph
from app.analysis.embedders import unit
from app.analysis.graph import Repetition


def clouds(count, each, seed=0):
    """Points around a few far-apart centres, and which centre each is of."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(count, 32)) * 3
    points = np.repeat(centres, each, axis=0) + rng.normal(size=(count * each, 32))
    return unit(points.astype(np.float32)), np.repeat(np.arange(count), each)


def test_products_of_whole_numbers_do_not_depend_on_their_order():
    points, _ = clouds(3, 40)
    whole = graph.whole_numbers(points)
    order = np.random.default_rng(1).permutation(32)

    assert (whole @ whole.T == whole[:, order] @ whole[:, order].T).all()


def test_clouds_are_found():
    points, centre = clouds(4, 30)

    labels = graph.communities(graph.build(points), 1.0, seed=0)

    pairs = {(a, b) for a, b in zip(labels.tolist(), centre.tolist(), strict=True)}
    assert len(pairs) == 4


def test_many_points_are_searched_in_cells_and_find_almost_the_same(monkeypatch):
    points, _ = clouds(40, 50)
    exact, _ = graph.nearest(points, 10)
    monkeypatch.setattr(graph, "MANY", 100)

    found, _ = graph.nearest(points, 10)

    common = [len(set(a) & set(b)) for a, b in zip(exact, found, strict=True)]
    assert np.mean(common) / 11 > 0.9


def test_small_groups_join_the_group_they_are_tied_to():
    points, centre = clouds(2, 20)
    labels = centre.astype(np.int64)
    labels[:2] = 7

    merged = graph.absorb_small(graph.build(points), labels, 5)

    assert merged[0] == merged[5]
    assert len(np.unique(merged)) == 2


@pytest.mark.parametrize("most", [1, 3, 6])
def test_there_are_never_more_groups_at_the_top_than_asked_for(most):
    points, centre = clouds(9, 20)

    top = graph.merge_to(graph.build(points), centre.astype(np.int64), most, seed=0)

    assert len(top) == 9
    assert len(np.unique(top)) <= most


def test_ties_of_texts_that_never_meet_almost_vanish():
    points, centre = clouds(2, 10)
    whole = graph.build(points)
    rows = np.arange(len(points))

    agreed = graph.agree(whole, [Repetition(rows, centre.astype(np.int64))])

    between = agreed[:10][:, 10:].sum()
    assert between <= whole[:10][:, 10:].sum() * 0.0011
    assert agreed[:10][:, :10].sum() == pytest.approx(whole[:10][:, :10].sum())


def test_grouping_again_in_the_same_process_gives_the_same_groups():
    dice = np.random.default_rng(0)
    centres = dice.normal(size=(40, 32))[dice.integers(0, 40, 3000)]
    vague = unit((centres + 1.2 * dice.normal(size=(3000, 32))).astype(np.float32))
    neighbours = graph.build(vague)

    first, second = (graph.rough_communities(neighbours, 1.2, 5) for _ in range(2))

    assert (first == second).all()


def test_large_graphs_are_roughly_grouped_another_way_and_as_well(monkeypatch):
    points, centre = clouds(4, 30)
    monkeypatch.setattr(graph, "MANY", 100)

    labels = graph.rough_communities(graph.build(points), 1.0, seed=0)

    assert len({*zip(labels.tolist(), centre.tolist(), strict=True)}) == 4


def test_texts_that_were_not_grouped_join_their_neighbours():
    points, centre = clouds(5, 40)
    grouped = np.arange(0, len(points), 3)

    labels = graph.spread(points, grouped, centre[grouped])

    assert (labels == centre).all()
