"""The values that the inventory of 2025 knows, and what they are with us.

What is written is one of its own values or nothing: an empty cell means unknown.
"""

import ast
import re
from collections.abc import Callable
from typing import Any, Final

from app.register.models import Status

STAGES: Final = {
    "Pre-deployment": Status.IN_DEVELOPMENT,
    "Pilot": Status.CLOSED_PILOT,
    "Deployed": Status.IN_USE,
    "Retired": Status.RETIRED,
}
# None fits what is paused, "actively authorized or utilized" or not, or was never used.
STAGE_OF: Final = {
    Status.PROPOSED: "Pre-deployment",
    Status.IN_DEVELOPMENT: "Pre-deployment",
    Status.CLOSED_PILOT: "Pilot",
    Status.OPEN_PILOT: "Pilot",
    Status.IN_USE: "Deployed",
    Status.RETIRED: "Retired",
    Status.WITHDRAWN: "Retired",
    Status.NOT_STATED: "",
}
TOPICS: Final = {
    "Admin Functions": "general",
    "Cybersecurity": "it",
    "Emergency Mgmt": "emergency",
    "Energy and Environment": "environment",
    "Benefits Processing": "benefits",
    "Health and Medical": "health",
    "HR": "general",
    "IT": "it",
    "International Affairs": "international",
    "Law Enforcement": "police",
    "Other": "other",
    "Procurement and Finance Mgmt": "money",
    "Science": "science",
    "Service Delivery": "service",
    "Transportation": "transport",
}
KINDS: Final = {
    "Agentic AI": "agent",
    "Classical ML": "machine_learning",
    "Computer Vision": "vision",
    "Generative AI": "generative",
    "NLP": "language",
    "Reinforcement Learning": "machine_learning",
    "Other": "other",
}
_SENSITIVE: Final = {
    "a": "ethnicity", "b": "sex", "c": "age", "d": "religion", "e": "income",
    "f": "disability", "g": "nationality", "h": "family", "i": "income",
    "j": "employment",
}  # fmt: skip
_FEATURES: Final = {
    "a": "a) Race/Ethnicity", "b": "b) Sex", "c": "c) Age",
    "d": "d) Religious Affiliation", "e": "e) Socioeconomic Status",
    "f": "f) Ability Status", "g": "g) Residency Status", "h": "h) Marital Status",
    "i": "i) Income", "j": "j) Employment Status", "l": "l) Other",
}  # fmt: skip
# The choices of columns that we fill from free texts, as the consolidated file spells them.
IMPACTS: Final = (
    "High-impact", "Presumed High-Impact, but Not High-impact", "Not High-impact",
)  # fmt: skip
CONTRACTING: Final = (
    "Vendor Purchased", "In-house Development", "Contracting and In House",
)  # fmt: skip
REVIEWS: Final = (
    "Internal Independent Review", "Oversight Board Review", "CAIO Review", "In-progress",
    "CAIO Waived",
)  # fmt: skip
TRAINING: Final = ("Training Established", "Training In-progress", "CAIO Waived")
APPEALS: Final = (
    "Appeal Process Established", "Not Applicable", "Appeal Process In-progress",
    "Appeal Precluded by Law", "CAIO Waived",
)  # fmt: skip
# What a consultation here is, among the steps to ask the public.
SOLICITATION: Final = "Public Feedback Solicitations"
_LINE: Final = re.compile(r"\s+")
# The inventory's own choices b and c, and how agencies shortened them: a step begins so.
_ASKS_THE_PUBLIC: Final = re.compile(
    r"(?:[bc]\)\s*)?(?:general solicitations? of (?:feedback and )?comments from the public"
    r"|public feedback solicitations?|public hearings?(?: or meetings?)?)(?!\w)",
    re.IGNORECASE,
)
_NOT_DONE: Final = re.compile(
    r"\b(?:no|not|none|never|without|waived|planned|planning|plans?|will|to be|future"
    r"|proposed|upcoming|scheduled|pending|under ?way|in[- ]progress)\b",
    re.IGNORECASE,
)
WAIVED: Final = re.compile(
    r"(?:[a-f]\)\s*)?(?:(?:agency )?caio )?(?:has )?waived\b", re.IGNORECASE
)


def one_of(values: tuple[str, ...]) -> Callable[[Any], str]:
    """Return a writer that gives a column's own value back, and nothing for any other."""
    return lambda value: value if value in values else ""


def _as_list(value: Any) -> list[str]:
    try:
        read = ast.literal_eval(str(value or "").strip() or "[]")
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return [str(one) for one in read] if isinstance(read, list) else []


def read_steps(value: Any) -> str:
    """Return the steps taken to ask users and the public, one a line, as stated."""
    return "\n".join(_LINE.sub(" ", one).strip() for one in _as_list(value)).strip()


def write_steps(value: Any) -> str:
    return repr(str(value).split("\n")) if value else "[]"


def public_asked(value: Any) -> str:
    """Read yes from a step that reached the public, no from a waiver, else nothing.

    Usability tests with staff and steps in progress do not say that the public was asked.
    """
    steps = read_steps(value).split("\n")
    if any(map(_asks, steps)):
        return "yes"
    return "no" if any(map(WAIVED.match, steps)) else ""


def _asks(step: str) -> bool:
    return bool(_ASKS_THE_PUBLIC.match(step)) and not _NOT_DONE.search(step)


def read_sensitive(value: Any) -> list[str]:
    found = {_SENSITIVE.get(one[:1]) for one in _as_list(value) if one[1:2] == ")"}
    return [key for key in dict.fromkeys(_SENSITIVE.values()) if key in found]


def write_sensitive(value: Any) -> str:
    letters = {ours: letter for letter, ours in reversed(_SENSITIVE.items())}
    written = (_FEATURES[letters.get(one, "l")] for one in value or [])
    return repr(list(dict.fromkeys(written)))
