"""One walk through every page; each page is looked at in several ways at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from playwright.sync_api import Page, ViewportSize

from tests.browser.axe import contrast_violations, violations
from tests.browser.crawl import pages_from
from tests.browser.looks import (
    left_on_paper,
    sideways,
    squeezed,
    unknown_attributes,
    with_text_at,
)

NARROW: Final[ViewportSize] = {"width": 320, "height": 800}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}

Look = Callable[[Page], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Tour:
    """What was found: a kind of look, then the page, then a line a place."""

    pages: list[str] = field(default_factory=list)
    found: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    said: list[str] = field(default_factory=list)


def walk(page: Page, start: str, looks: Mapping[str, Look]) -> Tour:
    """Look at every kind of page reachable from `start` in that language."""
    tour = Tour()
    page.on("console", lambda message: tour.said.append(message.text))
    page.on("pageerror", lambda error: tour.said.append(str(error)))
    for path in pages_from(page, start, start):
        tour.pages.append(path)
        for name, look in looks.items():
            if lines := list(look(page)):
                tour.found[name][path] = lines
    return tour


def in_light(page: Page) -> list[str]:
    return list(_in_scheme(page, "light", violations))


def in_dark(page: Page) -> list[str]:
    # Colours are all that differs in the dark.
    return list(_in_scheme(page, "dark", contrast_violations))


def _in_scheme(
    page: Page, scheme: Literal["light", "dark"], look: Look
) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        yield from (f"{size['width']}: {line}" for line in look(page))
    page.emulate_media(color_scheme="light")


def on_a_small_screen(page: Page) -> list[str]:
    page.set_viewport_size(NARROW)
    found = squeezed(page)
    page.set_viewport_size(WIDE)
    return found


def at_twice_the_size(page: Page) -> list[str]:
    return with_text_at(page, 200)


def mirrored(page: Page) -> list[str]:
    page.set_viewport_size(NARROW)
    found = sideways(page)
    page.set_viewport_size(WIDE)
    return found + sideways(page)


LOOKS: Mapping[str, Look] = {
    "light": in_light,
    "dark": in_dark,
    "small": on_a_small_screen,
    "large text": at_twice_the_size,
    "paper": left_on_paper,
    "markup": unknown_attributes,
}
