"""How complete a record is: answered, explained, or blank."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.register.schemas.answers import Answer, Answers, State
from app.register.schemas.fields import REQUIRED
from app.register.schemas.kinds import Layer, RecordField


@dataclass(frozen=True, slots=True)
class Completeness:
    """Counts over the fields that every record should answer.

    Attributes:
        explained: No answer, but a stated reason or a day by which it will be known.
        blank: Neither, or the promised day has passed.
    """

    answered: int
    explained: int
    blank: int

    @property
    def asked(self) -> int:
        return self.answered + self.explained + self.blank

    @property
    def percent(self) -> int:
        """Answered or explained, in full percent, rounded down: 100 means all."""
        if not self.asked:
            return 100
        return 100 * (self.answered + self.explained) // self.asked


def completeness(
    answers: Answers, today: date, layer: Layer | None = None
) -> Completeness:
    """Count over the required fields, or those of one layer."""
    fields = [one for one in REQUIRED if layer in {None, one.layer}]
    standings = [_standing(answers.get(one.key), today) for one in fields]
    return Completeness(
        answered=standings.count("answered"),
        explained=standings.count("explained"),
        blank=standings.count("blank"),
    )


def lapses(answers: Answers) -> dict[str, int]:
    """Return the days on which a promised answer is late, with the share from then on."""
    promised = {
        answer.until
        for answer in (answers.get(one.key) for one in REQUIRED)
        if answer and answer.state is State.NOT_YET_KNOWN and answer.until
    }
    # The calendar has no day after its last.
    late = [day + timedelta(days=1) for day in sorted(promised - {date.max})]
    return {day.isoformat(): completeness(answers, day).percent for day in late}


def band_of(share: int) -> str:
    """Return the name of the group that lists file a share under."""
    return next(band for band, least in _BANDS if share >= least)


_BANDS: Final = (("all", 100), ("most", 75), ("half", 50), ("little", 0))


def blank_fields(answers: Answers, today: date) -> list[RecordField]:
    """Return the required fields that stay silent."""
    return [
        one for one in REQUIRED if _standing(answers.get(one.key), today) == "blank"
    ]


def is_promise_broken(answer: Answer | None, today: date) -> bool:
    """Tell whether an answer was due by a day that has passed."""
    if answer is None or answer.state is not State.NOT_YET_KNOWN:
        return False
    return answer.until is not None and answer.until < today


def _standing(answer: Answer | None, today: date) -> str:
    if answer is None or is_promise_broken(answer, today):
        return "blank"
    return "answered" if answer.is_answered else "explained"
