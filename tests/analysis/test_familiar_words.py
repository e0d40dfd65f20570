import pytest

from app.analysis import familiar_words

ENGLISH = ["please publish every decision", "every decision needs people"]
GERMAN = ["bitte jede entscheidung", "jede entscheidung braucht menschen"]


@pytest.fixture(autouse=True)
def few_teach(monkeypatch):
    monkeypatch.setattr(familiar_words, "LEARN_FROM", 6)


def settled(*doubtful):
    texts = [*ENGLISH * 4, *GERMAN * 4, *doubtful]
    found = ["en"] * 8 + ["de"] * 8 + [None] * len(doubtful)
    return familiar_words.settle(texts, found)[16:]


def test_a_comment_of_familiar_words_is_in_their_language():
    assert settled("Publish every decision!", "Jede Entscheidung, bitte") == [
        "en",
        "de",
    ]


@pytest.mark.parametrize(
    "text", ["publish jede decision", "publish every bylaw", "decision", ""]
)
def test_mixed_new_and_too_few_words_stay_in_doubt(text):
    assert settled(text) == [None]


def test_a_word_that_two_languages_use_settles_nothing():
    texts = [*["ja my decision"] * 8, *["ja my menschen"] * 8, "my ja my"]
    found = ["en"] * 8 + ["de"] * 8 + [None]

    assert familiar_words.settle(texts, found)[-1] is None


def test_few_comments_teach_nothing(monkeypatch):
    monkeypatch.setattr(familiar_words, "LEARN_FROM", 9)

    assert settled("publish every decision") == [None]


def test_what_is_known_stays():
    assert familiar_words.settle(["bitte"] * 7, ["en"] * 7) == ["en"] * 7
