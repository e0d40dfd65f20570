from itertools import pairwise

import pytest

from app.analysis.passages import LONGEST, split


def pieces(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


def test_sentences_become_passages():
    text = "The form was far too long. Nobody answered my letter! Why did that happen?\nThe end came late."

    assert pieces(text) == [
        "The form was far too long.",
        "Nobody answered my letter!",
        "Why did that happen?",
        "The end came late.",
    ]


def test_abbreviations_and_numbers_end_no_sentence():
    text = "I saw Dr. Smith about art. 5 of the plan, e.g. its cost of 3.5 million."

    assert pieces(text) == [text]


def test_german_ordinals_and_abbreviations_end_no_sentence():
    text = "Am 3. Mai wurde z.B. der Bescheid vom 2. April aufgehoben."

    assert pieces(text, "de") == [text]


def test_what_is_too_short_to_stand_alone_joins_its_neighbour():
    assert pieces("Yes. I agree with the plan entirely. No!") == [
        "Yes. I agree with the plan entirely. No!"
    ]


def test_chinese_sentences_are_cut_without_spaces():
    assert (
        len(
            pieces(
                "政府应该公开算法的测试结果和费用。每个人都应该可以对决定提出上诉和质疑。",
                "zh",
            )
        )
        == 2
    )


def test_an_overlong_sentence_is_cut_at_a_comma():
    text = "we want to know what it costs, " * 40

    found = pieces(text)

    assert max(map(len, found)) <= LONGEST
    assert all(piece.endswith(("costs,", "costs")) for piece in found)


@pytest.mark.parametrize("text", ["", " \n ", "...", "One two three four five six"])
def test_passages_cover_every_word_in_order_without_overlap(text):
    spans = split(text, "en")

    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[s:e] for s, e in spans)
    assert covered.split() == text.split()
