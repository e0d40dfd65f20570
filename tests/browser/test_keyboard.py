"""The keyboard alone: through the form, the register and the officials' review."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import official, participant

pytestmark = pytest.mark.browser
FORM = "/en/consultations/kitchen-inspections/comment"
NAME_OF_FOCUS = """() => {
  const one = document.activeElement;
  const label = one.labels && one.labels.length ? one.labels[0].innerText : '';
  return (one.getAttribute('aria-label') || label || one.innerText || '').trim();
}"""
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


@pytest.fixture
def page_of(browser: Browser, own_site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=own_site)
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until what is called `name` has the focus, which must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate(
            "document.activeElement.outerHTML"
        )
        if page.evaluate(NAME_OF_FOCUS).startswith(name):
            return
    pytest.fail(f"no Tab reaches {name}")


def test_the_first_tab_reaches_the_skip_link_and_it_works(page_of: Page):
    page_of.goto("/en/about/privacy")
    tab_to(page_of, "Skip to the main content", most=1)

    page_of.keyboard.press("Enter")

    assert page_of.evaluate("document.activeElement.id") == "main"


def test_a_comment_is_sent_with_the_keyboard_alone(page_of: Page):
    page_of.goto(FORM)
    tab_to(page_of, "I support it")
    page_of.keyboard.press("ArrowDown")
    tab_to(page_of, participant.QUESTION)
    page_of.keyboard.type("Please keep one visit in ten random.")
    tab_to(page_of, "Mistakes")
    page_of.keyboard.press("Space")
    tab_to(page_of, "Continue")
    page_of.keyboard.press("Enter")
    expect(page_of.get_by_role("heading", name="Check and send")).to_be_focused()
    tab_to(page_of, "Everyone: publish my words")
    page_of.keyboard.press("Space")
    tab_to(page_of, "Send")
    page_of.keyboard.press("Enter")

    expect(page_of.get_by_label("Your code")).to_be_visible()


def test_a_mistake_is_reached_from_the_summary(page_of: Page):
    page_of.goto(FORM)
    tab_to(page_of, "Continue")
    page_of.keyboard.press("Enter")
    expect(page_of.get_by_role("alert")).to_be_focused()

    page_of.keyboard.press("Tab")
    page_of.keyboard.press("Enter")

    inside = "document.activeElement.closest('.form-group--error') !== null"
    assert page_of.evaluate(inside)


def test_the_register_is_searched_and_filtered_with_the_keyboard(page_of: Page):
    page_of.goto("/en/register")
    tab_to(page_of, "Search the register")
    page_of.keyboard.type("inspection")
    tab_to(page_of, "Filters")
    page_of.keyboard.press("Enter")
    tab_to(page_of, "Proposed")
    page_of.keyboard.press("Space")

    expect(page_of.get_by_role("status")).to_have_text("1 system")


def test_a_topic_is_renamed_with_the_keyboard_alone(page_of: Page, administrator):
    official.sign_in(page_of, administrator["email"], administrator["password"])
    official.open_workplace(page_of, "pupils will miss school", "Topics")
    page_of.get_by_role("heading", name="Topics", level=1).click()
    tab_to(page_of, "Rename")
    page_of.keyboard.press("Enter")
    tab_to(page_of, "Name in plain words")
    page_of.keyboard.press("Control+A")
    page_of.keyboard.type("Who may see the list")
    page_of.keyboard.press("Enter")

    expect(
        page_of.get_by_role("link", name="Who may see the list", exact=True)
    ).to_be_visible()
