"""Brings together what a newer copy of a source says and what officials wrote here.

Three texts are laid side by side, field by field: what the source said before, what
the record says here, and what the source says now. Officials may have changed or added
a field only where the record differs from what the source said before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.register.models import Status
from app.register.rules.compare import differs
from app.register.schemas.answers import Answer, Answers, stored_answers

# What a record holds beside its answers, by the keys of our fields.
_BESIDE: Final = ("name", "status", "organisation", "language")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a system: by its source, or by its record here.

    Attributes:
        moving: Parts of fields, by the field's key, that a source may change without a
            newer version of the record; their change tells nothing of officials.
    """

    name: str
    status: Status
    organisation: str
    language: str
    answers: Answers
    moving: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """What the record says next.

    Attributes:
        kept: Keys of what the source changed and officials changed too: theirs stays.
    """

    said: Said
    kept: tuple[str, ...] = ()


def merge(before: Said | None, here: Said, now: Said) -> Merged:
    """Let what officials left alone follow the source, and leave theirs as it is.

    Where it is not known what the source said before, what it states now is taken, and
    nothing is emptied.
    """
    kept: list[str] = []
    beside = {}
    for key in _BESIDE:
        old = getattr(before or here, key)
        ours, new = getattr(here, key), getattr(now, key)
        beside[key] = new if ours == old else ours
        if ours not in {old, new} and new != old:
            kept.append(key)
    old_answers = before.answers if before else _stated_by(now, here)
    answers = {}
    for key in dict.fromkeys([*here.answers, *now.answers]):
        old, ours, new = (
            _still(one.get(key), now.moving.get(key))
            for one in (old_answers, here.answers, now.answers)
        )
        is_ours = differs(old, ours)
        answer = (here if is_ours else now).answers.get(key)
        if answer is not None:
            answers[key] = answer
        if is_ours and differs(old, new) and differs(ours, new):
            kept.append(key)
    return Merged(Said(**beside, answers=answers), tuple(kept))


def _stated_by(now: Said, here: Said) -> Answers:
    return {key: one for key, one in here.answers.items() if key in now.answers}


def _still(answer: Answer | None, part: str | None) -> Answer | None:
    """Return an answer without the part that a source changes unnoticed."""
    if part is None or answer is None or not isinstance(answer.value, list):
        return answer
    rows: Any = [
        {name: text for name, text in row.items() if name != part}
        for row in answer.value
        if isinstance(row, dict)
    ]
    return answer.model_copy(update={"value": rows})


def rebased(
    draft: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a draft begun from one version as if it had begun from a later one.

    All three are stored answers by key. What was changed in the draft stays in it.
    """
    kept = {}
    for key, own, old, new in _beside(draft, before, after):
        follows = not differs(own, old) and differs(old, new)
        stored = (after if follows else draft).get(key)
        if stored is not None:
            kept[key] = stored
    return kept


def changed_in_both(
    draft: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """Return the keys that a draft and a later version each changed in their own way."""
    return [
        key
        for key, own, old, new in _beside(draft, before, after)
        if differs(own, old) and differs(old, new) and differs(own, new)
    ]


def _beside(
    draft: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Answer | None, Answer | None, Answer | None]]:
    """Yield each key with its answer in all three, in the draft's order."""
    read = [stored_answers(one) for one in (draft, before, after)]
    for key in dict.fromkeys([*draft, *after, *before]):
        own, old, new = (one.get(key) for one in read)
        yield key, own, old, new
