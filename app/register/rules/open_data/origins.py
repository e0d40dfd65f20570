"""Where a public record was taken over from, and what its source says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.register.models import RegisterRecord, Sidecar
from app.register.schemas.answers import is_web_address
from app.register.schemas.sources import NAMES


@dataclass(frozen=True, slots=True)
class Origin:
    """An entry of another register that a record was taken over from.

    Attributes:
        is_as_imported: Whether the version shown is the one that was made of it, or
            says the same again after a later import was taken back. Once officials
            publish their own, what the source said is theirs to show or not: an answer
            that they withhold must not stand beside the record.
    """

    sidecar: Sidecar
    is_as_imported: bool

    @property
    def name(self) -> str:
        return NAMES.get(self.sidecar.format, self.sidecar.format)

    @property
    def entry(self) -> str:
        """Return what the source calls it; nothing where we had to make a key up."""
        key = self.sidecar.source_key
        return "" if "~" in key else key

    @property
    def url(self) -> str:
        """Return where it stands at its source, where the source says so."""
        url = str(self.sidecar.values.get("url") or "").strip()
        return url if is_web_address(url) else ""

    @property
    def stated(self) -> Mapping[str, Any]:
        return {key: one for key, one in self.sidecar.values.items() if _is_said(one)}

    @property
    def blank(self) -> Sequence[str]:
        return [key for key, one in self.sidecar.values.items() if not _is_said(one)]


def origins_of(record: RegisterRecord, sidecars: Sequence[Sidecar]) -> list[Origin]:
    """Return what a record was taken over from, as a rule nothing or one entry."""
    return [
        Origin(
            one,
            is_as_imported=one.imported_at in (record.published_at, record.repeats_at),
        )
        for one in sidecars
    ]


def _is_said(value: Any) -> bool:
    # The US inventory writes an empty list as text.
    return value not in (None, "", [], {}, "[]")
