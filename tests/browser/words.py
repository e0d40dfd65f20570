"""Finds words of ours that were not translated: what stays plain in the pseudo-language.

Whatever stands in the database is data: it was written by people, in their language.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
# Names of formats, licences and software are the same in every language, so are
# addresses of people and pages, and a language is named in itself,
# or by Babel, which knows no pseudo-language.
_NAMES: Final = re.compile(
    r"\b(Folkmoot|English|Dutch|CSV|JSON-LD|JSONL|JSON|Atom|XLSX|DCAT-AP|ATRS|UTC|CC0 1\.0)\b"
    r"|https?://\S+|\S+@\S+|\b[\w-]+\.(csv|jsonl|json|xlsx|gz|atom|jsonld)\b"
    r"|\b(Apache-2\.0|BSD-3-Clause|MIT|BERTopic|VADER|WordLlama l2_supercat,? 256 dimensions"
    r"|lingua|faiss|phonenumbers|scikit-learn|scikit-network)\b"
)
_DATES: Final = re.compile(
    r"\b(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?"
    r"|Sep(tember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\b|\b[AP]M\b"
)
# Acts and jobs are stored in words of the program.
_OURS: Final = {"audit_entry", "job"}
_PIECES: Final = re.compile(r"\s*[,;:·()☐]\s*")
_TEXTS: Final = """() => {
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const theirs = 'code, time, blockquote, bdi, .change .as-typed, .comment .as-typed, [id^=words-], .comment .visually-hidden, textarea, [hreflang]';
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (box.closest(theirs + ', script, style, noscript')) continue;
    found.push(walk.currentNode.data);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label'])
    for (const one of document.querySelectorAll(`[${name}]`))
      found.push(one.getAttribute(name));
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Data:
    """Every text that the database holds, as a whole and line by line."""

    whole: frozenset[str]
    longest_first: tuple[str, ...]

    def take_out(self, text: str) -> str:
        """Return what is left of `text` without the data in it."""
        text = _tidy(text)
        if self._is_data(text):
            return ""
        for known in self.longest_first:
            if known in text:
                text = text.replace(known, ",")
        return " ".join(one for one in _PIECES.split(text) if not self._is_data(one))

    def _is_data(self, text: str) -> bool:
        start = text.removesuffix("...").removesuffix("…").strip()
        return text in self.whole or (
            start != text and any(one.startswith(start) for one in self.whole)
        )


def data_of(database: Path) -> Data:
    texts = list(_texts_in(database))
    whole = {_tidy(line) for text in texts for line in (text, *text.splitlines())}
    whole = {one for one in whole if _LETTERS.search(one)}
    # A single word inside a sentence can as well be ours.
    inside = (one for one in whole if " " in one)
    return Data(frozenset(whole), tuple(sorted(inside, key=len, reverse=True)))


def _texts_in(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        for (table,) in tables:
            if table in _OURS:
                continue
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                yield from (
                    one
                    for value in row
                    if isinstance(value, str)
                    for one in _leaves(value)
                )


def _leaves(value: str) -> Iterator[str]:
    if not value.startswith(("{", "[", '"')):
        yield value
        return
    try:
        yield from _strings(json.loads(value))
    except json.JSONDecodeError:
        yield value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def plain_words(page: Page, data: Data) -> list[str]:
    """Return the texts of a page in the pseudo-language that nobody translated."""
    texts: list[str] = page.evaluate(_TEXTS)
    # A message can hold elements, so its brackets can stand in different texts.
    outside = _outside_brackets("\0".join(texts)).split("\0")
    left = {data.take_out(text) for text in outside if _LETTERS.search(text)}
    ours = (_DATES.sub("", _NAMES.sub("", text)) for text in left)
    return sorted({text.strip()[:120] for text in ours if _LETTERS.search(text)})


def _outside_brackets(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += letter == "⟦"
        if depth == 0 or letter == "\0":
            kept.append(letter)
        depth -= letter == "⟧"
    return "".join(kept)


def _tidy(text: str) -> str:
    return " ".join(text.split())
