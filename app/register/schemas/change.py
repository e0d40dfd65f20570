"""Why a record changed."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """What changed and why, in words for the public.

    Attributes:
        caused_by: Which topic or promise, or for a decision which consultation, led to
            it, with the counts as they are now: `kind`, `id`, `label`, `comments`, `distinct_texts`, `url`.
        no_consultation_reason: Why the public was not asked, where a system is put to
            use without.
        is_decided: A decision that answers a consultation led to it, so the public was
            asked, whether its results are published yet or not.
        is_correction: The earlier version was wrong; the system itself did not change.
        taken_from: The format of another register's file that an import read it in.
    """

    note: str
    reason: str = ""
    no_consultation_reason: str = ""
    caused_by: dict[str, Any] | None = None
    is_decided: bool = False
    is_correction: bool = False
    taken_from: str = ""
