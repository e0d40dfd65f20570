"""Names what a new version takes away from people.

Rules on answers, not a judgement: each names the field that shows it, so that a reader
can look at both texts. A false alarm costs an explanation; silence would cost trust.
Where a rule sees only that a text gives fewer particulars than before, it says so and
claims no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.errors import N_
from app.register.rules.denials import is_nothing
from app.register.rules.particulars import (
    Duration,
    lone_figure,
    longest_keeping,
    total,
)
from app.register.rules.promises import broken_promises
from app.register.schemas.answers import (
    Answers,
    is_withheld,
    list_value,
    row_value,
    text_value,
)
from app.register.schemas.choices import AUTOMATION, RISK_LEVELS
from app.register.schemas.fields import FIELD_BY_KEY

LABELS: Final = {
    "human_review_removed": N_("Human review was removed"),
    "more_automatic": N_("The system does more on its own"),
    "risk_lowered": N_("The risk class was lowered"),
    "risk_dropped": N_("A risk class is no longer stated"),
    "appeal_dropped": N_("The way to contest a result was dropped"),
    "opt_out_dropped": N_("People can no longer refuse it"),
    "opt_out_how_dropped": N_("The way to ask for a person was dropped"),
    "contact_dropped": N_("The contact was dropped"),
    "data_widened": N_("More data is used"),
    "data_shared": N_("Data is now shared with others"),
    "data_kept_longer": N_("Data is kept longer"),
    "people_widened": N_("More groups of people are affected"),
    "people_doubled": N_("At least twice as many people are affected"),
    "notice_dropped": N_("People are no longer told"),
    "assessment_dropped": N_("An impact assessment is no longer listed"),
    "check_dropped": N_("An independent check is no longer listed"),
    "limit_dropped": N_("A limit on its use is no longer stated"),
    "mitigation_dropped": N_("Nothing is said any more of what is done about a risk"),
    "autonomy_unsaid": N_("It is no longer said what it decides on its own"),
    "personal_data_unsaid": N_("It is no longer said whether it uses personal data"),
    "people_unsaid": N_("It is no longer said whom it affects"),
    "risks_unsaid": N_("It is no longer said what could go wrong"),
    "data_unsaid": N_("It is no longer said which data it uses"),
    "sensitive_unsaid": N_("It is no longer said which sensitive facts it uses"),
    "care_unsaid": N_("It is no longer said how data is looked after"),
    "keeping_unsaid": N_("It is no longer said how long data is kept"),
    "fairness_unsaid": N_("Results by group of people are no longer given"),
    "answer_withheld": N_("An answer that was public is now withheld"),
    "contact_lost": N_("A contact or address is no longer named"),
    "limit_lost": N_("A time limit is no longer named"),
    "words_lost": N_("Most of its words are gone"),
    "time_shorter": N_("A shorter time is named"),
    "time_longer": N_("A longer time is named"),
    "human_review_reworded": N_("How people check it was reworded: compare"),
    "appeal_reworded": N_("The way to contest a result was reworded: compare"),
    "notice_reworded": N_("How people are told was reworded: compare"),
    "opt_out_how_reworded": N_("The way to ask for a person was reworded: compare"),
}
# Kinds that several fields can show, so that the field has to be named beside them.
_SHARED: Final = frozenset(
    {
        "answer_withheld", "data_widened", "more_automatic", "contact_lost",
        "limit_lost", "words_lost", "time_shorter", "time_longer",
    }
)  # fmt: skip
# Something that the text named is not in it any more.
_LESS: Final = frozenset({"contact_lost", "limit_lost", "words_lost"})
_REWORDED: Final = _LESS | {
    "time_shorter",
    "time_longer",
    *(kind for kind in LABELS if kind.endswith("_reworded")),
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
        """Say it in English; a kind from a newer register than ours says its field."""
        return LABELS.get(self.kind) or self.field_label or self.kind

    @property
    def field_label(self) -> str:
        return FIELD_BY_KEY[self.field].label if self.field in FIELD_BY_KEY else ""

    @property
    def needs_field(self) -> bool:
        """Tell whether the label alone leaves open which answer it is about."""
        return self.kind in _SHARED

    @property
    def is_reworded(self) -> bool:
        """Tell whether only a look at both texts can tell what was taken away."""
        return self.kind in _REWORDED

    @property
    def says_less(self) -> bool:
        """Tell whether a rewording certainly lost something that the text had named."""
        return self.kind in _LESS


def read_weakenings(stored: Iterable[Mapping[str, str]]) -> list[Weakening]:
    """Return what a version keeps of what it takes away."""
    return [Weakening(one["kind"], one["field"]) for one in stored]


def takes_away(weakenings: Iterable[Weakening]) -> bool:
    """Tell whether any of them is more than a wording to compare."""
    return any(not one.is_reworded for one in weakenings)


def find_weakenings(before: Answers, after: Answers) -> list[Weakening]:
    """Return what the later version takes away, nothing when it only adds."""
    return [
        *(Weakening(*one) for one in broken_promises(before, after)),
        *_gone(before, after),
        *_loosened(before, after),
        *_risk(before, after),
        *_widened(before, after),
        *_kept(before, after),
        *_affected(before, after),
        *_withheld(before, after),
    ]


_GONE: Final = (
    ("public_contact", "contact_dropped"),
    ("excluded_uses", "limit_dropped"),
    ("impact_assessments", "assessment_dropped"),
    ("independent_review", "check_dropped"),
    ("automation_degree", "autonomy_unsaid"),
    ("personal_data_used", "personal_data_unsaid"),
    ("people_affected", "people_unsaid"),
    ("risks", "risks_unsaid"),
    ("operational_data", "data_unsaid"),
    ("sensitive_attributes", "sensitive_unsaid"),
    ("data_governance", "care_unsaid"),
    ("fairness_results", "fairness_unsaid"),
)


def _gone(before: Answers, after: Answers) -> list[Weakening]:
    """Name what was answered and is now blank, not known, or said not to apply."""
    return [
        Weakening(kind, key)
        for key, kind in _GONE
        if _amount(after, key) < _amount(before, key) and not is_withheld(after, key)
    ]


# Of these, every row is a thing by itself: one fewer is one that is no longer listed.
_COUNTED: Final = frozenset({"impact_assessments", "independent_review"})


def _amount(answers: Answers, key: str) -> int:
    if key in _COUNTED:
        return len(row_value(answers, key))
    answer = answers.get(key)
    if answer is None or not answer.is_answered or answer.value == "unknown":
        return 0
    is_no = isinstance(answer.value, str) and is_nothing(answer.value)
    return 0 if is_no and key == "excluded_uses" else 1


def _loosened(before: Answers, after: Answers) -> list[Weakening]:
    found = []
    old, new = (_rank(text_value(one, "automation_degree")) for one in (before, after))
    if old is not None and new is not None and new > old:
        found.append(Weakening("more_automatic", "automation_degree"))
    old_learns, new_learns = (
        text_value(one, "self_learning") for one in (before, after)
    )
    if old_learns == "no" and new_learns == "yes":
        found.append(Weakening("more_automatic", "self_learning"))
    if _lost_mitigation(before, after):
        found.append(Weakening("mitigation_dropped", "risks"))
    return found


def _lost_mitigation(before: Answers, after: Answers) -> bool:
    """Tell whether a risk is still named but no longer what is done about it."""
    old, new = (
        {
            _folded(row.get("risk", "")): row.get("mitigation", "")
            for row in row_value(one, "risks")
        }
        for one in (before, after)
    )
    return any(
        risk in new and _is_said(done) and not _is_said(new[risk])
        for risk, done in old.items()
    )


def _is_said(text: str) -> bool:
    return bool(text) and not is_nothing(text)


def _risk(before: Answers, after: Answers) -> list[Weakening]:
    """Compare scheme by scheme, and the whole where a scheme gave way to another."""
    if not row_value(before, "risk_class") or is_withheld(after, "risk_class"):
        return []
    old, new = (_by_scheme(one) for one in (before, after))
    is_lower = any(-1 < new.get(scheme, -1) < rank for scheme, rank in old.items())
    if is_lower or -1 < highest_risk(after) < highest_risk(before):
        return [Weakening("risk_lowered", "risk_class")]
    is_fewer = set(old) - set(new) and len(new) < len(old)
    is_unsaid = any(new.get(scheme, rank) < rank for scheme, rank in old.items())
    if is_fewer or is_unsaid or highest_risk(after) < highest_risk(before):
        return [Weakening("risk_dropped", "risk_class")]
    return []


def _by_scheme(answers: Answers) -> dict[str, int]:
    """Return the highest level of each scheme; -1 where it states only a class."""
    ranks: dict[str, int] = {}
    for row in row_value(answers, "risk_class"):
        level = row.get("level", "")
        rank = _LEVELS.index(level) if level in _LEVELS else -1
        scheme = row.get("scheme", "")
        ranks[scheme] = max(rank, ranks.get(scheme, -1))
    return ranks


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


def _kept(before: Answers, after: Answers) -> list[Weakening]:
    """Compare how long data is kept, and whether anybody else gets it."""
    key = "data_governance"
    old, new = row_value(before, key), row_value(after, key)
    found = []
    times = [_keeping(row.get("retention", "") for row in rows) for rows in (old, new)]
    if times[0] and times[1] and times[1].is_longer_than(times[0]):
        found.append(Weakening("data_kept_longer", key))
    shared, shares = (
        [row["sharing"] for row in rows if row.get("sharing")] for rows in (old, new)
    )
    if shared and all(map(is_nothing, shared)) and not all(map(is_nothing, shares)):
        found.append(Weakening("data_shared", key))
    if times[0] and new and not times[1]:
        found.append(Weakening("keeping_unsaid", key))
    return found


def _keeping(texts: Iterable[str]) -> Duration | None:
    known = [longest_keeping(one) for one in texts]
    return max((one for one in known if one is not None), default=None)


def _affected(before: Answers, after: Answers) -> list[Weakening]:
    found = []
    old, new = (set(list_value(one, "people_groups")) for one in (before, after))
    if old and "everyone" not in old and new - old - {"nobody"}:
        found.append(Weakening("people_widened", "people_groups"))
    few, many = (
        total(
            lone_figure(row["people"])
            for row in row_value(one, "scale")
            if row.get("people")
        )
        for one in (before, after)
    )
    if few and many and many >= 2 * few:
        found.append(Weakening("people_doubled", "scale"))
    return found


def _withheld(before: Answers, after: Answers) -> list[Weakening]:
    return [
        Weakening("answer_withheld", key)
        for key, answer in before.items()
        if answer.is_answered and is_withheld(after, key)
    ]


def highest_risk(answers: Answers) -> int:
    """Return the rank of the highest stated risk level; -1 where none is stated."""
    levels = [row.get("level", "") for row in row_value(answers, "risk_class")]
    return max((_LEVELS.index(one) for one in levels if one in _LEVELS), default=-1)


def _rank(degree: str) -> int | None:
    return _DEGREES.index(degree) if degree in _DEGREES else None


def _names(answers: Answers, key: str) -> set[str]:
    return {_folded(row.get("name", "")) for row in row_value(answers, key)} - {""}


def _folded(text: str) -> str:
    return " ".join(text.lower().split())
