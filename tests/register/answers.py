"""Answers that tests start from."""

from typing import Any

from app.register.schemas.answers import Answer, read_answers

PLAIN: dict[str, Any] = {
    "one_line": {"value": "Sorts letters so that they reach the right desk."},
    "plain_summary": {"value": "It reads a letter. It says which team should answer."},
    "use_started": {"value": "2025-03"},
    "people_affected": {"value": "Anyone who writes to the council."},
    "people_groups": {"value": ["everyone"]},
    "effects": {"value": ["sorts"]},
    "automation_degree": {"value": "recommends"},
    "human_review": {"value": "A clerk checks every suggestion."},
    "personal_data_used": {"value": "yes"},
    "risks": {"value": [{"risk": "A letter lands on the wrong desk."}]},
    "appeal_route": {"value": "Write to the complaints team."},
    "opt_out": {"value": "yes"},
    "opt_out_how": {"value": "Ask at the counter."},
    "notice_to_people": {"value": "A line stands under every answer."},
    "public_contact": {"value": "ai@city.example"},
    "topic": {"value": ["service"]},
    "technology_kinds": {"value": ["language"]},
    "operational_data": {"value": [{"name": "Letters"}]},
    "risk_class": {"value": [{"scheme": "own", "value": "B", "level": "medium"}]},
}


def answers(**given: Any) -> dict[str, Answer]:
    """Read answers: a bare value counts as answered, None leaves the field out."""
    entered = {**PLAIN, **{key: _as_answer(value) for key, value in given.items()}}
    return read_answers({key: value for key, value in entered.items() if value})


def _as_answer(value: Any) -> Any:
    is_whole = value is None or (isinstance(value, dict) and "state" in value)
    return value if is_whole else {"value": value}
