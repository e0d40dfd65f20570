from collections import Counter

import pytest

from app.analysis.evaluation.invented import examples
from app.analysis.evaluation.public_numbers import SENTENCES
from app.analysis.personal_data import Kind, mask


def is_masked(example) -> bool:
    hidden = {i for s in mask(example.text).spans for i in range(s.start, s.end)}
    places = range(example.start, example.end)
    return all(i in hidden for i in places if example.text[i].isalnum())


def test_ninety_nine_of_a_hundred_invented_numbers_of_every_kind_are_masked():
    caught: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for example in examples(2700):
        of[example.kind] += 1
        caught[example.kind] += is_masked(example)

    assert {kind: n for kind, n in of.items() if caught[kind] < 0.99 * n} == {}


def test_at_most_three_of_a_hundred_public_numbers_are_masked():
    wrong = [text for text in SENTENCES if mask(text).spans]

    assert len(wrong) <= 0.03 * len(SENTENCES), wrong


def test_masking_puts_readable_markers_and_keeps_the_rest():
    masked = mask("Write to ada.larsen@example.com or call 07700 900123, please.")

    assert masked.text == "Write to [e-mail] or call [phone], please."


def test_spans_point_into_the_original():
    text = "İ 😀 a\u0301: my card 4111 1111 1111 1111 and ref CAS-2024-577599."

    spans = mask(text).spans

    assert [(text[s.start : s.end], s.kind) for s in spans] == [
        ("4111 1111 1111 1111", Kind.CARD),
        ("CAS-2024-577599", Kind.REFERENCE),
    ]


def test_a_region_makes_its_local_numbers_known():
    text = "The caretaker is 612 345 604 as far as I know"

    assert mask(text).spans == ()
    assert [s.kind for s in mask(text, region="ES").spans] == [Kind.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "name at example dot com",
        "name (at) example (dot) org",
        "see facebook.com/ada.larsen.5",
        "I am @ada_larsen there",
        "from 203.0.113.57",
        "from 2001:db8::ff00:42:8329",
        "born on 12.03.1980",
        "my postcode is LS1 4AP",
        "passport number X1234567",
        "IBAN: GB82 WEST 1234 5698 7654 32",
    ],
)
def test_what_identifies_a_person_online_or_on_paper_is_masked(text):
    assert mask(text).spans


@pytest.mark.parametrize(
    "text",
    [
        "Meet us @ the town hall at five",
        "The service is free at the point of use",
        "see https://www.gov.uk/guidance/ai-2024",
        "I was born before 1955 and worked until 2010",
        "chapter 1.2.3.4 of the plan",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert mask(text).text == text


def test_overlapping_finds_become_one_marker():
    masked = mask("12 Maple Street, Springfield, IL 62700")

    assert masked.text == "[address]"
    assert len(masked.spans) == 1
