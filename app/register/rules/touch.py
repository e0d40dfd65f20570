"""Does this system touch me? A short path of questions; nothing is stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.errors import N_
from app.register.models import Status
from app.register.rules.life import ENDED, begins_later
from app.register.schemas.answers import Answers, list_value, text_value

_NOT_YET: Final = frozenset({Status.PROPOSED, Status.IN_DEVELOPMENT, Status.REJECTED})


class Verdict(StrEnum):
    """What the answers come to."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    NOT_YET = "not_yet"
    NO_ONE = "no_one"


@dataclass(frozen=True, slots=True)
class TouchQuestion:
    """One question with yes, no and not sure."""

    key: str
    text: str


QUESTIONS: Final = (
    TouchQuestion("dealt", N_("Have you had anything to do with this body's service?")),
    TouchQuestion("group", N_("Are you one of the people it is used on?")),
    TouchQuestion("when", N_("Was it after the system came into use?")),
)
_WHEN_ENDED: Final = TouchQuestion(
    "when", N_("Was it after the system came into use, and before it ended?")
)
ANSWERS: Final = (("yes", N_("Yes")), ("no", N_("No")), ("unsure", N_("I am not sure")))


@dataclass(frozen=True, slots=True)
class Path:
    """How far somebody has come: the next question, or what it comes to."""

    given: dict[str, str]
    question: TouchQuestion | None
    verdict: Verdict | None

    @property
    def number(self) -> int:
        return len(self.given) + 1


def follow(
    status: Status, answers: Answers, given: dict[str, str], today: date
) -> Path:
    """Return the next question, stopping as soon as the outcome is clear."""
    if status in _NOT_YET or begins_later(answers, today):
        return Path({}, None, Verdict.NOT_YET)
    if list_value(answers, "effects") == ["none"]:
        return Path({}, None, Verdict.NO_ONE)
    known: dict[str, str] = {}
    for question in QUESTIONS:
        answer = given.get(question.key, "")
        if answer not in {key for key, _ in ANSWERS}:
            has_ended = status in ENDED or text_value(answers, "use_ended")
            asked = _WHEN_ENDED if has_ended and question.key == "when" else question
            return Path(known, asked, None)
        known[question.key] = answer
        if answer == "no":
            return Path(known, None, Verdict.UNLIKELY)
    is_sure = set(known.values()) == {"yes"}
    return Path(known, None, Verdict.LIKELY if is_sure else Verdict.POSSIBLE)
