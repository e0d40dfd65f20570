"""Protects people in tables of who said what: small cells go, the rest is rounded.

For attributes of participants only. Opinions are never suppressed: a lone point may be
public.
"""

from collections.abc import Callable, Sequence
from typing import Final

FEWEST: Final = 10
STEP: Final = 5

Cell = tuple[int, int]


def protect(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """Return the table with small cells left out and the others rounded to five.

    A row or column with one cell left out loses its next smallest too, for otherwise
    the first could be worked out from a total.
    """
    hidden = {
        (row, column)
        for row, cells in enumerate(table)
        for column, count in enumerate(cells)
        if count < FEWEST
    }
    while more := _complements(table, hidden):
        hidden |= more
    return [
        [
            None if (row, column) in hidden else _rounded(count)
            for column, count in enumerate(cells)
        ]
        for row, cells in enumerate(table)
    ]


def _rounded(count: int) -> int:
    return STEP * round(count / STEP)


def _complements(table: Sequence[Sequence[int]], hidden: set[Cell]) -> set[Cell]:
    rows, columns = len(table), max(map(len, table), default=0)
    along_rows = [[(row, at) for at in range(columns)] for row in range(rows)]
    along_columns = [[(at, column) for at in range(rows)] for column in range(columns)]

    def size(cell: Cell) -> int:
        return table[cell[0]][cell[1]]

    found = {
        cell
        for line in (*along_rows, *along_columns)
        if (cell := _next_smallest(line, hidden, size)) is not None
    }
    return found - hidden


def _next_smallest(
    line: Sequence[Cell], hidden: set[Cell], size: Callable[[Cell], int]
) -> Cell | None:
    shown = [cell for cell in line if cell not in hidden]
    if len(line) - len(shown) != 1 or not shown:
        return None
    return min(shown, key=size)
