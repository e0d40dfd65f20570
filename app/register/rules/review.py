"""When a record has to be checked again."""

from datetime import date, timedelta
from typing import Final

from app.register.models import RegisterRecord, Status
from app.register.rules.compare import differs
from app.register.rules.life import ENDED
from app.register.schemas.answers import Answers, stored_answers, text_value

LONGEST_UNCHECKED: Final = timedelta(days=365)
SOON: Final = timedelta(days=30)


def review_due_on(status: Status, answers: Answers, published_on: date) -> date | None:
    """Return the day in the record, or a year after it was last confirmed.

    Nothing changes any more about a system that has ended, so no review is due.
    """
    if status in ENDED:
        return None
    days = [one.confirmed_on for one in answers.values() if one.confirmed_on]
    latest = min(days, default=published_on) + LONGEST_UNCHECKED
    stated = last_day_of(text_value(answers, "review_due"))
    return min(stated, latest) if stated else latest


def last_confirmed_on(answers: Answers) -> date | None:
    """Return the oldest day on which an official confirmed an answer.

    None while any answer was never confirmed, as after an import.
    """
    days = [one.confirmed_on for one in answers.values()]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def only_confirms(before: Answers, after: Answers) -> bool:
    """Tell whether answers were looked at again, and say what they said before.

    Confirming a record may move its next review: that day is about the record alone.
    """
    keys = (before.keys() | after.keys()) - {"review_due"}
    if any(differs(before.get(key), after.get(key)) for key in keys):
        return False
    return any(_day(before, key) != _day(after, key) for key in keys)


def is_confirmed_on(answers: Answers, day: date) -> bool:
    """Tell whether every answer was confirmed on a day already."""
    keys = answers.keys() - {"review_due"}
    return bool(keys) and all(_day(answers, key) == day for key in keys)


def confirms(before: RegisterRecord, after: RegisterRecord) -> bool:
    """Tell whether a version only confirms the one before it."""
    return (
        (before.name, before.status, before.language)
        == (after.name, after.status, after.language)
    ) and only_confirms(stored_answers(before.fields), stored_answers(after.fields))


def needs_new_review(answers: Answers, today: date) -> bool:
    """Tell whether a record names a day for its review that has come."""
    stated = last_day_of(text_value(answers, "review_due"))
    return stated is not None and stated <= today


def _day(answers: Answers, key: str) -> date | None:
    answer = answers.get(key)
    return answer.confirmed_on if answer else None


def is_overdue(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


def is_due_soon(due_on: date | None, today: date) -> bool:
    return due_on is not None and today <= due_on <= today + SOON


def last_day_of(text: str) -> date | None:
    """Return the last day of a year, a month or a day given as text."""
    if not text:
        return None
    parts = [int(one) for one in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    year, month = parts[:2]
    if len(parts) == 2:  # noqa: PLR2004 - year and month
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=1)
    return date(year, month, parts[2])
