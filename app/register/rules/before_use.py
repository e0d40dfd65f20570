"""What a record says was done to ask people and to assess a system's impact on them.

A record that is silent is never counted as a no, and one that says something which is
neither yes nor no is not counted as silent: imported standards ask in their own ways.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from app.register.rules.denials import is_nothing
from app.register.schemas.answers import Answers, State, row_value, text_value


class Asked(StrEnum):
    """Whether the public was asked. `NO` is only what somebody wrote down."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NO = "no"
    OTHER = "other"
    UNKNOWN = "unknown"


class Assessed(StrEnum):
    """Whether an impact assessment was done. `NO` is only what somebody wrote down."""

    YES = "yes"
    NO = "no"
    OTHER = "other"
    UNKNOWN = "unknown"


# Words for an assessment that somebody works on, or means to.
_UNFINISHED: Final = re.compile(
    r"\b(?:in[- ]progress|under ?way|on-?going|being (?:made|prepared|done|carried out)"
    r"|not yet|pending|planned|to be (?:done|posted|completed|carried out)"
    r"|loopt nog|in uitvoering|mee bezig|nog niet|gepland|wordt (?:uitgevoerd|opgesteld)"
    r"|in arbeit|noch nicht|geplant|en cours|pas encore|prevue?)\b",
    re.IGNORECASE,
)
# That there is none about privacy says nothing about other kinds.
_ONE_KIND: Final = re.compile(
    r"\s*(?:privacy|data protection) impact assessment\b|\s*d?pia\b", re.IGNORECASE
)


def public_asked(answers: Answers, *, is_consulted_on: bool, reason: str) -> Asked:
    """Tell whether the public was asked: by a consultation here, or elsewhere.

    Feedback on a system that is already in use is no such consultation.

    Attributes:
        is_consulted_on: A consultation on a proposal stands here, with results or decision.
        reason: Why the public was not asked, as the body wrote it.
    """
    elsewhere = text_value(answers, "asked_elsewhere")
    if is_consulted_on:
        return Asked.HERE
    if elsewhere == "yes":
        return Asked.ELSEWHERE
    is_denied = elsewhere == "no" or _does_not_apply(answers, "asked_elsewhere")
    if is_denied or reason.strip():
        return Asked.NO
    is_silent = not _says_something([text_value(answers, "asked_elsewhere_how")])
    return Asked.UNKNOWN if is_silent else Asked.OTHER


def impact_assessed(answers: Answers) -> Assessed:
    """Tell whether any assessment of what the system does to people was carried out."""
    if any(_is_assessment(row) for row in row_value(answers, "impact_assessments")):
        return Assessed.YES
    reason = text_value(answers, "no_assessment_reason")
    if _says_something([reason]):
        is_other = _UNFINISHED.search(reason) or _ONE_KIND.match(reason)
        return Assessed.OTHER if is_other else Assessed.NO
    is_denied = _does_not_apply(answers, "impact_assessments")
    return Assessed.NO if is_denied else Assessed.UNKNOWN


def _is_assessment(row: dict[str, str]) -> bool:
    """Tell whether a row is about an assessment: not "None", and more than a date."""
    kind = row.get("type", "")
    if kind.strip() and is_nothing(kind):
        return False
    return _says_something([kind, row.get("url", ""), row.get("summary", "")])


def _says_something(texts: Iterable[str]) -> bool:
    return any(text.strip() and not is_nothing(text) for text in texts)


def _does_not_apply(answers: Answers, key: str) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.state is State.NOT_APPLICABLE
