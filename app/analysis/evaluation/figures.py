"""One measured figure, and helpers to read the labelled sets."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, beside what must hold.

    Attributes:
        what: A phrase for the first column of a table.
        value: The measured share, count or correlation.
        of: How many cases it rests on.
        floor: The least (or, with `at_most`, the most) that must hold; None when the
            figure is only reported.
        aim: What is hoped for beyond the floor.
    """

    what: str
    value: float
    of: int
    floor: float | None = None
    at_most: bool = False
    aim: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the floor is met; true where there is none."""
        if self.floor is None:
            return True
        return self.value <= self.floor if self.at_most else self.value >= self.floor


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table with a header line."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
