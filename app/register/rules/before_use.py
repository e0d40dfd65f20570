"""What a record says was done before a system was used: yes, no, or nothing at all.

A record that is silent is never counted as a no: imported standards seldom ask.
"""

from enum import StrEnum

from app.register.schemas.answers import Answers, State, row_value, text_value


class Stated(StrEnum):
    """What is known. `NO` is only what somebody wrote down, mostly with a reason."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def public_asked(answers: Answers, *, is_consulted_on: bool, reason: str) -> Stated:
    """Tell whether the public was asked before: by a consultation here, or elsewhere.

    Feedback on a system that is already in use is not asking before.

    Attributes:
        is_consulted_on: A consultation on a proposal stands here, with results or decision.
        reason: Why the public was not asked, as the body wrote it.
    """
    elsewhere = text_value(answers, "asked_elsewhere")
    if is_consulted_on or elsewhere == "yes":
        return Stated.YES
    is_denied = elsewhere == "no" or _does_not_apply(answers, "asked_elsewhere")
    return Stated.NO if is_denied or reason.strip() else Stated.UNKNOWN


def impact_assessed(answers: Answers) -> Stated:
    """Tell whether any assessment of what the system does to people was carried out."""
    if row_value(answers, "impact_assessments"):
        return Stated.YES
    is_denied = bool(text_value(answers, "no_assessment_reason"))
    is_denied = is_denied or _does_not_apply(answers, "impact_assessments")
    return Stated.NO if is_denied else Stated.UNKNOWN


def _does_not_apply(answers: Answers, key: str) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.state is State.NOT_APPLICABLE
