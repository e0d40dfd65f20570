"""Which known concerns about AI in public services a passage touches.

Stands beside the found topics: topics come from the comments, issues are asked of
them. A consultation may bring its own list. An issue is a few phrases as people
would say them; a passage is compared with each by meaning, and the score is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.errors import N_

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

# A passage touches an issue from this score; measured, see docs/method.md.
THRESHOLD: Final = 0.35


@dataclass(frozen=True, slots=True)
class Issue:
    """A concern that officials look for.

    Attributes:
        key: Stable name in results.
        name: What people read; translatable.
        description: One sentence saying what belongs here.
        phrases: The concern in people's own words; these are compared.
    """

    key: str
    name: str
    description: str
    phrases: tuple[str, ...]


def score_issues(
    passages: Sequence[str], issues: Sequence[Issue], embed: Embed
) -> list[dict[str, float]]:
    """Return, per passage, the score of each issue that it touches.

    A score is half the cosine to the closest phrase of an issue and half that to the
    middle of its phrases; an issue below the threshold is left out, so most passages
    map to none or one.
    """
    if not passages or not issues:
        return [{} for _ in passages]
    phrases = [phrase for issue in issues for phrase in issue.phrases]
    owner = np.repeat(np.arange(len(issues)), [len(i.phrases) for i in issues])
    texts, wanted = _unit(embed(passages)), _unit(embed(phrases))
    scores = np.stack(
        [_closeness(texts, wanted[owner == i]) for i in range(len(issues))], axis=1
    )
    return [_kept(row, issues) for row in scores]


def _closeness(texts: Vectors, phrases: Vectors) -> Vectors:
    middle = _unit(phrases.mean(axis=0, keepdims=True))
    closest = (texts @ phrases.T).max(axis=1)
    mixed: Vectors = ((closest + (texts @ middle.T)[:, 0]) / 2).astype(np.float32)
    return mixed


def merge_scores(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return a comment's scores from those of its passages: the best of each."""
    merged: dict[str, float] = {}
    for row in rows:
        for key, value in row.items():
            merged[key] = max(value, merged.get(key, 0.0))
    return merged


def _kept(row: Vectors, issues: Sequence[Issue]) -> dict[str, float]:
    # Rounded first, so that the last bits of a sum decide nothing.
    rounded = {
        issue.key: round(float(value), 3)
        for issue, value in zip(issues, row, strict=True)
    }
    return {key: value for key, value in rounded.items() if value >= THRESHOLD}


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


