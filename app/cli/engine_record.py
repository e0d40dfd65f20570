"""What the register says of the reading engine, which is an AI system itself.

Everything here follows from the engine's own facts in `app/analysis/method.py`. What
only a body can say (who answers for it, on which legal basis) stays open for it.
"""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.analysis.method import (
    BY_GROUP,
    COMPONENTS,
    LIMITS,
    MEASURED,
    RECORD_SLUG,
    STEPS,
)
from app.errors import N_, Conflict
from app.register.models import Status, System
from app.register.services import create_system, save_draft

NAME: Final = "The machine that sorts comments (Folkmoot's reading engine)"


_RISKS: Final = (
    (
        "accuracy",
        "Comments stand in the wrong topic, or a topic mixes two things.",
        (
            "How steady each topic is stands beside it; officials move comments, split and "
            "merge topics, and everyone can read the comments behind each number."
        ),
    ),
    (
        "discrimination",
        "People who write in other languages, briefly or with irony are read worse.",
        (
            "This is said where results are shown. Whether some groups are read worse could "
            "not be measured."
        ),
    ),
    (
        "other",
        "What only few people say is lost in counting.",
        "The passages least like the rest are listed for officials to read one by one.",
    ),
    (
        "privacy",
        "Personal details stay in a text because patterns did not find them.",
        "Moderators read comments before they are shown, and can mask more.",
    ),
)

# Answers to the register's fields, in the form of a draft's values.
ENGINE_FIELDS: Final[dict[str, Any]] = {
    "one_line": "Sorts what people write in consultations into topics, for "
    "officials to read and check.",
    "plain_summary": "When many people comment on a plan, this machine puts "
    "comments that are about the same thing together and names each group. "
    "Officials read the groups, correct them and confirm them. Nothing that the "
    "machine made is public before a person has confirmed it. It does not decide "
    "anything, and it does not know who is for or against.",
    "purpose": "To let a few officials read thousands of comments, all of them, "
    "and to let everyone check what they made of them.",
    "how_it_works": " ".join(f"{one.name}: {one.explanation}" for one in STEPS),
    "process_place": "After people have commented and before officials answer. It "
    "orders what they read; it answers nobody.",
    "automation_degree": "informs",
    "effects": ["sorts"],
    "people_groups": ["everyone"],
    "people_affected": "Everyone who comments in a consultation.",
    "topic": ["general", "it"],
    "technology_kinds": ["machine_learning", "language"],
    "human_review": "Every topic is confirmed, renamed, merged, split or hidden by "
    "an official; comments can be moved. All of it is logged and can be undone, and "
    "what was changed stays listed in public.",
    "appeal_route": "It decides nothing about you. With your receipt you can see "
    "which topics your words went into, and withdraw or erase them. If they stand "
    "in the wrong place, write to the contact below and an official moves them.",
    "notice_to_people": "Each page of results says that a machine sorted the "
    "comments and links to how it reads.",
    "benefits": "Every comment is read, not a sample; rare points are listed apart; "
    "the same comments always give the same topics.",
    "excluded_uses": "It must not be used to guess support or opposition, to judge "
    "people, or to leave comments out.",
    "alternatives": "Reading by people alone, which takes weeks and hides how "
    "comments were sorted; services of others, to which comments would be sent.",
    "risks": [
        {"category": category, "risk": risk, "mitigation": mitigation}
        for category, risk, mitigation in _RISKS
    ],
    "personal_data_used": "yes",
    "sensitive_attributes": "None are asked for. People may write about themselves; "
    "what patterns can find is masked first, and names are looked for by people.",
    "operational_data": [
        {
            "name": "Comments",
            "description": "What people wrote in consultations, with e-mail "
            "addresses, numbers and similar details masked.",
        }
    ],
    "architecture": "Steps that run one after another on the body's own machine, "
    "without a network connection and without a large language model.",
    "system_input": "Comments, and the question that was asked.",
    "system_output": "Topics with a name, words, quotes, counts and how steady they "
    "are; for each comment its topics, its language, the tone of its wording, and "
    "known issues that it touches.",
    "models": [
        {"name": one.name, "version": one.version, "task": one.purpose}
        for one in COMPONENTS
    ],
    "self_learning": "no",
    "development_datasets": [
        {
            "name": "None of the body's own",
            "purpose": "The engine is not trained on comments. It was measured on "
            "published sets of other consultations.",
        }
    ],
    "performance_results": [
        {"metric": one.what, "value": one.value, "data": one.on} for one in MEASURED
    ],
    "maintenance": " ".join((*LIMITS, *BY_GROUP)),
    "keywords": ["consultation", "comments", "topics", "folkmoot"],
}


def draft_engine_record(
    session: Session, organisation: Organisation, *, now: datetime
) -> System:
    """Add the engine to a body's systems, with a draft that officials complete.

    Raises:
        Conflict: It is there already.
    """
    taken = select(System.id).where(System.slug == RECORD_SLUG)
    if session.exec(taken).first() is not None:
        raise Conflict(N_("The engine has a record already."))
    system = create_system(session, organisation, NAME, status=Status.IN_USE, now=now)
    # Where the page on how comments are read looks for it.
    system.slug = RECORD_SLUG
    session.add(system)
    entered = {
        key: {"state": "answered", "value": value}
        for key, value in ENGINE_FIELDS.items()
    }
    save_draft(session, system, entered, official=None, now=now)
    return system
