"""Long texts as paragraphs and lists; what looks like HTML stays text."""

import re
from dataclasses import dataclass
from typing import Final

_BULLET: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one or more lines, or a list."""

    lines: list[str]
    is_list: bool


def blocks(text: str) -> list[Block]:
    """Split at blank lines; lines that begin with a bullet become a list."""
    found: list[Block] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            is_open = False
            continue
        is_item = _BULLET.match(line) is not None
        said = _BULLET.sub("", line).strip() if is_item else line.strip()
        if is_open and found[-1].is_list == is_item:
            found[-1].lines.append(said)
        else:
            found.append(Block([said], is_item))
        is_open = True
    return found
