"""What can be done: tasks and schedules by name, and the job as a task sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import Any, Final, TypeAlias, TypeVar

from sqlmodel import Session

from app.db import Database
from app.settings import Settings

MOST_ATTEMPTS: Final = 5


class LostJob(Exception):
    """Another attempt owns the work now; this one must not store anything."""


class Stopping(Exception):
    """The worker is asked to stop; the job goes back and is done again later."""


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt at a job.

    Attributes:
        attempt: Changes with every attempt; results are stored only by the attempt
            that still owns the work.
        report: Stores step and share (0 to 1) where the web can see them, and raises
            `LostJob` or `Stopping` when there is no point in going on.
    """

    name: str
    payload: dict[str, Any]
    attempt: str
    attempts: int
    database: Database
    settings: Settings
    report: Callable[[str, float], None] = field(default=lambda *_: None)
    stopping: Event = field(default_factory=Event)

    @property
    def is_last(self) -> bool:
        """Whether nobody will try again when this attempt fails."""
        return self.attempts >= MOST_ATTEMPTS

    def progress(self, step: str, share: float) -> None:
        """Tell how far the work is, and stop here when it should."""
        if self.stopping.is_set():
            raise Stopping
        self.report(step, share)


Perform: TypeAlias = Callable[..., None]
GiveUp: TypeAlias = Callable[[Session, dict[str, Any]], None]
PerformT = TypeVar("PerformT", bound=Perform)

TASKS: Final[dict[str, Perform]] = {}
SCHEDULES: Final[dict[str, timedelta]] = {}
GIVEN_UP: Final[dict[str, GiveUp]] = {}


def task(name: str) -> Callable[[PerformT], PerformT]:
    """Register a function as what is done for jobs of this name."""

    def register(perform: PerformT) -> PerformT:
        TASKS[name] = perform
        return perform

    return register


def given_up(*names: str) -> Callable[[GiveUp], GiveUp]:
    """Register what is noted when a job of these names is never tried again.

    It is called with the job's payload in the transaction in which the job dies, also
    when no attempt lived long enough to say so itself.
    """

    def register(note: GiveUp) -> GiveUp:
        GIVEN_UP.update(dict.fromkeys(names, note))
        return note

    return register


def schedule(name: str, *, every: timedelta) -> Callable[[PerformT], PerformT]:
    """Register a function to be done again and again, by one worker at a time."""

    def register(perform: PerformT) -> PerformT:
        TASKS[name] = perform
        SCHEDULES[name] = every
        return perform

    return register
