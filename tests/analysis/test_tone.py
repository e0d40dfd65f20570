import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from app.analysis.tone import MILD, score, score_answers

BETTER = "What could we do better?"


@pytest.mark.parametrize(
    "text",
    [
        "The staff were wonderful and patient!!!",
        "It was NOT good, but the food was great :)",
        "At least it isn't the worst thing ever",
        "I don't think it is very useful, without doubt a shame",
        "Love it 😍 but the wait made me cry 😭",
        "kind of nice, sort of sad, the shit, bad ass",
        "",
        "никогда",
    ],
)
def test_scores_are_those_of_vader_itself(text):
    plain = SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
    assert score([text], ["en"]) == [plain]


def test_languages_that_vader_does_not_know_are_not_assessed():
    assert score(["Gut", "good", "?"], ["de", "en", "und"])[::2] == [None, None]


def test_a_very_long_text_is_scored_by_its_groups():
    [long] = score(["This is good. " * 2000], ["en"])
    [short] = score(["This is good. " * 200], ["en"])

    assert long == pytest.approx(short, abs=0.01)


def test_nothing_is_praise_when_asked_what_could_be_better():
    [praise, plain] = score_answers(["Nothing."] * 2, ["en"] * 2, [BETTER, None])

    assert praise is not None and praise > 0.05
    assert plain == 0.0


def test_nothing_is_criticism_when_asked_what_was_good():
    assert score_answers(["Nothing."], ["en"], ["What was good?"]) == [-MILD]


def test_a_wish_is_mild_criticism_when_asked_what_could_be_better():
    assert score_answers(["More staff."], ["en"], [BETTER]) == [-MILD]


def test_praise_after_nothing_is_not_lost():
    text = "Nothing, everything was wonderful"

    [tone] = score_answers([text], ["en"], [BETTER])
    assert tone is not None and tone > 0.5
