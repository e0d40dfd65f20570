"""What an import reports."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

# A newer copy takes off the lists no more than this many, or a tenth, without a question.
_FEW: Final = 20
_TENTH: Final = 10


@dataclass(slots=True)
class ImportReport:
    """What became of each record; the four counts sum to what was read.

    `rejected` and `warnings` hold `{"row", "field", "reason"}`, the first record of a
    file being row 1, and `name` and `value` where the file says them. `changes` holds
    `{"change", "name", "keys"}` of what a dry run found: `created`, `updated` with the
    source's keys that differ, `removed`; `held` then counts the systems on our
    lists that came from this source before, where the file is a whole register.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    held: int = 0
    is_dry_run: bool = False
    rejected: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "ImportReport":
        """Read what `as_json` gave."""
        return cls(**stored)

    @property
    def rejected_count(self) -> int:
        return len({one["row"] for one in self.rejected})

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated or self.removed)

    @property
    def removes_many(self) -> bool:
        """Tell whether so much would go that the file may be a part, or a wrong one."""
        return self.removed > _FEW and self.removed * _TENTH > self.held

    def reject(self, row: int, reasons: Mapping[str, str], name: str = "") -> None:
        """Note why a record is not taken, field by field."""
        named = {"name": name} if name else {}
        self.rejected += [
            {"row": row, "field": key, "reason": why, **named}
            for key, why in reasons.items()
        ]

    def warn(self, row: int, key: str, why: str, name: str = "") -> None:
        """Note what whoever imports should know of one field of a record."""
        named = {"name": name} if name else {}
        self.warnings.append({"row": row, "field": key, "reason": why, **named})

    def foretell(self, change: str, name: str, keys: Iterable[str] = ()) -> None:
        """Name what a dry run found; what is done is only counted."""
        if self.is_dry_run:
            one = {"change": change, "name": name, "keys": list(keys)}
            self.changes.append(one)

    def changed(self, change: str) -> list[dict[str, Any]]:
        """Return what was foretold of one kind."""
        return [one for one in self.changes if one["change"] == change]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class TakingBackReport:
    """What taking an import back does, or did, counted in systems.

    `left` holds `{"slug", "name", "why"}` of those that somebody changed since; what is
    withheld has no address, and no name where another body withholds it.
    """

    removed: int = 0
    gone_back: int = 0
    put_back: int = 0
    # What the import had put back itself.
    removed_again: int = 0
    left: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "TakingBackReport":
        """Read what `as_json` gave."""
        return cls(**stored)

    @property
    def changes_nothing(self) -> bool:
        return not any(self._counts)

    @property
    def mark(self) -> str:
        """Return what tells these numbers from others."""
        return "-".join(map(str, (*self._counts, len(self.left))))

    @property
    def _counts(self) -> tuple[int, ...]:
        return (self.removed, self.removed_again, self.gone_back, self.put_back)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
