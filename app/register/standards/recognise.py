"""What a file is when it is not what it was said to be, and what to do about it."""

import codecs
import json
from collections.abc import Mapping
from typing import Any, Final

from app.errors import N_
from app.register.standards import folkmoot, us_2025
from app.register.standards.source import UnreadableFile

_EMPTY: Final = N_("This file is empty. Fetch it anew, or choose another one.")
_UTF_16: Final = N_(
    "This file is in UTF-16. Save it anew in UTF-8: in a spreadsheet, choose “CSV UTF-8” "
    "when you save."
)
_PACKED: Final = N_(
    "This is a spreadsheet or another packed file. Open it, save its table as CSV in "
    "UTF-8, and send that; or unpack it first."
)
_NO_TEXT: Final = N_(
    "This is no text file, so it cannot be a register. Choose the CSV or JSON file."
)
_WEB_PAGE: Final = N_(
    "This is a web page. Fetch the file itself: the page that leads to it may have been "
    "saved in its place."
)
_SEPARATED: Final = {
    ";": N_(
        "The cells of this file stand between semicolons. Save it as CSV with commas: in "
        "a spreadsheet, choose the comma as separator when you save."
    ),
    "\t": N_(
        "The cells of this file stand between tabs. Save it as CSV with commas: in a "
        "spreadsheet, choose the comma as separator when you save."
    ),
}
_LOOKS_LIKE: Final = {
    "us-2025": N_(
        "This looks like a US federal inventory of 2025. Choose that as what the file is."
    ),
    "nl-short": N_(
        "This looks like a daily copy of the Dutch algorithm register. Choose that as what "
        "the file is."
    ),
    "nl-1.0": N_(
        "This looks like the Dutch publication standard 1.0. Choose that as what the file "
        "is."
    ),
    "folkmoot": N_(
        "This looks like a register exported from Folkmoot. Choose that as what the file "
        "is."
    ),
}
_IS_JSON: Final = N_(
    "This file is JSON, and the US inventory is a CSV file. Choose what the file is, or "
    "another file."
)
_NO_JSON: Final = N_("This file is no JSON. Choose what the file is, or another file.")
# Columns enough to tell the inventory from another table.
_TELLING: Final = 3
_HEAD: Final = 4_096


def require_text(data: bytes) -> None:
    """Refuse what cannot be a register in any format.

    Raises:
        UnreadableFile: Says what the file is, and what to do.
    """
    head = data[:_HEAD]
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise UnreadableFile(_EMPTY)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_wide(head):
        raise UnreadableFile(_UTF_16)
    # Packed by zip, as spreadsheets are, or by gzip.
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise UnreadableFile(_PACKED)
    if b"\0" in head:
        raise UnreadableFile(_NO_TEXT)


def explained(name: str, data: bytes) -> UnreadableFile | None:
    """Return what a file is, where we know, and it is not what it was said to be."""
    text = data.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("<"):
        return UnreadableFile(_WEB_PAGE)
    if text.startswith(("{", "[")):
        found = _kind_of(text)
        if found not in {"", name}:
            return UnreadableFile(_LOOKS_LIKE[found])
        return UnreadableFile(_IS_JSON) if name == "us-2025" else None
    separator = _separator_in(text)
    if separator and name != "us-2025":
        return UnreadableFile(_LOOKS_LIKE["us-2025"])
    if separator in _SEPARATED:
        return UnreadableFile(_SEPARATED[separator])
    return UnreadableFile(_NO_JSON) if name != "us-2025" else None


def _is_wide(head: bytes) -> bool:
    """Tell whether every other byte is zero, as of English in UTF-16."""
    halves = head[::2], head[1::2]
    return sum(bool(half) and not half.strip(b"\0") for half in halves) == 1


def _kind_of(text: str) -> str:
    """Return which of our JSON formats a text is in; nothing where it is in none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    first = whole[0] if isinstance(whole, list) and whole else whole
    if not isinstance(first, Mapping):
        return ""
    return _kind_of_object(first)


def _kind_of_object(found: Mapping[str, Any]) -> str:
    if str(found.get("schema")).startswith(folkmoot.SCHEMA.partition("@")[0]):
        return "folkmoot"
    if isinstance(found.get("algoritmes"), list):
        return "nl-short"
    is_record = "name" in found and "organization" in found
    return "nl-1.0" if is_record else ""


def _separator_in(text: str) -> str:
    """Return what stands between the columns of an inventory; nothing if it is none."""
    line = text.partition("\n")[0]
    for separator in (",", *_SEPARATED):
        cells = {cell.strip().strip('"') for cell in line.split(separator)}
        if len(cells & set(us_2025.COLUMNS)) >= _TELLING:
            return separator
    return ""
