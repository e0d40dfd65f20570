"""Taking part, with scripts and without: nothing is lost, nothing is stored twice."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.browser import official, participant
from tests.browser.axe import violations
from tests.browser.conftest import serving, settings_in

pytestmark = pytest.mark.browser
TITLE = "Planning kitchen inspections with a model"
SLUG = "kitchen-inspections"
WORDS = "Look at the school kitchens first, please."
QUESTION = participant.QUESTION
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def window(browser: Browser, address: str, *, scripts: bool) -> BrowserContext:
    return browser.new_context(base_url=address, java_script_enabled=scripts)


@pytest.fixture
def home(browser: Browser, own_site: str, scripts: bool) -> Iterator[Page]:  # noqa: FBT001
    """A participant's page; with and without scripts."""
    context = window(browser, own_site, scripts=scripts)
    yield context.new_page()
    context.close()


@pytest.fixture
def short_lived_site(seeded: Path, tmp_path: Path) -> Iterator[str]:
    folder = shutil.copytree(seeded, tmp_path / "data")
    with serving(settings_in(folder), "--no-worker") as address:
        yield address


def answer_to_click(page: Page, button: str) -> Response:
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        page.get_by_role("button", name=button, exact=True).click()
    return answer.value


@SCRIPTS
def test_a_participant_sends_changes_and_erases(home: Page):
    participant.open_form(home, TITLE)
    participant.write(home, WORDS, stance="I support it", concerns=["Mistakes"])
    participant.go_on(home)
    expect(home.get_by_role("listitem").filter(has_text="Mistakes")).to_be_visible()
    code = participant.send(home, publish=False)

    participant.correct(home, code, "School kitchens first.")
    participant.open_receipt(home, code)
    expect(home.get_by_text("Read and counted, not shown")).to_be_visible()
    home.get_by_role("link", name="Erase it").click()
    home.get_by_role("button", name="Yes, erase it").click()

    expect(
        home.get_by_text("Nothing of what you wrote or chose is kept").first
    ).to_be_visible()
    expect(home.get_by_text("School kitchens first.")).to_have_count(0)


@SCRIPTS
def test_an_empty_form_says_what_is_missing(home: Page, scripts):
    participant.open_form(home, TITLE)

    answer = answer_to_click(home, "Continue")

    summary = home.get_by_role("alert")
    expect(summary.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert answer.status == 422
    if scripts:
        expect(summary).to_be_focused()
        assert violations(home) == []


@SCRIPTS
def test_the_choice_must_be_made_and_nothing_typed_is_lost(home: Page, scripts):
    participant.open_form(home, TITLE)
    participant.write(home, WORDS, stance="I oppose it", concerns=["Jobs"])
    participant.go_on(home)

    answer_to_click(home, "Send")
    link = home.get_by_role("alert").get_by_role("link", name="Please choose")
    expect(link).to_be_visible()
    if scripts:
        assert violations(home) == []
    home.get_by_role("button", name="Change something").click()

    expect(home.get_by_role("textbox", name=QUESTION)).to_have_value(WORDS)
    expect(home.get_by_role("radio", name="I oppose it")).to_be_checked()
    expect(home.get_by_role("checkbox", name="Jobs")).to_be_checked()


@SCRIPTS
def test_going_back_after_sending_shows_an_empty_form(home: Page, scripts):
    participant.comment_on(home, TITLE, WORDS)

    # Without scripts the preview was a page of its own, which is kept nowhere.
    home.evaluate("steps => history.go(-steps)", 1 if scripts else 2)

    field = home.get_by_role("textbox", name=QUESTION)
    expect(field).to_have_value("")


@SCRIPTS
def test_the_same_form_sent_twice_is_one_submission(home: Page):
    before = submissions(home)
    participant.open_form(home, TITLE)
    participant.write(home, "Twice? " + WORDS)
    participant.go_on(home)
    fields = hidden_fields(home) | {"may_publish": "yes", "act": "send"}

    address = f"/en/consultations/{SLUG}/comment"
    codes = [home.request.post(address, form=fields).text() for _ in range(2)]

    assert codes[0].count("Thank you. We have it.") == 1
    assert submissions(home) == before + 1


def submissions(page: Page) -> int:
    page.goto(f"/en/consultations/{SLUG}/comments")
    text = page.get_by_text(re.compile(r"from [\d,]+ submissions")).inner_text()
    found = re.search(r"from ([\d,]+) submissions", text)
    assert found
    return int(found[1].replace(",", ""))


def hidden_fields(page: Page) -> dict[str, str | float | bool]:
    form = page.locator("main form")
    return {
        one.get_attribute("name") or "": one.get_attribute("value") or ""
        for one in form.locator("input[type=hidden]").all()
    }


@SCRIPTS
def test_the_words_come_back_when_it_closed_meanwhile(
    browser: Browser, short_lived_site: str, scripts, administrator
):
    home = window(browser, short_lived_site, scripts=scripts).new_page()
    participant.open_form(home, TITLE)
    participant.write(home, WORDS)
    office = window(browser, short_lived_site, scripts=True).new_page()
    official.sign_in(office, administrator["email"], administrator["password"])
    official.close_consultation(office, TITLE, "Everybody was heard.")

    answer = answer_to_click(home, "Continue")

    assert answer.status == 409
    expect(home.get_by_role("heading", name="was not sent")).to_be_visible()
    expect(home.get_by_role("textbox", name=QUESTION)).to_have_value(WORDS)


def test_guessing_receipts_is_stopped(browser: Browser, short_lived_site: str):
    home = window(browser, short_lived_site, scripts=True).new_page()
    home.goto("/en/receipt")
    for _ in range(40):
        home.get_by_label("Your code").fill("AAAAA-AAAAA-AAAAA-AAAAAA")
        answer = answer_to_click(home, "Open")
        if answer.status == 429:
            break

    assert answer.status == 429
    expect(home.get_by_text("Too many attempts.")).to_be_visible()
