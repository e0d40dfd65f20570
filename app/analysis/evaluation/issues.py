"""How the issue framework compares with a search for each issue's own words.

No set labelled by people may be handed on; docs/method.md tells what one showed. The
words below are a crude stand-in: they miss what is said in other words, and take in
what only mentions them.
"""

import re
from pathlib import Path
from typing import Final

from app.analysis.evaluation.figures import Figure, rows
from app.analysis.issue_framework import Embed, score_issues
from app.analysis.issues import DEFAULT_ISSUES

WORDS: Final[dict[str, str]] = {
    "privacy": r"privacy|personal (?:data|info)|surveillance|confidential",
    "bias": r"\bbias|discriminat|racis|prejudice|stereotyp",
    "accuracy": r"misinform|fake|accura|wrong|mistake|errors?\b|disinform|false",
    "appeal": r"accountab|regulat|oversight|\blaws?\b|legislat|appeal",
    "transparency": r"transparen|explain|open about|openness|black box",
    "human_contact": r"human (?:touch|contact|connection|interaction|judg)"
    r"|critical think|think for (?:them|our|your)|real (?:person|people)|empathy",
    "access": r"accessib|rural|elder|senior|digital divide|afford|equal access|educat",
    "security": r"security|hack|scam|fraud|cyber|identity theft|criminal|weapon",
    "jobs": r"\bjobs?\b|employ|workers?\b|workforce|layoff|careers?",
    "cost": r"\bcosts?\b|money|expens|efficien|taxpayer|budget|wait ?times?",
    "environment": r"environment|climate|energy|water\b|carbon|electric|pollut",
    "trust": r"\btrust|control|power\b|manipulat|tak(?:e|ing) over",
}
_WORTH_READING: Final = 3


def measure(folder: Path, embed: Embed) -> list[Figure]:
    """Measure on the main questions of `folder`/bc_ai_survey."""
    texts = [
        row["text"]
        for row in rows(folder / "bc_ai_survey" / "comments.csv")
        if row["main_question"] == "1" and len(row["text"].split()) >= _WORTH_READING
    ]
    found = score_issues(texts, DEFAULT_ISSUES, embed)
    precision, recall = [], []
    for key, pattern in WORDS.items():
        named = [re.search(pattern, text, re.IGNORECASE) is not None for text in texts]
        mapped = [key in scores for scores in found]
        both = sum(a and b for a, b in zip(named, mapped, strict=True))
        precision.append(both / max(1, sum(mapped)))
        recall.append(both / max(1, sum(named)))
    some = sum(map(bool, found)) / len(found)
    return [
        Figure(
            "issues: mapped ones that name it", sum(precision) / len(WORDS), len(texts)
        ),
        Figure(
            "issues: ones that name it, mapped", sum(recall) / len(WORDS), len(texts)
        ),
        Figure("issues: comments mapped to any", some, len(texts)),
    ]
