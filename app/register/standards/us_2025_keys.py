"""What rows of the US inventory are known by, also beside rows that cannot be read."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Row = Mapping[str, str]

_BETWEEN: Final = re.compile(r'[,\r\n"]')


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row with more or fewer cells than the first line.

    Attributes:
        row: Its cells by the columns that they stand in, which may not be theirs.
        cells: All of them.
    """

    row: Row
    cells: Sequence[str]


def keys_of(
    rows: Mapping[int, Row], misfits: Mapping[int, Misfit]
) -> dict[int, str | None]:
    """Return a key per row: agency and id, or a digest of the name where none is.

    What comes again is numbered, and a row that does not fit counts as well: those
    after it stand for the same records as ever. None where such a row may or may not
    have the same id.
    """
    plain = {number: _plain_key(row) for number, row in rows.items()}
    known = {plain[number]: row for number, row in rows.items()}
    marks = _Marks(known)
    unsure: set[str] = set()
    for number, misfit in misfits.items():
        own = _plain_key(misfit.row)
        for key, times in marks.found_in(misfit).items():
            if key == own and times == 1:
                plain[number] = own
            else:
                unsure.add(key)
    seen: Counter[str] = Counter()
    keys: dict[int, str | None] = {}
    for number, key in sorted(plain.items()):
        seen[key] += 1
        numbered = key if seen[key] == 1 else f"{key}#{seen[key]}"
        keys[number] = None if key in unsure else numbered
    return keys


class _Marks:
    """What tells rows that can be read, looked for in those that cannot.

    A cell there may stand anywhere: cut at a comma, or with whole rows inside it.
    """

    def __init__(self, known: Mapping[str, Row]) -> None:
        self.known = known
        self.by_first: dict[str, list[tuple[str, list[str]]]] = {}
        for key, row in known.items():
            parts = _parts([row["id"]]) or _parts([row["use_case_name"]])
            # A row without either is told by what all of its agency have.
            parts = parts or _parts([row["agency_name"]])
            if parts:
                self.by_first.setdefault(parts[0], []).append((key, parts))

    def found_in(self, misfit: Misfit) -> Counter[str]:
        """Return how many times each key may stand in a row."""
        parts = _parts(misfit.cells)
        there = set(parts)
        found: Counter[str] = Counter()
        for place, part in enumerate(parts):
            for key, mark in self.by_first.get(part, ()):
                is_whole = parts[place : place + len(mark)] == mark
                if is_whole and there.issuperset(_parts([self.known[key]["agency"]])):
                    found[key] += 1
        return found


def _parts(cells: Iterable[str]) -> list[str]:
    parts = (one.strip() for cell in cells for one in _BETWEEN.split(cell))
    return [one for one in parts if one]


def _plain_key(row: Row) -> str:
    own = row.get("id", "").strip()
    if not own:
        name = "\x1f".join(
            row.get(one, "")
            for one in ("agency_name", "agency_bureau", "use_case_name")
        )
        own = "~" + hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{row.get('agency', '')}/{own}"
