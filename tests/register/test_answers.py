from datetime import date

import pytest

from app.errors import Invalid
from app.register.schemas.answers import read_answers
from app.register.schemas.fields import ASKED, FIELDS
from app.register.schemas.kinds import Kind


def error_of(key, value):
    with pytest.raises(Invalid) as caught:
        read_answers({key: value})
    return caught.value.field_errors[key]


def test_the_field_set_covers_all_81_fields_of_the_crosswalk():
    numbers = {field.number for field in FIELDS}

    # Suppliers are one list whose columns are 66 to 69.
    assert numbers >= set(range(1, 82)) - {67, 68, 69}
    assert len({field.key for field in FIELDS}) == len(FIELDS)


def test_every_choice_field_offers_choices_and_every_list_of_rows_has_columns():
    for field in ASKED:
        assert bool(field.choices) == (field.kind in {Kind.CHOICE, Kind.CHOICES})
        assert bool(field.columns) == (field.kind is Kind.ROWS)


def test_an_empty_answer_is_no_answer():
    entered = {"team": {"value": "  "}, "models": {"value": [{"name": ""}]}}

    assert read_answers(entered) == {}


def test_a_field_that_does_not_exist_is_refused_by_name():
    assert "no such field" in error_of("favourite_colour", {"value": "blue"})


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("not_applicable", "Say why"),
        ("withheld", "Name the law"),
        ("not_yet_known", "by which day"),
    ],
)
def test_a_blank_must_say_why_it_is_blank(state, sentence):
    assert sentence in error_of("models", {"state": state})


def test_what_is_not_yet_known_keeps_its_day():
    entered = {"models": {"state": "not_yet_known", "until": "2026-12-01"}}

    assert read_answers(entered)["models"].until == date(2026, 12, 1)


@pytest.mark.parametrize("value", ["2025", "2025-03", "2025-03-14"])
def test_a_date_keeps_the_precision_it_was_given_in(value):
    assert read_answers({"use_started": {"value": value}})["use_started"].value == value


@pytest.mark.parametrize("value", ["25", "2025-13", "2025-02-30", "March 2025"])
def test_a_date_that_is_none_is_refused(value):
    assert "a year, a month or a day" in error_of("use_started", {"value": value})


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "city.example", "https://", "https://a b.example"]
)
def test_only_a_whole_web_address_becomes_a_link(value):
    assert "web address" in error_of("public_page", {"value": value})


def test_a_choice_outside_the_list_is_refused():
    assert "from the list" in error_of("automation_degree", {"value": "magic"})


def test_rows_keep_only_their_own_columns():
    row = {"name": "Letters", "smell": "paper"}

    assert "row" in error_of("operational_data", {"value": [row]})


def test_words_may_come_as_one_line():
    answer = read_answers({"keywords": {"value": "post, letters, post"}})["keywords"]

    assert answer.value == ["post", "letters"]


@pytest.mark.parametrize("value", [7, {"a": 1}, [["x"]], True])
def test_a_value_of_the_wrong_shape_is_refused_not_crashed_on(value):
    with pytest.raises(Invalid):
        read_answers({"keywords": {"value": value}, "team": {"value": value}})


def test_a_text_instead_of_rows_becomes_one_row_and_loses_nothing():
    entered = {
        "scale": {"value": "About 25 a day."},
        "operational_data": {"value": "The letters."},
    }
    answers = read_answers(entered)

    assert answers["scale"].value == [{"note": "About 25 a day."}]
    assert answers["operational_data"].value == [{"description": "The letters."}]
