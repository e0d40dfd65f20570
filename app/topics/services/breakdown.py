"""Who raised which topic, as far as numbers are large enough to protect everyone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.comments.queries import map_participants
from app.consultations.models import Consultation
from app.topics.rules.suppression import protect


def breakdowns_of(
    session: Session, consultation: Consultation, members: Mapping[str, set[UUID]]
) -> list[dict[str, Any]]:
    """Return a table for each question about participants: topics by answers.

    The first row is of all submissions. Only protected numbers leave this function.
    """
    if not consultation.participant_questions or not members:
        return []
    people = map_participants(session, consultation.id)
    tables = [
        _table(people, one, members) for one in consultation.participant_questions
    ]
    return [one for one in tables if _says_something(one)]


def _table(
    people: Mapping[UUID, Mapping[str, Any]],
    question: Mapping[str, Any],
    members: Mapping[str, set[UUID]],
) -> dict[str, Any]:
    said = {
        submission: about.get(question["key"]) for submission, about in people.items()
    }
    choices = list(question["choices"])
    groups = {"": set(said), **members}
    counts = [
        [sum(said.get(one) == choice for one in group) for choice in choices]
        for group in groups.values()
    ]
    rows = [
        {"topic": topic, "counts": cells}
        for topic, cells in zip(groups, protect(counts), strict=True)
    ]
    return {
        "key": question["key"],
        "label": question["label"],
        "choices": choices,
        "rows": rows,
    }


def _says_something(table: Mapping[str, Any]) -> bool:
    return any(
        count is not None for row in table["rows"][1:] for count in row["counts"]
    )