DEFAULT_ISSUES: Final[tuple[Issue, ...]] = (
    Issue(
        "privacy",
        N_("Privacy and data protection"),
        N_("Which personal data are used, who sees them, and for how long."),
        (
            "I worry about my privacy and personal data",
            "who has access to our personal information",
            "collecting and sharing data about people without consent",
            "surveillance and tracking of citizens",
            "confidential health records must stay private",
            "privacy",
            "data protection",
            "personal information",
            "surveillance",
            "my private data is sold",
        ),
    ),
    Issue(
        "bias",
        N_("Bias and discrimination"),
        N_("Unequal treatment of groups, stereotypes, unfair outcomes."),
        (
            "the algorithm is biased and discriminates against minorities",
            "racism and prejudice built into the system",
            "unfair treatment of women, disabled or poor people",
            "stereotypes in the training data",
            "it must treat everyone equally and fairly",
            "bias in algorithms",
            "discrimination and racism",
            "prejudice against minorities",
            "unfair and unequal treatment",
        ),
    ),
    Issue(
        "accuracy",
        N_("Accuracy and errors"),
        N_("Mistakes, wrong answers, invented facts, reliability."),
        (
            "it makes mistakes and gives wrong answers",
            "inaccurate and unreliable information",
            "misinformation and fake content",
            "false results, errors and hallucinations",
            "facts must be checked and verified",
            "misinformation",
            "inaccurate answers",
            "errors and mistakes",
            "fake news and false facts",
        ),
    ),
    Issue(
        "appeal",
        N_("Accountability and appeal"),
        N_("Who answers for a decision, and how it can be challenged."),
        (
            "who is responsible when the computer gets it wrong",
            "people must be able to appeal against a decision",
            "hold the government accountable",
            "oversight, regulation and laws for AI",
            "the right to complain and have a decision reviewed",
            "accountability and oversight",
            "strict regulation and laws",
            "the right to appeal",
            "legal responsibility for harm",
        ),
    ),
    Issue(
        "transparency",
        N_("Transparency and explanation"),
        N_("Knowing that AI is used, how it works and why it decided so."),
        (
            "be open and transparent about how AI is used",
            "explain how the decision was made",
            "people should be told when they are dealing with AI",
            "a black box that nobody understands",
            "publish how the algorithm works",
            "transparency",
            "openness about algorithms",
            "clear explanations of decisions",
            "honest labelling of AI content",
        ),
    ),
    Issue(
        "human_contact",
        N_("Human contact and judgement"),
        N_("A person to talk to; decisions left to or checked by people."),
        (
            "I want to talk to a real person, not a machine",
            "loss of human connection and empathy",
            "a human should make the final decision",
            "computers cannot replace human judgement",
            "people will stop thinking for themselves",
            "lack of human contact",
            "losing critical thinking",
            "human empathy and judgement",
            "replacing people with chatbots",
        ),
    ),
    Issue(
        "access",
        N_("Digital divide and access"),
        N_("People without devices, skills, money or the language."),
        (
            "older people without internet or computers are left behind",
            "accessible to everyone, also in rural areas",
            "not everyone has a smartphone or digital skills",
            "people with disabilities must be able to use it",
            "teach and educate people how to use AI",
            "accessible and affordable for everyone",
            "seniors without computers",
            "rural internet access",
            "digital skills training",
        ),
    ),
    Issue(
        "security",
        N_("Security and misuse"),
        N_("Hacking, fraud, leaks, and use by criminals or hostile powers."),
        (
            "hackers and cyber attacks",
            "scams and fraud by criminals",
            "data leaks and security breaches",
            "AI used as a weapon or for evil purposes",
            "deepfakes and identity theft",
            "cyber security",
            "fraud and scams",
            "hackers stealing identities",
            "criminals misusing AI",
        ),
    ),
    Issue(
        "jobs",
        N_("Jobs and work"),
        N_("Lost or changed work, for staff and in the economy."),
        (
            "people will lose their jobs",
            "replacing workers with machines",
            "unemployment and loss of income",
            "protect employment and retrain workers",
            "the effect on staff and their work",
            "job losses",
            "unemployment",
            "workers replaced by robots",
            "protecting jobs and careers",
        ),
    ),
    Issue(
        "cost",
        N_("Cost and benefit"),
        N_("What it costs, what it saves, and whether it is worth it."),
        (
            "a waste of taxpayers' money",
            "it will save money and reduce costs",
            "make services faster and more efficient",
            "who pays for it and who profits",
            "shorter waiting times and less paperwork",
            "costs and budgets",
            "saving taxpayers' money",
            "efficiency",
            "shorter wait times",
        ),
    ),
    Issue(
        "environment",
        N_("Environment"),
        N_("Energy, water and other burdens on nature."),
        (
            "AI uses too much energy and water",
            "the environmental impact of data centres",
            "climate change and carbon emissions",
            "pollution and use of natural resources",
            "electricity consumption of computing",
            "environmental damage",
            "energy consumption",
            "water use of data centres",
            "climate change",
        ),
    ),
    Issue(
        "trust",
        N_("Trust and control"),
        N_("Confidence in the body or the technology; fear of losing control."),
        (
            "I do not trust the government with AI",
            "AI will get out of control and take over",
            "power in the hands of a few big companies",
            "I have no confidence in this technology",
            "manipulation of people by those in power",
            "loss of control",
            "trust in government",
            "power of corporations",
            "manipulation and control of people",
        ),
    ),
)
