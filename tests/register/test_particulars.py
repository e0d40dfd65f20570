"""Lengths of time, figures and contacts are read from texts, and compared."""

import pytest

from app.register.rules.particulars import contacts, durations, lone_figure
from tests.register.weakenings import (
    kinds,
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 months", "1 year"),
        ("1 year", "12 months"),
        ("24 months", "2 years"),
        ("4 weeks", "1 month"),
        ("90 days", "3 months"),
        ("3 months", "13 weeks"),
        ("zes weken", "42 dagen"),
        ("Kept for 2 years", "Kept for 2 years, then permanently deleted"),
        ("Two years", "Deleted permanently after 2 years"),
        ("Two years", "Deleted, at the latest, permanently after 2 years"),
        ("2 jaar", "Na 2 jaar permanent gewist"),
        ("2 Jahre", "Nach 2 Jahren dauerhaft gelöscht"),
        ("2 years", "18 months"),
        ("Kept permanently", "2 years"),
    ],
)
def test_data_kept_as_long_as_before_in_other_words_is_not_kept_longer(before, after):
    old, new = ([{"retention": one}] for one in (before, after))

    assert kinds({"data_governance": old}, {"data_governance": new}) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kept for 2 years, then permanently deleted", "Kept for 20 years"),
        ("Deleted permanently after 2 years", "Kept for 3 years"),
        ("2 years", "26 months"),
        ("10 years", "11 years"),
        ("12 months", "13 months"),
        ("4 weeks", "2 months"),
        ("2 years", "Kept permanently"),
        ("2 years", "Never permanently deleted"),
        ("2 years", "Permanent bewaard"),
        ("2 Jahre", "Dauerhaft gespeichert"),
        ("2 Jahre", "Wird nicht gelöscht"),
    ],
)
def test_data_kept_longer_is_named_whatever_the_unit(before, after):
    old, new = ([{"retention": one}] for one in (before, after))

    assert kinds({"data_governance": old}, {"data_governance": new}) == {
        "data_kept_longer"
    }


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("within six weeks", [42]),
        ("within a week", [7]),
        ("a sample of 50 answers a week", []),
        ("open 24 hours a day", []),
        ("binnen 6 weken", [42]),
        ("innerhalb eines Monats", []),
        ("innerhalb von drei Monaten", [91.25]),
        ("dans un délai de deux mois", [60.83]),
        ("seven days per house, then six years per street", [7, 2190]),
        ("a six-week period", [42]),
        ("ten working days", [10]),
        ("12345678 days", []),
    ],
)
def test_lengths_of_time_are_read_in_four_languages(text, days):
    assert [one.days for one in durations(text)] == days


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("about 12,000", 12_000),
        ("1 200 000 people", 1_200_000),
        ("1.5 million", 1_500_000),
        ("ongeveer 3 duizend", 3_000),
        ("10 to 20", None),
        ("many", None),
    ],
)
def test_a_lone_figure_is_read_and_two_are_left(text, figure):
    assert lone_figure(text) == figure


def test_contacts_are_addresses_pages_and_numbers_but_no_dates():
    text = "By 2026-03-14: a@b.example, https://b.example/x or (01632) 960 100."

    assert contacts(text) == {"a@b.example", "https://b.example/x", "01632960100"}
