"""A register's file on its way in: looked at first, then taken some records at a time.

Looking writes nothing, so that it holds up nobody. Taking a few at a time keeps the
database free for everyone else, and a run that was cut off is simply begun again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.accounts.queries import list_bodies_with_somebody
from app.errors import N_, Invalid
from app.register.models import System
from app.register.rules.life import is_public
from app.register.schemas.exchange import ImportReport

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """Who takes a file in, and when. A command may do everything, an official not quite.

    Attributes:
        is_partial: Whether what a whole register lacks is left as it is.
        import_id: Which import it is, where what it does is noted to be taken back.
    """

    now: datetime
    official: Official | None = None
    is_partial: bool = False
    import_id: UUID | None = None


class Gate:
    """Keeps officials from writing what another body's officials answer for."""

    def __init__(self, session: Session, terms: Terms) -> None:
        self.own = own = terms.official.organisation_id if terms.official else None
        self.closed = list_bodies_with_somebody(session) - {own} if own else set[UUID]()

    def is_open(self, organisation_id: UUID) -> bool:
        return organisation_id not in self.closed

    def require_open(self, *bodies: Organisation | UUID | None) -> None:
        """Refuse a record of a body that looks after its own.

        Raises:
            Invalid: Names the field.
        """
        ids = {one.id if isinstance(one, Organisation) else one for one in bodies}
        if ids & self.closed:
            reason = N_("This body has officials here. Only they may import for it.")
            raise Invalid({"organisation": reason})

    def hides(self, system: System) -> bool:
        """Tell whether only a body's own may change a system: it is not public."""
        return not self.is_own(system) and not is_public(system)

    def is_theirs(self, system: System, *bodies: UUID) -> bool:
        """Tell whether only others may change a system, or what a body answers for."""
        ids = {system.organisation_id, *bodies}
        return bool(ids & self.closed) or self.hides(system)

    def is_own(self, system: System) -> bool:
        """Tell whether a system is the official's own body's; a command may do all."""
        return self.own in {None, system.organisation_id}

    def require_seen(self, system: System | None) -> None:
        """Refuse a record that is here and that its own officials alone may see.

        Raises:
            Invalid: Names the field.
        """
        if system is not None and self.hides(system):
            reason = N_("This record is not public here. Only its body may change it.")
            raise Invalid({"id": reason})


class IncomingFile(Protocol):
    """A file read whole, whose records are dealt with in spans."""

    count: int

    def begin(self) -> ImportReport:
        """Return a report of what reading alone has shown."""

    def look(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        """Count what would become of some records."""

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        """Create, update or leave some records, each whole or not at all."""

    def list_missing(self, session: Session, terms: Terms) -> Sequence[System]:
        """Return systems that came from here before and that this copy lacks."""

    def remove(self, session: Session, systems: Sequence[System], terms: Terms) -> None:
        """Leave tombstones of some of them."""


def spans(count: int, start: int = 0) -> Iterator[slice]:
    """Return the records from `start` on, so many at a time."""
    for first in range(start, count, AT_ONCE):
        yield slice(first, min(count, first + AT_ONCE))


def look_through(
    session: Session,
    file: IncomingFile,
    terms: Terms,
    progress: Callable[[float], Any] = lambda _: None,
) -> ImportReport:
    """Say what taking a file in would do."""
    report = file.begin()
    report.is_dry_run = True
    for span in spans(file.count):
        progress(span.start / file.count)
        file.look(session, span, terms, report)
    missing = file.list_missing(session, terms)
    report.removed = len(missing)
    for system in missing:
        report.foretell("removed", system.name)
    return report


def take_all(session: Session, file: IncomingFile, terms: Terms) -> ImportReport:
    """Take a whole file in, in the caller's one transaction."""
    report = file.begin()
    for span in spans(file.count):
        file.take(session, span, terms, report)
    missing = file.list_missing(session, terms)
    file.remove(session, missing, terms)
    report.removed += len(missing)
    session.flush()
    return report
