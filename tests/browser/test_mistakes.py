"""Forms that were filled in wrongly: the summary has the focus, and no barrier."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.looks import squeezed
from tests.browser.tour import NARROW, WIDE

pytestmark = pytest.mark.browser
DECISION = "/en/office/consultations/kitchen-inspections/decision"


def leave_empty(page: Page, path: str, button: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto(path)
    page.get_by_role("button", name=button, exact=True).first.click()
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/en/office/consultations/new", "Save the draft"),
        ("/en/office/systems/new", "Save and write the record"),
        ("/en/office/systems/ask-ostervale/incidents/new", "Publish the incident"),
        ("/en/office/officials", "Make the link"),
        ("/en/office/account", "Change password"),
        (DECISION, "Save"),
    ],
)
def test_an_officials_form_with_mistakes_has_no_barrier(signed_in: Page, path, button):
    leave_empty(signed_in, path, button)

    assert violations(signed_in) == []
    signed_in.set_viewport_size(NARROW)
    assert violations(signed_in) == []
    assert squeezed(signed_in) == []


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/en/receipt", "Open"),
        ("/en/sign-in", "Sign in"),
        ("/en/register/report-missing", "Send the report"),
        ("/en/register/ask-ostervale/report", "Send the report"),
    ],
)
def test_a_form_of_the_public_with_mistakes_has_no_barrier(page: Page, path, button):
    leave_empty(page, path, button)

    assert violations(page) == []
    page.set_viewport_size(NARROW)
    assert violations(page) == []
    assert squeezed(page) == []
