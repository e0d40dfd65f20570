"""Names what a new version takes away from people.

Rules on answers, not a judgement: each names the field that shows it, so that a reader
can look at both texts. A false alarm costs an explanation; silence would cost trust.
"""

from dataclasses import dataclass
from typing import Final

from app.errors import N_
from app.register.schemas.answers import (
    Answers,
    State,
    list_value,
    row_value,
    text_value,
)
from app.register.schemas.choices import AUTOMATION, RISK_LEVELS

LABELS: Final = {
    "human_review_removed": N_("Human review was removed"),
    "more_automatic": N_("The system does more on its own"),
    "risk_lowered": N_("The risk class was lowered"),
    "appeal_dropped": N_("The way to contest a result was dropped"),
    "opt_out_dropped": N_("People can no longer refuse it"),
    "data_widened": N_("More data is used"),
    "notice_dropped": N_("People are no longer told"),
    "answer_withheld": N_("An answer that was public is now withheld"),
}
_DEGREES: Final = [one.key for one in AUTOMATION]
_LEVELS: Final = [one.key for one in RISK_LEVELS]


@dataclass(frozen=True, slots=True)
class Weakening:
    """One protection that a version removes or loosens, and the field that shows it."""

    kind: str
    field: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def find_weakenings(before: Answers, after: Answers) -> list[Weakening]:
    """Return what the later version takes away, nothing when it only adds."""
    return [
        *_dropped(before, after),
        *_loosened(before, after),
        *_widened(before, after),
        *_withheld(before, after),
    ]


_DROPPED: Final = (
    ("human_review", "human_review_removed"),
    ("appeal_route", "appeal_dropped"),
    ("appeal_url", "appeal_dropped"),
    ("notice_to_people", "notice_dropped"),
)


def _dropped(before: Answers, after: Answers) -> list[Weakening]:
    return [
        Weakening(kind, key)
        for key, kind in _DROPPED
        if text_value(before, key)
        and not text_value(after, key)
        and not _is_withheld(after, key)
    ]


def _loosened(before: Answers, after: Answers) -> list[Weakening]:
    found = []
    old, new = (_rank(text_value(one, "automation_degree")) for one in (before, after))
    if old is not None and new is not None and new > old:
        found.append(Weakening("more_automatic", "automation_degree"))
    if _had_yes(before, after, "opt_out"):
        found.append(Weakening("opt_out_dropped", "opt_out"))
    if highest_risk(after) < highest_risk(before):
        found.append(Weakening("risk_lowered", "risk_class"))
    return found


def _widened(before: Answers, after: Answers) -> list[Weakening]:
    found = []
    for key in ("operational_data", "development_datasets"):
        known = _names(before, key)
        if known and _names(after, key) - known:
            found.append(Weakening("data_widened", key))
    old, new = (text_value(one, "personal_data_used") for one in (before, after))
    if old == "no" and new == "yes":
        found.append(Weakening("data_widened", "personal_data_used"))
    kinds = "sensitive_attribute_kinds"
    if kinds in before and set(list_value(after, kinds)) - set(
        list_value(before, kinds)
    ):
        found.append(Weakening("data_widened", kinds))
    return found


def _withheld(before: Answers, after: Answers) -> list[Weakening]:
    return [
        Weakening("answer_withheld", key)
        for key, answer in before.items()
        if answer.is_answered and _is_withheld(after, key)
    ]


def highest_risk(answers: Answers) -> int:
    """Return the rank of the highest stated risk level; -1 where none is stated."""
    levels = [row.get("level", "") for row in row_value(answers, "risk_class")]
    return max((_LEVELS.index(one) for one in levels if one in _LEVELS), default=-1)


def _rank(degree: str) -> int | None:
    return _DEGREES.index(degree) if degree in _DEGREES else None


def _had_yes(before: Answers, after: Answers, key: str) -> bool:
    return text_value(before, key) == "yes" and text_value(after, key) != "yes"


def _names(answers: Answers, key: str) -> set[str]:
    return {
        " ".join(row.get("name", "").lower().split()) for row in row_value(answers, key)
    } - {""}


def _is_withheld(answers: Answers, key: str) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.state is State.WITHHELD
