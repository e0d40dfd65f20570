"""What the columns of an unknown file probably mean. A person looks at it next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.comments.rules.tables import Table
from app.consultations.models import Consultation, Question, QuestionKind
from app.consultations.rules import key_of

LEFT_OUT: Final = ""
# A column that becomes a question of its own, worded like its heading.
NEW_QUESTION: Final = "new"

# Meaning to the headings it usually has; the first that is there is taken.
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "submission": (
        "respondent", "respondent id", "submission", "submission id", "response id",
        "participant id", "participant", "collector id", "record id", "id",
    ),
    "question": ("question id", "question key", "question code", "question number"),
    "wording": ("question", "question text", "wording", "question wording"),
    "text": (
        "text", "comment", "comment text", "answer", "answer text", "response",
        "response text", "comments", "body", "message",
    ),
    "submitted_at": (
        "submitted at", "submitted", "submission date", "date submitted", "created at",
        "timestamp", "end date", "received at", "received", "date", "time",
    ),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
_FEWEST_WORDS: Final = 4


def guess_meanings(
    table: Table, consultation: Consultation, questions: Sequence[Question]
) -> list[str]:
    """Return a meaning for each column, or nothing where there is no good guess."""
    plain = [_plain(column) for column in table.columns]
    meanings = [LEFT_OUT] * len(plain)
    own = dict(_own(consultation, questions))
    for place, name in enumerate(plain):
        meanings[place] = own.get(name, LEFT_OUT)
    for meaning, names in _USUAL.items():
        found = next((name for name in names if name in plain), None)
        place = plain.index(found) if found else -1
        if place >= 0 and not meanings[place]:
            meanings[place] = meaning
    if "text" in meanings:
        return _as_long(meanings)
    return _as_wide(meanings, table)


def meanings_of(questions: Sequence[Question]) -> Iterator[tuple[str, Question]]:
    """Yield what a column can mean for each question that is there."""
    for question in questions:
        yield f"{'comment' if is_text(question) else 'answer'}.{question.key}", question


def is_text(question: Question) -> bool:
    """Tell whether a question is answered in people's own words."""
    return question.kind is QuestionKind.FREE_TEXT


def pairs_of(columns: Sequence[str], meanings: Sequence[str]) -> list[str]:
    """Return what was chosen for each column as `MEANING=COLUMN`, as in the command."""
    pairs = []
    taken: set[str] = set()
    for column, meaning in zip(columns, meanings, strict=False):
        if not column or meaning == LEFT_OUT:
            continue
        if meaning == NEW_QUESTION:
            key = key_of(column, taken)
            taken.add(key)
            pairs.append(f"comment.{key}={column}")
        else:
            pairs.append(f"{meaning}={column}")
    return pairs


def _own(
    consultation: Consultation, questions: Sequence[Question]
) -> Iterator[tuple[str, str]]:
    for meaning, question in meanings_of(questions):
        yield _plain(question.wording), meaning
        yield _plain(question.key), meaning
    for one in consultation.participant_questions:
        yield _plain(one["label"]), f"about.{one['key']}"
        yield _plain(one["key"]), f"about.{one['key']}"


def _as_long(meanings: list[str]) -> list[str]:
    """One row for each comment: a column that is a question's would contradict it."""
    return [LEFT_OUT if one.startswith("comment.") else one for one in meanings]


def _as_wide(meanings: list[str], table: Table) -> list[str]:
    """One row for each submission: prose without a meaning asks something new."""
    found = [LEFT_OUT if one in {"question", "wording"} else one for one in meanings]
    if any(one.startswith("comment.") for one in found):
        return found
    return [
        NEW_QUESTION if not one and column and _is_prose(table, place) else one
        for place, (one, column) in enumerate(zip(found, table.columns, strict=True))
    ]


def _is_prose(table: Table, place: int) -> bool:
    cells = [row.cells[place] for row in table.rows if place < len(row.cells)]
    lengths = [len(cell.split()) for cell in cells if cell.strip()]
    return bool(lengths) and sum(lengths) / len(lengths) >= _FEWEST_WORDS


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", " ", heading).strip().casefold()
