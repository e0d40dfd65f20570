"""What a participant does on the pages, by role and accessible name."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

QUESTION = "What should we know before we decide?"


def open_form(page: Page, title: str) -> None:
    """Find an open consultation from the home page and go to its form."""
    page.goto("/en/")
    page.get_by_role("link", name="Have your say").click()
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Say what you think").click()
    expect(page.get_by_role("heading", name="Say what you think")).to_be_visible()


def write(
    page: Page, comment: str, *, stance: str = "", concerns: Sequence[str] = ()
) -> None:
    if stance:
        page.get_by_role("radio", name=stance).check()
    page.get_by_role("textbox", name=QUESTION).fill(comment)
    for concern in concerns:
        page.get_by_role("checkbox", name=concern).check()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()


def send(page: Page, *, publish: bool = True) -> str:
    """Choose who may read it, send it, and return the receipt's code."""
    choice = "Everyone: publish my words" if publish else "Officials only"
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    return page.get_by_label("Your code").inner_text()


def comment_on(
    page: Page, title: str, comment: str, *, stance: str = "", publish: bool = True
) -> str:
    open_form(page, title)
    write(page, comment, stance=stance)
    go_on(page)
    return send(page, publish=publish)


def open_receipt(page: Page, code: str) -> None:
    page.goto("/en/")
    page.get_by_role("link", name="Your receipt").click()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="What you sent")).to_be_visible()


def close_receipt(page: Page) -> None:
    page.get_by_role("button", name="Close this page").click()
    expect(page.get_by_label("Your code")).to_be_visible()


def correct(page: Page, code: str, comment: str) -> None:
    open_receipt(page, code)
    page.get_by_role("link", name="Change it").click()
    page.get_by_role("textbox", name=QUESTION).fill(comment)
    go_on(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Your change is stored.")
    close_receipt(page)


def withdraw(page: Page, code: str) -> None:
    open_receipt(page, code)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Yes, take it back").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("withdrawn"))
    close_receipt(page)
