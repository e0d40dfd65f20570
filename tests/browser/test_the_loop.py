"""The whole loop on a fresh site: proposed, commented, read, answered, decided."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.settings import ROOT
from tests.browser import official, participant
from tests.browser.axe import violations
from tests.browser.conftest import folkmoot, serving, settings_in

pytestmark = pytest.mark.browser
TITLE = "Should a program sort our letters?"
SYSTEM = "Letter sorter"
EMAIL, PASSWORD = "ada@marrow.example", "four words are plenty"
WITHDRAWN = "I take this one back tomorrow: lanterns and ladders."
TELLS_TOO_MUCH = "My number is 01632 960123. An urgent letter must reach a person."


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[str]:
    """An empty site with one official; web and worker as an operator starts them."""
    environment = settings_in(tmp_path)
    folkmoot(environment, "migrate")
    folkmoot(
        environment, "create-official", "--name", "Ada Finch", "--email", EMAIL,
        "--organisation", "marrow", "--organisation-name", "Marrow Council",
        "--password", PASSWORD,
    )  # fmt: skip
    with serving(environment) as address:
        yield address


@pytest.fixture
def pages(browser: Browser, fresh_site: str) -> Iterator[tuple[Page, Page]]:
    """The official's window and the participant's."""
    windows = [browser.new_context(base_url=fresh_site) for _ in range(2)]
    office, home = (window.new_page() for window in windows)
    yield office, home
    for window in windows:
        window.close()


def test_a_consultation_goes_round_the_whole_loop(pages: tuple[Page, Page]):
    office, home = pages
    official.sign_in(office, EMAIL, PASSWORD)
    official.register_system(office, SYSTEM, "It sorts letters.", "First entry.")
    propose(office, home)

    code = take_part(home)
    many_more_comment(home)
    moderate(office)
    official.close_consultation(office, TITLE, "Everybody has been heard.")
    official.analyse(office, TITLE)
    label = review(office)
    official.publish_topics(office, TITLE)
    official.answer_every_topic(office, TITLE, "We heard you.", "People check it.")
    official.decide(office, TITLE, "changes", "It starts with a person beside it.")
    publish_the_record(office)

    the_public_reads(home, label)
    the_receipt_leads_to_all_of_it(home, code)


def propose(office: Page, home: Page) -> None:
    """A draft is seen by officials alone, until it is published."""
    official.draft_consultation(office, TITLE, SYSTEM)
    home.goto("/en/consultations")
    expect(home.get_by_text("No consultation is open")).to_be_visible()

    official.publish_consultation(office)

    home.reload()
    expect(home.get_by_role("link", name=TITLE)).to_be_visible()


def take_part(home: Page) -> str:
    """One is masked, published and corrected; one is counted only; one withdrawn."""
    participant.open_form(home, TITLE)
    participant.write(home, TELLS_TOO_MUCH, stance="I support it")
    participant.go_on(home)
    expect(home.get_by_text("My number is [phone].")).to_be_visible()
    assert violations(home) == []
    code = participant.send(home)
    assert violations(home) == []
    participant.correct(home, code, "An urgent letter must reach a person at once.")

    words = "Only read this: my letters went to the wrong team."
    participant.comment_on(home, TITLE, words, stance="I oppose it", publish=False)
    participant.withdraw(home, participant.comment_on(home, TITLE, WITHDRAWN))
    return code


def many_more_comment(home: Page) -> None:
    """Others send theirs from programs of their own."""
    address = f"/api/v1/consultations/{slug_of(home)}"
    asked = home.request.get(f"{address}/questions").json()
    keys = {one["kind"]: one["key"] for one in asked}
    lines = (ROOT / "seed/demonstration/comments_ask.txt").read_text().splitlines()
    for line in lines[1:61]:
        about, _, words = line.partition(" :: ")
        sent = {
            "answers": {keys["stance"]: about.split()[0]},
            "comments": {keys["free_text"]: words.split(" // ")[0]},
            "may_publish": True,
        }
        assert home.request.post(f"{address}/submissions", data=sent).status == 201


def slug_of(home: Page) -> str:
    home.goto("/en/consultations?show=open")
    href = home.get_by_role("link", name=TITLE).get_attribute("href") or ""
    return href.rpartition("/")[2]


def moderate(office: Page) -> None:
    official.withhold(office, TITLE, "urgent letter must reach", "private things")
    official.open_workplace(office, TITLE, "Comments")
    official.show_all_comments(office, TITLE)


def review(office: Page) -> str:
    """Rename the largest topic, hide the smallest, confirm the rest."""
    official.open_workplace(office, TITLE, "Topics")
    assert violations(office) == []
    official.hide(official.Topic(office, -1), "It holds only greetings.")
    official.rename(official.Topic(office, 0), "Reaching a person")
    office.get_by_text("Confirm all top topics").click()
    office.get_by_role("button", name=re.compile("^Confirm th")).click()
    expect(office.get_by_text("Every topic is checked.")).to_be_visible()
    return "Reaching a person"


def publish_the_record(office: Page) -> None:
    office.goto("/en/office/systems")
    office.get_by_role("link", name=SYSTEM).click()
    office.get_by_role("link", name="Summary for everyone").click()
    sentence = "It sorts letters; a person checks the urgent ones."
    office.get_by_role("textbox", name="In one sentence").fill(sentence)
    office.get_by_role("button", name="Save and preview").click()
    official.publish_record(office, "A person checks urgent letters.")


def the_public_reads(home: Page, label: str) -> None:
    """Results with answers and decision; the record with what people said."""
    home.goto("/en/consultations?show=answered")
    home.get_by_role("link", name=TITLE).click()
    home.get_by_role("link", name="See topics and answers").click()
    expect(home.get_by_role("heading", name=label).first).to_be_visible()
    expect(home.get_by_text("This is not a poll.")).to_be_visible()
    expect(home.get_by_text("We heard you.").first).to_be_visible()
    home.get_by_text("What officials changed, and what is not shown").first.click()
    expect(home.get_by_text("It holds only greetings.")).to_be_visible()
    expect(home.get_by_text(WITHDRAWN)).to_have_count(0)
    home.get_by_role("link", name=re.compile(f"{SYSTEM}.*in the register")).click()
    expect(home.get_by_role("heading", name="What people said")).to_be_visible()
    expect(home.get_by_role("link", name=label, exact=True).first).to_be_visible()


def the_receipt_leads_to_all_of_it(home: Page, code: str) -> None:
    participant.open_receipt(home, code)
    assert violations(home) == []
    expect(home.get_by_text("Not shown")).to_be_visible()
    expect(home.get_by_role("heading", name="Where your words went")).to_be_visible()
    expect(home.get_by_text("It starts with a person beside it.")).to_be_visible()
    home.get_by_role("link", name="What was changed in the register").click()
    expect(home.get_by_text("A person checks urgent letters.").first).to_be_visible()
