"""Answers that a version weakens, and what that is named, for tests."""

from app.register.rules.weakening import find_weakenings
from tests.register.answers import answers

ROUTE = (
    "You can appeal to the housing panel within six weeks. Write to "
    "appeals@city.example or call 01632 960140."
)
KEPT = [{"retention": "30 days", "sharing": "None."}]
NOT_APPLICABLE = {"state": "not_applicable", "reason": "It decides nothing."}
NOT_YET_KNOWN = {"state": "not_yet_known", "until": "2027-01-01"}
MITIGATED = [{"risk": "A wrong desk.", "mitigation": "A clerk looks twice."}]
ASSESSED = [{"type": "Privacy"}, {"type": "Human rights"}]
CLASSES = [
    {"scheme": "eu_ai_act", "level": "high"},
    {"scheme": "own", "level": "high"},
]


def kinds(before, after):
    found = find_weakenings(answers(**before), answers(**after))
    return {one.kind for one in found}
