"""Runs axe inside a page; by evaluation, since the page's policy forbids scripts."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_EVERYTHING: Final = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
_COLOURS: Final = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
_RUN: Final = """options => axe.run(document, options).then(
  all => all.violations.flatMap(rule => rule.nodes.map(
    node => rule.id + ': ' + node.html.slice(0, 160))))"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line a place."""
    return _run(page, _EVERYTHING)


def contrast_violations(page: Page) -> list[str]:
    """Return only what hangs on colours."""
    return _run(page, _COLOURS)


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, options)
    return found
