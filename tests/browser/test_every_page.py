"""Every public page: nothing axe objects to, nothing sideways, nothing in the console."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.crawl import pages_from

pytestmark = pytest.mark.browser
WIDTHS = (320, 1280)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_public_page_has_a_barrier_that_axe_can_see(page: Page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    found = {path: violations(page) for path in pages_from(page, "/en/", "/en/")}

    assert {path: lines for path, lines in found.items() if lines} == {}
    assert len(found) >= 3


def test_no_public_page_scrolls_sideways_on_a_small_screen(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})

    wide = [p for p in pages_from(page, "/en/", "/en/") if page.evaluate(OVERFLOW) > 0]

    assert wide == []


def test_no_page_breaks_its_own_policy(page: Page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    visited = list(pages_from(page, "/en/", "/en/"))

    assert said == []
    assert visited


def test_axe_would_see_a_barrier(page: Page):
    page.goto("/en/about/privacy")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x>'")

    assert any(line.startswith("image-alt") for line in violations(page))


def test_the_first_tab_reaches_the_skip_link_and_it_works(page: Page):
    page.goto("/en/about/privacy")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_in_the_pseudo_language_nothing_stays_english(page: Page):
    page.goto("/qps/about/accessibility")
    headings = page.locator("h1, h2, nav a:not([hreflang])").all_inner_texts()

    assert headings
    assert [text for text in headings if "⟦" not in text] == []
