"""Finds the pages of a site by following its own links."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

# One page of each kind is enough where thousands look alike. What a consultation
# shows hangs on its phase, so each consultation is a kind of its own.
_ALIKE = (
    (re.compile(r"/comments/[0-9a-f-]{36}"), "/comments/*"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "*"),
    (re.compile(r"/systems/[^/?]+/"), "/systems/*/"),
    (re.compile(r"/register/[^/?]+/(?!$)"), "/register/*/"),
    (re.compile(r"/versions/\d+"), "/versions/*"),
    (re.compile(r"/[^/]+/comments\?(state=\w+).*"), r"/*/comments?\1"),
    (re.compile(r"\?(?!layer=|state=|show=).*"), "?"),
)
_NOT_PAGES = re.compile(
    r"\.(csv|json|jsonl|atom|xml|zip|pdf|docx|xlsx|jsonld|ics|gz|txt)\b|/sign-out"
)


def kind_of(path: str) -> str:
    for pattern, name in _ALIKE:
        path = pattern.sub(name, path)
    return path


def pages_from(page: Page, start: str, within: str) -> Iterator[str]:
    """Yield the path of every kind of page reachable from `start`, standing on it."""
    waiting, seen = [start], {kind_of(start)}
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(path)
        assert answer and answer.status == 200, (
            f"{path} answers {answer and answer.status}"
        )
        found = links_on(page, within)
        yield path
        for link in found:
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)


def links_on(page: Page, within: str) -> list[str]:
    """Return the addresses of pages that this page leads to."""
    found = page.eval_on_selector_all(
        "a[href]", "links => links.map(a => a.getAttribute('href').split('#')[0])"
    )
    return [link for link in found if is_page(link, within)]


def is_page(link: str, within: str) -> bool:
    """Tell whether an address is a page of ours in the part that is looked at."""
    return link.startswith(within) and not _NOT_PAGES.search(link)
