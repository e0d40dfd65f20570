"""Each line of an error summary names its field, by the words that stand beside it.

The summary stands above the form, so its template cannot know the labels yet. They are
read from the page once it is rendered: no form repeats its labels, none can forget to.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final

from app.errors import N_
from app.web.catalogues import translate

# What the macro `error_summary` writes; nobody can type it, as "<" is escaped.
_LINE: Final = re.compile(r'<a data-field="([^"]+)">([^<]*)</a>')
_NAMING: Final = frozenset({"label", "legend", "h1", "h2", "h3"})
_LONGEST: Final = 90

Attributes = list[tuple[str, str | None]]


def name_fields(page: str) -> str:
    """Return a page whose error summary says which field each line is about."""
    if "<a data-field=" not in page:
        return page
    reader = _Labels()
    reader.feed(page)
    reader.close()

    def named(line: re.Match[str]) -> str:
        field, message = line.groups()
        if unescape(field) not in reader.ids:
            # A field that this page does not show; a link would lead nowhere.
            return message
        label = escape(_shortened(reader.label_of(unescape(field))))
        return f'<a href="#{field}">{_lead(label)}{message}</a>'

    return _LINE.sub(named, page)


def _lead(label: str) -> str:
    if not label:
        return ""
    # A question keeps its own mark.
    is_ended = label.endswith(("?", "!", ".", ":", "…"))
    return label + " " if is_ended else translate(N_("%(field)s: "), field=label)


def _shortened(label: str) -> str:
    label = " ".join(label.split()).removesuffix(":")
    return label if len(label) <= _LONGEST else label[:_LONGEST].rstrip() + "…"


class _Labels(HTMLParser):
    """Collects what names each element that has an id."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self._texts: dict[str, str] = {}
        self._named_by: dict[str, str] = {}
        self._fieldsets: list[str] = []
        self._heard: list[str] | None = None
        self._targets: tuple[str, ...] = ()
        self._is_aside = False

    def label_of(self, field: str) -> str:
        """Return its label, legend or the like; empty if nothing names it."""
        if field in self._texts:
            return self._texts[field]
        return self._texts.get(self._named_by.get(field, ""), "")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        own = given.get("id", "")
        self.ids.add(own)
        if tag == "fieldset":
            self._fieldsets.append(own or f"fieldset {self.getpos()}")
        elif tag in _NAMING:
            self._listen(tag, own, given.get("for", ""))
        elif tag == "span" and "optional" in given.get("class", ""):
            self._is_aside = True
        if own:
            self._note_name(own, given)

    def _note_name(self, own: str, given: dict[str, str]) -> None:
        if "aria-label" in given:
            self._texts[own] = given["aria-label"]
        elif "aria-labelledby" in given:
            self._named_by[own] = given["aria-labelledby"]
        elif self._fieldsets:
            self._named_by[own] = self._fieldsets[-1]

    def _listen(self, tag: str, own: str, field: str) -> None:
        around = self._fieldsets[-1] if tag == "legend" and self._fieldsets else ""
        self._heard, self._targets = [], (own, field, around)

    def handle_data(self, data: str) -> None:
        if self._heard is not None and not self._is_aside:
            self._heard.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self._fieldsets:
            self._fieldsets.pop()
        elif tag == "span":
            self._is_aside = False
        elif tag in _NAMING and self._heard is not None:
            for target in filter(None, self._targets):
                self._texts.setdefault(target, "".join(self._heard))
            self._heard = None
