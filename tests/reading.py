"""Reads the form on a page, as a browser would send it untouched."""

import re
from html.parser import HTMLParser


def form_values(html: str) -> dict[str, str]:
    """Return the values of every field in the page's main part."""
    reader = _Reader()
    reader.feed(html)
    return {k: v for k, v in reader.values.items() if not k.startswith("_")}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        name, value = one.get("name") or "", one.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in one or self.select not in self.values):
            self.values[self.select] = value
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""
        elif tag == "input" and name:
            self._input(name, value, one)

    def _input(self, name: str, value: str, one: dict[str, str | None]) -> None:
        can_be_ticked = one.get("type") in {"radio", "checkbox"}
        if not can_be_ticked or "checked" in one:
            self.values[name] = value

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            name, self.textarea = self.textarea, ""
            self.values[name] = self.values[name].removeprefix("\n")


def unnamed_lines(html: str) -> list[str]:
    """Return the lines of an error summary that name no field, or lead to none."""
    found = re.search(r'class="error-summary".*?</ul>', html, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    links = (re.fullmatch(r'<a href="#([^"]+)">(.*)</a>', one) for one in lines)
    leading = [link is not None and f'id="{link[1]}"' in html for link in links]
    bare = [re.sub(r"<[^>]*>", "", one) for one in lines]
    return [
        text
        for text, leads in zip(bare, leading, strict=True)
        if text.startswith("Please fill in") or ("Please" in text and not leads)
    ]
