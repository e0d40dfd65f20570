"""The register in a browser: find a system, read it, compare, download, answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import participant
from tests.browser.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser, own_site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=own_site, accept_downloads=True)
    yield context.new_page()
    context.close()


def find(reader: Page, words: str, name: str) -> None:
    """Search from the home page and open what was found."""
    reader.goto("/en/")
    reader.get_by_role("searchbox", name="Search the AI register").fill(words)
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("link", name=name, exact=True).click()
    expect(reader.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_reader_finds_a_system_and_reads_all_of_it(reader: Page):
    find(reader, "asistant that answers questions", "Ask Ostervale")
    for question in ["What it is for", "Who runs it", "How to contest a result"]:
        expect(reader.get_by_role("term").filter(has_text=question)).to_be_visible()

    for layer in ["Everything in the summary", "Purpose, people", "Technical"]:
        reader.locator("summary").filter(has_text=layer).click()

    expect(
        reader.get_by_role("heading", name="What it must not be used")
    ).to_be_visible()
    expect(reader.get_by_role("heading", name="What people said")).to_be_visible()
    assert violations(reader) == []


def test_on_a_telephone_the_search_and_what_it_found_come_before_the_numbers(
    reader: Page,
):
    reader.set_viewport_size({"width": 375, "height": 667})
    reader.goto("/en/register")

    def top_of(place: str) -> float:
        box = reader.locator(place).first.bounding_box()
        assert box is not None
        return box["y"]

    assert top_of("#field-q") < 667
    assert top_of("#field-q") < top_of(".result") < top_of("#in-use")


def test_filters_narrow_the_list_and_stand_in_the_address(reader: Page):
    reader.goto("/en/register")
    reader.get_by_text("Filters", exact=True).click()
    reader.get_by_role("checkbox", name="Retired").check()
    reader.get_by_role("button", name="Search").click()

    expect(reader.get_by_role("status")).to_have_text("1 system")
    expect(
        reader.get_by_role("link", name="Parking permit photo check")
    ).to_be_visible()
    assert "status=retired" in reader.url
    assert violations(reader) == []


def test_a_reader_compares_versions_and_learns_why(reader: Page):
    find(reader, "Ask Ostervale", "Ask Ostervale")
    reader.get_by_role("link", name="All versions").click()
    reader.get_by_role("link", name="See the 5 answers that changed").click()
    expect(reader.get_by_role("status")).to_have_text("5 things differ.")
    expect(reader.get_by_role("deletion").first).to_be_visible()

    reader.get_by_label("From").select_option("1")

    expect(reader.get_by_role("heading", name="Version 1").first).to_be_visible()
    expect(reader.get_by_text("Changed because of")).to_be_visible()


def test_what_an_incident_says_stands_right_under_its_label(reader: Page):
    reader.goto("/en/register/early-warning")
    gaps = reader.locator(".incident").evaluate(
        """incident => [...incident.querySelectorAll("dt")].map(label => {
            const words = document.createRange();
            words.selectNodeContents(label.nextElementSibling.querySelector("p"));
            const line = words.getClientRects()[0];
            return line.top - label.getBoundingClientRect().bottom;
        })"""
    )

    assert len(gaps) == 3
    assert max(gaps) < 8


def test_a_reader_downloads_the_register(reader: Page, tmp_path: Path):
    reader.goto("/en/register")
    reader.get_by_role("link", name="Download everything").click()
    with reader.expect_download() as begun:
        reader.get_by_role("link", name="JSON", exact=True).click()

    begun.value.save_as(tmp_path / "register.json")

    held = json.loads((tmp_path / "register.json").read_text())
    assert "Ask Ostervale" in json.dumps(held)


def test_a_reader_gives_feedback_on_a_system_in_use(reader: Page):
    find(reader, "water leaks", "Early warning for service faults")
    expect(reader.get_by_text("This is not an appeal.")).to_be_visible()
    reader.get_by_role("link", name="Give feedback on this system").click()
    reader.get_by_role("link", name="Say what you think").click()
    expect(reader.get_by_role("heading", name="This is not an appeal")).to_be_visible()
    reader.get_by_role("textbox").first.fill("It found our leak.")
    participant.go_on(reader)

    code = participant.send(reader)

    participant.open_receipt(reader, code)
    expect(reader.get_by_text("It found our leak.")).to_be_visible()


def test_somebody_asks_whether_it_touches_them_and_prints_a_letter(reader: Page):
    find(reader, "Ask Ostervale", "Ask Ostervale")
    reader.get_by_role("link", name="Does this touch me?").click()
    assert violations(reader) == []
    reader.go_back()
    reader.get_by_role("link", name="A letter to print").click()

    reader.emulate_media(media="print")

    expect(reader.get_by_role("navigation")).to_have_count(0)
    expect(reader.get_by_role("article")).to_be_visible()


def test_somebody_follows_without_javascript(browser: Browser, own_site: str):
    with browser.new_context(java_script_enabled=False, base_url=own_site) as context:
        page = context.new_page()
        page.goto("/en/register/early-warning")
        page.get_by_role("link", name="Follow by e-mail").click()
        page.get_by_label("Your e-mail address").fill("reader@home.example")
        page.get_by_role("button", name="Send me the message").click()

        told = page.get_by_role("heading", name="Look into your mailbox")
        expect(told).to_be_visible()
