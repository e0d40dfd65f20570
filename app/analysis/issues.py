"""The concerns that matter for AI in public services, as words and nothing more.

Light: pages show and change these lists, and the web process loads no numbers for it.
"""

from dataclasses import dataclass
from typing import Final

from app.errors import N_


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
