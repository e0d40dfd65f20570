"""Other ways to see and hear a page: chosen colours, less motion, paper, a reader."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
BORDERS = """all => all.filter(one => one.checkVisibility()
  && getComputedStyle(one).borderTopStyle === 'none'
  && getComputedStyle(one).borderInlineStartStyle === 'none')
  .map(one => one.outerHTML.slice(0, 80))"""
STYLE = "(one, name) => getComputedStyle(one)[name]"


@pytest.mark.parametrize("path", ["/en/", "/en/register", "/en/consultations"])
def test_in_chosen_colours_every_button_and_card_has_an_edge(page: Page, path):
    page.emulate_media(forced_colors="active")
    page.goto(path)

    assert page.eval_on_selector_all(".button, .card, .tag, .input", BORDERS) == []


def test_in_chosen_colours_one_sees_where_one_is(page: Page):
    page.emulate_media(forced_colors="active")
    page.goto("/en/register")

    here = page.get_by_role("link", name="AI register").first
    other = page.get_by_role("link", name="Consultations").first

    assert here.evaluate(STYLE, "color") != other.evaluate(STYLE, "color")


def test_in_chosen_colours_the_focus_is_seen(page: Page):
    page.emulate_media(forced_colors="active")
    page.goto("/en/")
    page.keyboard.press("Tab")

    focused = page.locator(":focus")

    assert focused.evaluate(STYLE, "outlineStyle") == "solid"


@pytest.mark.parametrize(
    ("motion", "way"), [("reduce", "auto"), ("no-preference", "smooth")]
)
def test_nothing_glides_for_those_who_asked_for_less_motion(page: Page, motion, way):
    page.emulate_media(reduced_motion=motion)
    page.goto("/en/")

    assert page.locator("html").evaluate(STYLE, "scrollBehavior") == way


def test_nothing_moves_by_itself(page: Page):
    page.goto("/en/")
    moving = "document.getAnimations().length"

    assert page.evaluate(moving) == 0


def test_paper_shows_what_is_folded_and_where_links_lead(page: Page, tmp_path: Path):
    page.goto("/en/consultations/kitchen-inspections")
    page.emulate_media(media="print")

    expect(page.get_by_text("Inspections since 2016")).to_be_visible()
    after = (
        "getComputedStyle(document.querySelector('main a[href]'), '::after').content"
    )
    page.evaluate("document.querySelector('main a[href]').href = 'https://a.example/'")
    assert "https://a.example/" in page.evaluate(after)
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_screen_reader_is_told_the_form_in_order(page: Page):
    page.goto("/en/consultations/kitchen-inspections/comment")

    expect(page.get_by_role("main")).to_match_aria_snapshot("""
      - main:
        - navigation "Where you are"
        - heading "Say what you think" [level=1]
        - group: What happens with what you write
        - group "Do you support this plan?":
          - radio "I support it"
          - radio "I oppose it"
          - radio "I am not sure"
        - textbox "What should we know before we decide?"
        - group "What worries you?"
        - heading "About you" [level=2]
        - group
        - button "Continue"
    """)


def test_a_screen_reader_is_told_where_a_consultation_stands(page: Page):
    page.goto("/en/consultations/kitchen-inspections")

    expect(page.get_by_role("main")).to_match_aria_snapshot("""
      - main:
        - heading "Planning kitchen inspections with a model" [level=1]
        - list "Where this stands":
          - listitem: Proposed (done)
          - listitem: You comment (now)
          - listitem: Comments are read (still to come)
          - listitem: Answers and decision (still to come)
        - region "Take part":
          - heading "Take part" [level=2]
          - paragraph
          - paragraph:
            - link "Say what you think"
    """)


def test_a_screen_reader_is_told_the_size_of_each_topic(page: Page):
    page.goto("/en/consultations/school-absence/results")

    expect(page.get_by_role("table").first).to_match_aria_snapshot("""
      - table /Topics by number of comments, of 52 that say something/:
        - rowgroup:
          - row "Topic Comments Distinct texts Size"
        - rowgroup:
          - row /Who sees the list, and what happens then 14 14/
    """)
