"""Makes any text safe to read: composed Unicode, no control characters, a bounded length.

The caller keeps the original; everything the engine says refers to the prepared text
after masking.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 50_000  # characters read of one comment: some 8,000 words

# Control, format and private characters: NUL, right-to-left overrides, zero-width
# marks. Line feed and tab stay; joiners stay, because scripts and emoji need them.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ue000-\uf8ff\ufff9-\uffff\ud800-\udfff]"
)
_RUNS: Final = re.compile(r"[^\S\n]{2,}")


def prepare(text: str) -> str:
    """Return the text as the engine reads it."""
    bounded = text[: LONGEST * 2].replace("\r\n", "\n")
    composed = unicodedata.normalize("NFC", _UNSAFE.sub(" ", bounded))
    return _RUNS.sub(" ", composed).strip()[:LONGEST]
