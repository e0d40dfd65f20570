"""Every page, the public's and the officials': what a browser can say of it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.looks import left_on_paper, sideways, squeezed, unknown_attributes
from tests.browser.tour import LOOKS, NARROW, Tour, mirrored, walk
from tests.browser.words import data_of, plain_words

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tour(signed_in: Page) -> Tour:
    """Every page in English, looked at in all ways."""
    return walk(signed_in, "/en/", LOOKS)


@pytest.fixture(scope="module")
def mirrored_tour(signed_in: Page, demonstration: Path) -> Tour:
    """Every page in the pseudo-language that runs from right to left."""
    data = data_of(demonstration / "folkmoot.db")
    looks = {"sideways": mirrored, "plain": lambda page: plain_words(page, data)}
    return walk(signed_in, "/qps-plocm/", looks)


def test_the_tour_saw_the_public_pages_and_the_officials(tour: Tour):
    offices = [path for path in tour.pages if path.startswith("/en/office")]

    assert len(tour.pages) - len(offices) > 40
    assert len(offices) > 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_can_see(tour: Tour, scheme):
    assert tour.found[scheme] == {}


def test_no_page_loses_or_squeezes_anything_on_a_small_screen(tour: Tour):
    assert tour.found["small"] == {}


def test_no_page_loses_or_squeezes_anything_when_text_is_twice_as_large(tour: Tour):
    assert tour.found["large text"] == {}


def test_paper_shows_no_navigation_and_no_buttons(tour: Tour):
    assert tour.found["paper"] == {}


def test_no_two_attributes_run_together(tour: Tour):
    assert tour.found["markup"] == {}


def test_no_page_breaks_its_own_policy(tour: Tour):
    assert tour.said == []


def test_no_page_scrolls_sideways_from_right_to_left(mirrored_tour: Tour):
    assert mirrored_tour.found["sideways"] == {}


def test_no_word_of_ours_stays_english(mirrored_tour: Tour):
    assert mirrored_tour.found["plain"] == {}
    assert len(mirrored_tour.pages) > 80


def test_axe_would_see_a_barrier(page: Page):
    page.goto("/en/about/privacy")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x>'")

    assert any(line.startswith("image-alt") for line in violations(page))


def test_a_wide_cut_or_covered_text_would_be_seen(page: Page):
    page.set_viewport_size(NARROW)
    page.goto("/en/about/privacy")
    page.evaluate(
        "document.querySelector('main').innerHTML = '<p id=a>one line of words</p>"
        "<p id=b>another line</p><p id=c>much too long to fit</p>';"
        "a.style.marginBlockEnd = '-1.5em'; b.style.margin = 0; b.style.inlineSize = '500px';"
        "c.style.inlineSize = '2em'; c.style.whiteSpace = 'nowrap'; c.style.overflow = 'clip'"
    )

    seen = {line.partition(":")[0] for line in squeezed(page)}

    assert seen == {"cut", "overlap", "sideways"}


def test_a_long_address_anywhere_in_a_record_does_not_widen_its_page(page: Page):
    page.set_viewport_size(NARROW)
    page.goto("/en/register/ask-ostervale")
    filled = page.evaluate(
        """() => [...document.querySelectorAll('main p, main dd, main li')].filter(
          one => !one.childElementCount
        ).map(one => { one.textContent = 'https://' + 'long_address'.repeat(9); }).length"""
    )

    assert filled > 20
    assert sideways(page) == []


def test_a_button_on_paper_and_glued_attributes_would_be_seen(page: Page):
    page.goto("/en/about/privacy")
    page.evaluate(
        "document.querySelector('main').innerHTML += "
        "'<button>Go</button><input aria-label=x checkedrequired>'"
    )

    assert len(left_on_paper(page)) == 1
    assert unknown_attributes(page) == ["unknown: checkedrequired"]


def test_a_plain_word_would_be_seen(page: Page, demonstration: Path):
    page.goto("/qps/about/privacy")
    page.evaluate("document.querySelector('main').append('Nobody translated this')")

    found = plain_words(page, data_of(demonstration / "folkmoot.db"))

    assert found == ["Nobody translated this"]
