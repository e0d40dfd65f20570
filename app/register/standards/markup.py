"""Between the few HTML elements of the Dutch standard and our plain text.

The standard allows div, br, p, ul, ol and li (publication standard 1.0, text fields).
Ours are paragraphs parted by an empty line, and lines that begin with "- " or "1. ".
"""

import html
import re
from html.parser import HTMLParser
from typing import Final

_ITEM: Final = re.compile(r"(?:- |(\d+)\. )(.*)")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.counters: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in {"ul", "ol"}:
            self.parts.append("\n\n")
            self.counters.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.parts.append(f"\n{self._bullet()}")
        elif tag in {"p", "div"}:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.counters:
            self.counters.pop()
        if tag in {"p", "div", "ul", "ol"}:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def _bullet(self) -> str:
        if not self.counters or self.counters[-1] is None:
            return "- "
        self.counters[-1] += 1
        return f"{self.counters[-1]}. "


def text_from_html(source: str) -> str:
    """Return plain text; elements that the standard does not allow lose their tags."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def html_from_text(text: str) -> str:
    """Return our plain text with the elements that the standard allows."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(_block(block.split("\n")) for block in blocks if block.strip())


def _block(lines: list[str]) -> str:
    items = [_ITEM.fullmatch(line) for line in lines]
    if all(items):
        tag = "ol" if items[0] and items[0][1] else "ul"
        inner = "".join(f"<li>{html.escape(one[2])}</li>" for one in items if one)
        return f"<{tag}>{inner}</{tag}>"
    return f"<p>{'<br>'.join(html.escape(line, quote=False) for line in lines)}</p>"
