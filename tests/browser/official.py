"""What officials do on the pages, by role and accessible name."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

MINUTES = 60_000


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/en/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()


def register_system(page: Page, name: str, sentence: str, note: str) -> None:
    """Write the summary of a new record and publish it."""
    page.goto("/en/office/systems")
    page.get_by_role("link", name="New system").first.click()
    page.get_by_label("Name that the public meets").fill(name)
    page.get_by_role("button", name="Save and write the record").click()
    page.get_by_role("textbox", name="In one sentence").fill(sentence)
    page.get_by_role("button", name="Save and preview").click()
    publish_record(page, note)


def publish_record(page: Page, note: str) -> None:
    page.get_by_label("What changed, for the public").fill(note)
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("status")).to_be_visible()


def draft_consultation(page: Page, title: str, system: str) -> None:
    page.goto("/en/office/consultations")
    page.get_by_role("link", name="Start a consultation").first.click()
    _write_consultation(page, title, system)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def _write_consultation(page: Page, title: str, system: str) -> None:
    today = datetime.now(UTC).date()
    texts = {
        "Title": title,
        "Summary": "We could sort letters with a program. Should we?",
        "What is proposed": "A program reads each letter and picks a team.",
        "What the AI would do": "It suggests a team. A person can change it.",
        "What data it would use": "The text of the letters.",
        "What could go wrong": "An urgent letter could wait with the wrong team.",
        "Your question, answered in people's own words": (
            "What should we know before we decide?"
        ),
        "Who decides": "The housing committee, in public.",
        "Opens on": today.isoformat(),
        "Last day": (today + timedelta(days=14)).isoformat(),
    }
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("System", exact=True).select_option(label=system)


def publish_consultation(page: Page) -> None:
    page.get_by_role("button", name="Publish the consultation").click()
    expect(page.get_by_role("status")).to_have_text("The consultation is public.")


def open_workplace(page: Page, title: str, step: str) -> None:
    """Go to one step of the work on a consultation."""
    page.goto("/en/office/consultations")
    page.get_by_role("link", name=title).click()
    steps = page.get_by_role("navigation", name="Work on this consultation")
    steps.get_by_role("link", name=step, exact=True).click()


def show_all_comments(page: Page, title: str) -> None:
    """Show page after page of what waits, until nothing does."""
    open_workplace(page, title, "Comments")
    everything = page.get_by_role("button", name="Show all comments on this page")
    while everything.count():
        first = page.locator("li.topic").first.get_attribute("id")
        everything.click()
        expect(page.locator(f"#{first}")).to_have_count(0)
        page.wait_for_load_state()
    nothing = re.compile(r"Nothing waits\.|No comment (fits|is in this state)\.")
    expect(page.get_by_text(nothing)).to_be_visible()


def withhold(page: Page, title: str, words: str, reason: str) -> None:
    open_workplace(page, title, "Comments")
    comment = page.get_by_role("listitem").filter(has_text=words)
    comment.get_by_text("Withhold", exact=True).first.click()
    comment.get_by_role("radio", name=reason).check()
    comment.get_by_role("button", name="Withhold").click()
    expect(page.get_by_role("status")).to_be_visible()


def close_consultation(page: Page, title: str, reason: str) -> None:
    open_workplace(page, title, "Set up")
    page.get_by_text("Close it now").click()
    page.get_by_label("Why (it is published)").last.fill(reason)
    page.get_by_role("button", name="Close now").click()
    expect(page.get_by_role("status")).to_have_text("The consultation is closed.")


def analyse(page: Page, title: str) -> None:
    """Start an analysis and watch it finish, without loading the page again."""
    open_workplace(page, title, "Analysis")
    page.get_by_role("button", name="Read all comments now").click()
    expect(page.locator("#runs").get_by_text("Done")).to_be_visible(timeout=2 * MINUTES)


class Topic:
    """One topic in the list that officials review."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        topics = page.locator("ul.topics").first
        label = topics.get_by_role("heading").nth(number).get_by_role("link")
        self.label = label.inner_text()
        self.row = page.get_by_role("listitem").filter(
            has=page.get_by_role("heading", name=self.label)
        )


def rename(topic: Topic, label: str) -> None:
    topic.row.get_by_text("Rename", exact=True).click()
    topic.row.get_by_label("Name in plain words").fill(label)
    topic.row.get_by_role("button", name="Save and confirm").click()
    expect(topic.page.get_by_role("link", name=label, exact=True)).to_be_visible()


def hide(topic: Topic, reason: str) -> None:
    topic.row.get_by_text("Hide", exact=True).first.click()
    topic.row.get_by_label("Reason (it is published)").fill(reason)
    topic.row.get_by_role("button", name="Hide").click()
    expect(topic.page.get_by_text(f"Hidden because: {reason}")).to_be_visible()


def publish_topics(page: Page, title: str) -> None:
    open_workplace(page, title, "Publish")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status")).to_be_visible()


def answer_every_topic(page: Page, title: str, answer: str, change: str) -> None:
    open_workplace(page, title, "Answers")
    unanswered = page.get_by_text("Write the answer")
    for left in reversed(range(unanswered.count())):
        unanswered.first.click()
        page.get_by_label("Your answer").first.fill(answer)
        page.get_by_label(re.compile("What changes because of it")).first.fill(change)
        page.get_by_role("button", name="Save").first.click()
        expect(unanswered).to_have_count(left)
    page.get_by_role("button", name="Publish the answers").click()
    expect(page.get_by_text("Public", exact=True).first).to_be_visible()


def decide(page: Page, title: str, outcome: str, summary: str) -> None:
    open_workplace(page, title, "Decision")
    page.get_by_role("radio", name=outcome).check()
    page.get_by_label("In short").fill(summary)
    page.get_by_label("Reasons").fill("People told us what must not go wrong.")
    page.get_by_label("Decided by").fill("The housing committee")
    page.get_by_label("Decided on").fill(datetime.now(UTC).date().isoformat())
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish the decision").click()
    expect(page.get_by_text("Public since")).to_be_visible()
