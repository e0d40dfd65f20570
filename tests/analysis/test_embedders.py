import numpy as np
import pytest

from app.analysis.embedders import AFFORDABLE, Taught, WordLlama, choose, unit


def silent(_done: float) -> None:
    pass


class Counting:
    """Places texts by their length; remembers how many it was given."""

    name = "counting"

    def __init__(self):
        self.seen = 0

    def knows(self, language):
        return language == "en"

    def embed(self, texts, progress):
        self.seen += len(texts)
        progress(1.0)
        rows = [[len(text), len(text) % 7, 1.0] for text in texts]
        return unit(np.asarray(rows, np.float32))


def test_wordllama_places_like_meanings_near_each_other():
    bus, coach, privacy = WordLlama().embed(
        ["the bus is late", "the coach came too late", "protect my data"], silent
    )

    assert bus @ coach > bus @ privacy


def test_a_text_without_words_has_no_place():
    assert not WordLlama().embed([""], silent).any()


def test_a_slow_model_reads_all_of_a_few_thousand_texts():
    slow = Counting()

    Taught(slow, WordLlama()).embed(["a bus", "a tree"], silent)

    assert slow.seen == 2


def test_above_that_a_quick_model_learns_from_a_sample_of_the_slow_one():
    slow, quick = Counting(), Counting()
    texts = [f"{'x' * (row % 50)} {row}" for row in range(AFFORDABLE + 1)]

    taught = Taught(slow, quick).embed(texts, silent)

    assert slow.seen < len(texts) == quick.seen
    expected = Counting().embed(texts, silent)
    assert float((taught * expected).sum(axis=1).min()) > 0.99


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("magic", "there is no embedder 'magic'"),
        ("onnx:/nowhere", "must hold a model"),
        ("transformers:/nowhere", "there is no embedder"),
    ],
)
def test_an_embedder_that_is_not_there_is_explained(name, message):
    with pytest.raises(ValueError, match=message):
        choose(name)
