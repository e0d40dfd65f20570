"""One reading: its replaceable steps, its clock, and how far it is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from app.analysis import (
    campaigns,
    issue_framework,
    languages,
    passages,
    personal_data,
    substance,
    tone,
)
from app.analysis.options import Options

Progress = Callable[[str, float], None]

# What share of the time each step takes, for one honest bar over all of them.
_WEIGHTS: Final = {
    "load": 0.05,
    "prepare": 0.3,
    "campaigns": 0.1,
    "embed": 0.15,
    "cluster": 0.25,
    "describe": 0.05,
    "tone": 0.1,
}
_FOR_ALL: Final = {"load", "prepare"}  # done for all questions together


@dataclass(frozen=True, slots=True)
class Steps:
    """The replaceable steps of a reading."""

    mask: Callable[..., personal_data.Masked] = personal_data.mask
    is_substantive: Callable[..., bool] = substance.is_substantive
    detect: Callable[..., list[str]] = languages.detect
    find_campaigns: Callable[[Sequence[str]], campaigns.CampaignGroups] = (
        campaigns.find_campaigns
    )
    split: Callable[[str, str], list[tuple[int, int]]] = passages.split
    score_tone: Callable[..., list[float | None]] = tone.score_answers
    score_issues: Callable[..., list[dict[str, float]]] = issue_framework.score_issues


class Run:
    """What all steps of one reading share: choices, steps, timings, progress."""

    def __init__(self, options: Options, steps: Steps, progress: Progress) -> None:
        self.options = options
        self.steps = steps
        self.timings = dict.fromkeys(
            ("prepare", "embed", "cluster", "describe", "tone"), 0.0
        )
        self._progress = progress
        self._reached = 0.0

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self.timings[name] += perf_counter() - started

    def tell(self, step: str, done: float, part: tuple[float, float] = (0, 1)) -> None:
        """Report how far a step is; `part` is the stretch of it now worked on."""
        low, high = part
        before = 0.0
        for name, weight in _WEIGHTS.items():
            if name == step:
                before += weight * (low + (high - low) * done)
                break
            before += weight * (1 if name in _FOR_ALL else high)
        self._reached = max(self._reached, min(1.0, before))
        self._progress(step, self._reached)
