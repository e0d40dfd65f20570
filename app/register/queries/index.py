"""All public systems in memory, as bit sets by facet: what makes filters quick.

Each value of each facet is an integer whose bit `n` says whether system `n` has it, so
that combining filters and counting are `&` and `bit_count`. The index is read anew when
`RegisterState.version` has moved on; nothing in it can be stale.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.engine import RowMapping
from sqlmodel import Session, select

from app.register.models import RegisterEntry, RegisterState, Sidecar
from app.register.models.systems import share_on
from app.register.rules.completeness import band_of
from app.register.schemas.search import Sort
from app.register.schemas.sources import NO_NAME, WRITTEN_HERE

_ENTRY: Final = RegisterEntry.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Index:
    """Systems by position; the other parts speak of positions."""

    version: int
    system_ids: list[UUID]
    position_of: dict[int, int]
    bits: dict[str, dict[str, int]]
    body_names: dict[str, str]
    orders: dict[Sort, list[int]]
    shares: "Shares"

    @property
    def everything(self) -> int:
        return (1 << len(self.system_ids)) - 1

    def bits_of(self, facet: str, values: Iterable[str]) -> int:
        """Return the systems that have any of the values."""
        known = self.bits.get(facet, {})
        found = 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def bits_at(self, numbers: Iterable[int]) -> int:
        """Return the systems with these entry numbers."""
        flags = bytearray(len(self.system_ids))
        for number in numbers:
            position = self.position_of.get(number)
            if position is not None:
                flags[position] = 1
        return bits_from(flags)


@dataclass(frozen=True, slots=True)
class DayShares:
    """How complete records are on one day: a bit set for each band, and the order."""

    bits: dict[str, int]
    least_first: list[int]


class Shares:
    """How complete the records are. Promised answers that are late make them less so."""

    def __init__(self, rows: Sequence[RowMapping], by_name: list[int]) -> None:
        self._shares = [(row["completeness"], row["lapses"]) for row in rows]
        self._by_name = by_name
        self._last: tuple[date, DayShares] | None = None

    def on(self, day: date) -> DayShares:
        """Return them as they are on a day; worked out once for each day in turn."""
        last = self._last
        if last is None or last[0] != day:
            last = self._last = (day, self._worked_out(day))
        return last[1]

    def _worked_out(self, day: date) -> DayShares:
        shares = [share_on(*one, day) for one in self._shares]
        flags: dict[str, bytearray] = defaultdict(lambda: bytearray(len(shares)))
        for position, share in enumerate(shares):
            flags[band_of(share)][position] = 1
        return DayShares(
            bits={band: bits_from(some) for band, some in flags.items()},
            least_first=sorted(self._by_name, key=shares.__getitem__),
        )


def bits_from(flags: bytearray) -> int:
    """Return a bit set from one byte per system, 0 or 1."""
    text = flags[::-1].translate(_AS_DIGITS).decode("ascii")
    return int(text, 2) if text else 0


_AS_DIGITS: Final = bytes([48, 49]) + bytes(254)


def positions(order: Iterable[int], bits: int) -> list[int]:
    """Return the members of a bit set in the given order."""
    digits = f"{bits:b}"[::-1]
    length = len(digits)
    return [one for one in order if one < length and digits[one] == "1"]


_indexes: "WeakKeyDictionary[object, Index]" = WeakKeyDictionary()
_lock: Final = Lock()


def get_version(session: Session) -> int:
    """Return the count of public changes: the version of the index and of files."""
    statement = select(RegisterState.version).where(RegisterState.id == 1)
    return session.exec(statement).one_or_none() or 0


def get_changed_at(session: Session) -> datetime:
    """Return when anything public last changed; long ago for an empty register."""
    statement = select(RegisterState.changed_at).where(RegisterState.id == 1)
    return session.exec(statement).one_or_none() or datetime.fromtimestamp(0, UTC)


def get_index(session: Session) -> Index:
    """Return the index of what this session sees, read at most once per change."""
    bind = session.get_bind()
    if not isinstance(bind, Engine) or bind.get_execution_options().get(
        "folkmoot_writes"
    ):
        # What is not yet committed must not be kept for others.
        return _read_index(session, get_version(session))
    version = get_version(session)
    index = _indexes.get(bind.pool)
    if index is not None and index.version == version:
        return index
    with _lock:
        index = _indexes.get(bind.pool)
        if index is None or index.version != version:
            index = _indexes[bind.pool] = _read_index(session, version)
    return index


def _read_index(session: Session, version: int) -> Index:
    wanted = [column for column in _ENTRY if column.key != "summary"]
    rows = session.connection().execute(select(*wanted)).mappings().all()
    sources = _read_sources(session)
    flags: dict[str, dict[str, bytearray]] = defaultdict(
        lambda: defaultdict(lambda: bytearray(len(rows)))
    )
    for position, row in enumerate(rows):
        for facet, values in {**row["facets"], **_own_facets(row, sources)}.items():
            for value in values:
                flags[facet][value][position] = 1
    orders = _orders(rows)
    return Index(
        version=version,
        system_ids=[row["system_id"] for row in rows],
        position_of={row["number"]: at for at, row in enumerate(rows)},
        bits={
            facet: {value: bits_from(some) for value, some in values.items()}
            for facet, values in flags.items()
        },
        body_names={row["organisation_slug"]: row["organisation_name"] for row in rows},
        orders=orders,
        shares=Shares(rows, orders[Sort.NAME]),
    )


def _read_sources(session: Session) -> dict[UUID, list[str]]:
    """Return the other registers that systems were taken over from."""
    sources: dict[UUID, list[str]] = defaultdict(list)
    pairs = select(Sidecar.system_id, Sidecar.format).distinct()
    for system_id, name in session.exec(pairs):
        sources[system_id].append(name)
    return sources


def _own_facets(
    row: RowMapping, sources: Mapping[UUID, list[str]]
) -> dict[str, list[str]]:
    return {
        "language": [row["language"]],
        "source": sources.get(row["system_id"], [WRITTEN_HERE]),
        "status": [row["status"].value],
        "body": [row["organisation_slug"]],
        "review": [row["review_due_on"].isoformat()] if row["review_due_on"] else [],
    }


def _orders(rows: Any) -> dict[Sort, list[int]]:
    def name_of(at: int) -> tuple[bool, str]:
        name = rows[at]["name"]
        return name.startswith(NO_NAME), name.casefold()

    by_name = sorted(range(len(rows)), key=name_of)

    def then(key: str, *, reverse: bool) -> list[int]:
        return sorted(by_name, key=lambda at: rows[at][key], reverse=reverse)

    return {
        Sort.NAME: by_name,
        Sort.UPDATED: then("updated_at", reverse=True),
        Sort.COMMENTS: then("comments", reverse=True),
    }
