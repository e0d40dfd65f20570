"""A report as its pages show it: whose record, who answered, and how long it waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Organisation
from app.register.models import ErrorReport
from app.register.queries.reports import map_parties
from app.register.rules.reports import days_waited, is_late


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report with the body it is about and the body that answered."""

    report: ErrorReport
    owner: Organisation | None
    answering: Organisation | None
    days: int
    is_late: bool

    @property
    def is_answered_for(self) -> bool:
        """Whether a body answered about another one's record."""
        return None not in (self.owner, self.answering) and self.owner != self.answering


def told_reports(
    session: Session, reports: Sequence[ErrorReport], now: datetime
) -> list[ToldReport]:
    parties = map_parties(session, reports)
    return [
        ToldReport(
            one,
            parties[one.id].owner,
            parties[one.id].answering,
            days_waited(one, now),
            is_late(one, now),
        )
        for one in reports
    ]
