"""What changed between two versions: field by field, words marked."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from app.register.models import RegisterRecord
from app.register.rules.wording import PLAIN, Tongue, answer_text
from app.register.schemas.answers import Answer, Answers, State, stored_answers
from app.register.schemas.fields import ASKED, FIELD_BY_KEY
from app.register.schemas.kinds import RecordField

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
# Marking word by word is quadratic; beyond this many words whole texts are marked.
_MOST_WORDS: Final = 4_000


class Change(StrEnum):
    """What happened to a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, and whether only this version has it."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, with both texts in parts."""

    field: RecordField
    change: Change
    before: list[Part]
    after: list[Part]


def compare(
    before: Answers, after: Answers, tongue: Tongue = PLAIN
) -> list[FieldChange]:
    """Return the fields that differ, in reading order, in words of one `tongue`."""
    return [
        _field_change(field, before.get(field.key), after.get(field.key), tongue)
        for field in ASKED
        if differs(before.get(field.key), after.get(field.key))
    ]


def compare_versions(
    before: RegisterRecord, after: RegisterRecord, tongue: Tongue = PLAIN
) -> list[FieldChange]:
    """Return what differs between two versions: name, status, then the answers."""
    return [
        *compare_names(before.name, after.name),
        *_kept_elsewhere(
            "status", tongue.say(before.status.label), tongue.say(after.status.label)
        ),
        *compare(stored_answers(before.fields), stored_answers(after.fields), tongue),
    ]


def compare_names(before: str, after: str) -> list[FieldChange]:
    """Return the name's change, if there is one."""
    return _kept_elsewhere("name", before, after)


def _kept_elsewhere(key: str, old: str, new: str) -> list[FieldChange]:
    """Compare what a version holds beside its answers, whole: it is a name or a choice."""
    if old == new:
        return []
    sides = [Part(old, is_marked=True)], [Part(new, is_marked=True)]
    return [FieldChange(FIELD_BY_KEY[key], Change.CHANGED, *sides)]


def differs(before: Answer | None, after: Answer | None) -> bool:
    """Tell whether two answers say different things; being confirmed is no change."""
    return _said(before) != _said(after)


def _said(answer: Answer | None) -> tuple[object, ...] | None:
    if answer is None or (answer.state is State.ANSWERED and not answer.value):
        return None
    return (answer.state, answer.value, answer.reason, answer.until)


def _field_change(
    field: RecordField, before: Answer | None, after: Answer | None, tongue: Tongue
) -> FieldChange:
    old, new = answer_text(field, before, tongue), answer_text(field, after, tongue)
    if not old:
        return FieldChange(field, Change.ADDED, [], [Part(new, is_marked=True)])
    if not new:
        return FieldChange(field, Change.REMOVED, [Part(old, is_marked=True)], [])
    old_parts, new_parts = mark_words(old, new)
    return FieldChange(field, Change.CHANGED, old_parts, new_parts)


def mark_words(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Split two texts into shared and own stretches."""
    old_words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    if len(old_words) + len(new_words) > _MOST_WORDS:
        return [Part(old, is_marked=True)], [Part(new, is_marked=True)]
    before: list[Part] = []
    after: list[Part] = []
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    steps = matcher.get_opcodes()
    for number, (kind, i, j, k, m) in enumerate(steps):
        # A lone blank between two changes reads better as part of them.
        is_gap = 0 < number < len(steps) - 1 and not "".join(old_words[i:j]).strip()
        is_marked = kind != "equal" or is_gap
        _append(before, "".join(old_words[i:j]), is_marked=is_marked)
        _append(after, "".join(new_words[k:m]), is_marked=is_marked)
    return before, after


def _append(parts: list[Part], text: str, *, is_marked: bool) -> None:
    if not text:
        return
    if parts and parts[-1].is_marked == is_marked:
        text = parts.pop().text + text
    parts.append(Part(text, is_marked))
