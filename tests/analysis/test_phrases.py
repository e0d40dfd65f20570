from collections import Counter

import pytest

from app.analysis.phrases import (
    SAID,
    content_words,
    kinds,
    phrases,
    quotable,
    stem,
    usual,
)


def test_swear_words_and_masked_details_name_nothing():
    assert content_words("Damn the [e-mail] and the late bus") == ["late", "bus"]


def test_phrases_run_over_linking_words_and_stop_at_marks_and_other_small_words():
    found = set(phrases("Cost of living, rent that rises").values())

    assert "Cost of living" in found
    assert {"living", "rent", "rises"} < found
    assert not any("," in one or "that" in one for one in found)


def test_an_article_joins_nothing_by_itself():
    assert set(phrases("expand the rule").values()) == {"expand", "rule"}
    assert "Schutz der Umwelt" in phrases("Schutz der Umwelt").values()


@pytest.mark.parametrize("text", ["", "...", "\U0001f600" * 50, "a " * 500])
def test_texts_without_content_have_no_phrases(text):
    assert phrases(text) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("job", "jobs"),
        ("city", "cities"),
        ("process", "processes"),
        ("council", "council's"),
        ("Energie", "Energien"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["bus", "glass", "crisis", "bias"])
def test_not_every_s_makes_a_plural(word):
    assert stem(word) == word


def test_small_words_before_a_word_tell_things_from_deeds():
    found = kinds(
        ["the library of the town", "they publish", "to publish", "our library"],
        ["en"] * 4,
    )

    assert found.names(stem("library")) > 0.5 > found.names(stem("publish"))
    assert found.names("unheard") == 0.5


def test_capitals_tell_things_in_german():
    found = kinds(["Wir wollen Strom sparen"] * 2, ["de"] * 2)

    assert found.names(stem("Strom")) > 0.5 > found.names(stem("sparen"))


def test_only_names_keep_the_capital_that_a_sentence_gave_them():
    found = kinds(["Repairs at Ferry Lane", "Ferry Lane"], ["en"] * 2)

    assert found.spelt("Repairs", stem("Repairs")) == "repairs"
    assert found.spelt("Ferry Lane", stem("Ferry")) == "Ferry Lane"


def test_a_word_that_leads_to_another_does_not_close_a_phrase_well():
    found = kinds(["the human touch", "a human face", "human contact"], ["en"] * 3)

    assert found.closes(stem("human")) < found.closes(stem("touch"))


def test_the_usual_spelling_wins_and_lower_case_over_the_start_of_a_sentence():
    assert usual(Counter({"Night bus": 3, "night bus": 2})) == "night bus"
    assert usual(Counter({"Bowling Green": 9, "bowling green": 1})) == "Bowling Green"
    assert usual(Counter({"NIGHT BUS": 2})) == "night bus"


def test_the_first_sentence_may_be_quoted_without_its_marks():
    assert quotable("  Go slow!  Then stop.") == "Go slow"


@pytest.mark.parametrize("text", ["No", "Write to [e-mail]", "Damn it", "so (well"])
def test_a_lone_word_a_masked_detail_or_a_curse_is_not_quoted(text):
    assert quotable(text) is None


def test_a_long_sentence_is_cut_between_words_and_marked():
    quoted = quotable("every word of this sentence is here " * 4)

    assert quoted is not None
    assert quoted.endswith("\u2026")
    assert len(quoted) <= SAID


def test_marks_inside_a_quote_are_single():
    assert quotable("What \u201cfair\u201d means") == "What \u2018fair\u2019 means"
