"""Systems that touch people now, and what records say was done to protect people.

Each number is what a filter of the register finds, so that everyone can look it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from app.errors import N_
from app.register.models import Status
from app.register.queries.index import get_index
from app.register.queries.search import OFFERED, bits_of
from app.register.rules.life import IN_USE
from app.register.schemas.search import RegisterQuery

_USED: Final = {"status": tuple(one.value for one in Status if one in IN_USE)}
QUESTIONS: Final[Mapping[str, str]] = {
    "consultation": N_("Was the public asked?"),
    "assessment": N_("Was its impact on people assessed?"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, and the search that finds exactly these systems."""

    count: int
    query: RegisterQuery
    label: str = ""


@dataclass(frozen=True, slots=True)
class InUseCounts:
    """Systems in use or on trial, by what their records say of asking and assessing.

    Attributes:
        answers: For each of `QUESTIONS`, by the values of its filter; every system has
            one of them, so they add up to `total`.
        overdue: Records to be checked again, whether the system is in use or not.
        unclear: Records whose source does not say whether the system is in use.
    """

    total: Counted
    answers: Mapping[str, Mapping[str, Counted]]
    overdue: Counted
    unclear: Counted


def count_in_use(session: Session, today: date) -> InUseCounts:
    """Count systems in use with and without consultation and assessment."""
    index = get_index(session)

    def counted(filters: dict[str, tuple[str, ...]], label: str = "") -> Counted:
        found = index.everything
        for facet, values in filters.items():
            found &= bits_of(index, facet, values, today)
        return Counted(found.bit_count(), RegisterQuery(filters=filters), label)

    return InUseCounts(
        total=counted(_USED),
        answers={
            question: {
                one.key: counted({**_USED, question: (one.key,)}, one.label)
                for one in OFFERED[question]
            }
            for question in QUESTIONS
        },
        overdue=counted({"review": ("overdue",)}),
        unclear=counted({"status": (Status.NOT_STATED.value,)}),
    )


def in_use_rows(
    session: Session, today: date, base_url: str
) -> list[dict[str, str | int]]:
    """Return every number with where its systems are listed, for programs."""
    counts = count_in_use(session, today)
    named = [
        ("in_use", "", counts.total),
        *(
            (question, answer, one)
            for question, some in counts.answers.items()
            for answer, one in some.items()
        ),
        ("review", "overdue", counts.overdue),
        ("status", "not_stated", counts.unclear),
    ]
    register = f"{base_url.rstrip('/')}/register"
    return [
        {
            "question": question,
            "answer": answer,
            "systems": one.count,
            "list": f"{register}{one.query.address}",
            "records": f"{register}/data/register.csv{one.query.address}",
        }
        for question, answer, one in named
    ]
