"""Cells that a spreadsheet must not take for formulas."""

import re
from typing import Final

# A list dash, a blank and a word is prose, unless it calls a function or a program.
_PROSE: Final = re.compile(r"- [^\W\d_](?:(?!\w\(|\|).)*", re.DOTALL)
_FORMULA: Final = re.compile(r"[=+\-@\t\r\x00]")
_GUARDED: Final = re.compile(r"('+)[=+\-@\t\r\x00]")


def guarded(text: str) -> str:
    """Return a cell with an apostrophe before anything that could be a formula.

    A cell that looks guarded already gets one more, so that `unguarded` gives every
    text back.
    """
    could_run = _FORMULA.match(text) and not _PROSE.fullmatch(text)
    return f"'{text}" if could_run or unguarded(text) != text else text


def unguarded(text: str) -> str:
    """Return a cell as it was before `guarded`."""
    marks = _GUARDED.match(text)
    if marks is None or (len(marks[1]) == 1 and _PROSE.fullmatch(text[1:])):
        return text
    return text[1:]
