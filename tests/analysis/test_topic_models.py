import numpy as np
import pytest

from app.analysis import topic_models
from app.analysis.stability import Repeats, measure
from tests.analysis.test_graph import clouds


@pytest.mark.slow
def test_topics_of_very_many_texts_are_found_over_a_sample_and_hold_all(monkeypatch):
    monkeypatch.setattr(topic_models, "MOST_GROUPED", 100)
    points, centre = clouds(4, 60)
    tokens = [f"word{cloud} other" for cloud in centre]
    repeats = Repeats(3, 0, lambda _done: None)

    found = topic_models.group(
        tokens, points, np.arange(len(points)), topic_models.Granularity(), repeats
    )

    assert len(found.grouped) == 100
    pairs = {*zip(found.leaf_of.tolist(), centre.tolist(), strict=True)}
    assert len(pairs) == 4
    assert min(one.stability for one in measure(found, 12, 0)[0]) > 0.9
