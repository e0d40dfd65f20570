"""A report as its pages show it: whose record, who answered, and how long it waited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Organisation
from app.register.models import ErrorReport, System
from app.register.queries.reports import map_parties
from app.register.rules.life import is_public
from app.register.rules.reports import days_waited, is_late


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What was answered before; without words where these are not to be shown."""

    answer: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report with what it is about, the body that answers for that, and the answers."""

    report: ErrorReport
    system: System | None
    owner: Organisation | None
    answering: Organisation | None
    earlier: Sequence[EarlierAnswer]
    days: int
    is_late: bool

    @property
    def is_hidden(self) -> bool:
        """Whether it is about a record that is not public: its words would tell of it."""
        return self.system is not None and not is_public(self.system)

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
            parties[one.id].system,
            parties[one.id].owner,
            parties[one.id].answering,
            [_earlier(said) for said in one.earlier_answers],
            days_waited(one, now),
            is_late(one, now),
        )
        for one in reports
    ]


def _earlier(said: Mapping[str, str]) -> EarlierAnswer:
    return EarlierAnswer(
        said["answer"],
        datetime.fromisoformat(said["from"]),
        datetime.fromisoformat(said["until"]),
    )
