"""Texts as numbers: which runs of words several texts hold, and where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

# Scripts without spaces are read letter by letter.
WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT: Final = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Distinct:
    """The different wordings among the texts, case and punctuation aside.

    Attributes:
        of: For each text, the number of its wording.
        first: For each wording, the first text that has it.
        copies: For each wording, how many texts have it.
        words: All wordings as one row of word numbers.
        starts: Where each wording starts in `words`, and the end.
    """

    of: Ints
    first: Ints
    copies: Ints
    words: Ints
    starts: Ints


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs that at least two texts hold.

    Attributes:
        held: Wordings by runs, 1 where the wording holds the run.
        total: For each wording, how many different runs it has at all.
        wording: For each place of a shared run, the wording.
        place: The same, the number of its first word within the wording.
        run: The same, the column in `held`.
    """

    held: sparse.csr_matrix
    total: Ints
    wording: Ints
    place: Ints
    run: Ints


def read(texts: Sequence[str]) -> Distinct:
    """Turn texts into word numbers and put equal wordings together."""
    numbers: dict[str, int] = {}
    wordings: dict[bytes, int] = {}
    of_text: dict[str, int] = {}
    rows: list[Ints] = []
    of, first = [], []
    for position, text in enumerate(texts):
        if text not in of_text:
            row = _numbered(text, numbers)
            known = wordings.setdefault(row.tobytes(), len(rows))
            if known == len(rows):
                rows.append(row)
                first.append(position)
            of_text[text] = known
        of.append(of_text[text])
    starts = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    return Distinct(
        of=np.array(of, dtype=np.int64),
        first=np.array(first, dtype=np.int64),
        copies=np.bincount(of, minlength=len(rows)).astype(np.int64),
        words=np.concatenate(rows) if rows else np.zeros(0, np.int64),
        starts=starts,
    )


def _numbered(text: str, numbers: dict[str, int]) -> Ints:
    found = [word.lower() for word in WORD.findall(text)]
    return np.array(
        [numbers.setdefault(word, len(numbers)) for word in found], dtype=np.int64
    )


def shared_runs(distinct: Distinct, length: int) -> Runs:
    """Find the runs of `length` words that two texts or more hold."""
    hashes, wording, place = _all_runs(distinct, length)
    if not len(hashes):
        nothing = np.zeros(0, dtype=np.int64)
        empty = sparse.csr_matrix((len(distinct.first), 0), dtype=np.float32)
        return Runs(empty, np.zeros(len(distinct.first), np.int64), *(nothing,) * 3)
    order = np.argsort(hashes, kind="stable")
    ordered, holder = hashes[order], wording[order]
    is_new = np.r_[True, ordered[1:] != ordered[:-1]]
    number = np.cumsum(is_new) - 1
    # Equal runs of one wording stand side by side, for the sort is stable.
    once = is_new | np.r_[True, holder[1:] != holder[:-1]]
    total = np.bincount(holder[once], minlength=len(distinct.first))
    holders = np.bincount(number[once], weights=distinct.copies[holder[once]])
    is_shared = holders >= 2  # noqa: PLR2004 -- two texts make it shared
    column = np.cumsum(is_shared) - 1
    kept = once & is_shared[number]
    held = sparse.csr_matrix(
        (
            np.ones(int(kept.sum()), dtype=np.float32),
            (holder[kept], column[number[kept]]),
        ),
        shape=(len(distinct.first), int(is_shared.sum())),
    )
    run = np.empty_like(number)
    run[order] = number
    here = is_shared[run]
    return Runs(held, total, wording[here], place[here], column[run[here]])


def _all_runs(distinct: Distinct, length: int) -> tuple[Hashes, Ints, Ints]:
    """Hash every run of words that does not cross from one wording to the next."""
    lengths = np.diff(distinct.starts)
    count = max(0, len(distinct.words) - length + 1)
    mixed = (distinct.words.astype(np.uint64) + np.uint64(1)) * _ODD
    mixed = (mixed ^ (mixed >> _SHIFT)) * _MIX
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        hashes = hashes * _ODD + mixed[offset : offset + count]
    wording = np.repeat(np.arange(len(lengths)), lengths)[:count]
    place = np.arange(count) - distinct.starts[wording]
    inside = place + length <= lengths[wording]
    return hashes[inside], wording[inside], place[inside]
