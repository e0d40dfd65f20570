"""How quick is searching the register? Run: python -m benchmarks.register_search

Makes invented records (10,000 unless told otherwise) in a database of its own, then
asks for words, mistyped words, filters and pages, alone and together, through the same
function as the page, and prints the percentiles.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.accounts.models import Organisation
from app.db import Database, open_database
from app.register.models import Status
from app.register.queries.search import search_systems
from app.register.schemas import choices
from app.register.schemas.change import Change
from app.register.schemas.search import read_query
from app.register.services import create_system, publish_record, save_draft
from app.settings import ROOT

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "zy",
]
BODIES = 120
WORDS = 6_000
USUAL = [
    "inspection",
    "benefit",
    "permit",
    "licence",
    "letter",
    "patient",
    "school",
    "traffic",
    "camera",
    "risk",
    "forecast",
    "housing",
    "pension",
    "border",
    "grant",
    "fraud",
    "translation",
    "hospital",
    "tenant",
    "driver",
    "nurse",
    "waste",
    "water",
    "energy",
    "library",
    "museum",
    "police",
    "court",
    "appeal",
    "officer",
    "review",
]


def vocabulary(chance: random.Random) -> list[str]:
    made = {
        "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(WORDS)
    }
    return USUAL * 20 + sorted(made)


def text(chance: random.Random, words: list[str], count: int) -> str:
    return " ".join(chance.choices(words, k=count)) + "."


def answers(chance: random.Random, words: list[str]) -> dict[str, object]:
    def some(offered: tuple[choices.Choice, ...]) -> list[str]:
        return [one.key for one in chance.sample(offered, k=chance.randint(1, 3))]

    given: dict[str, object] = {
        "one_line": text(chance, words, 14),
        "plain_summary": text(chance, words, 60),
        "purpose": text(chance, words, 120),
        "how_it_works": text(chance, words, 160),
        "human_review": text(chance, words, 40),
        "topic": some(choices.TOPICS),
        "technology_kinds": some(choices.TECHNOLOGIES),
        "effects": some(choices.EFFECTS),
        "people_groups": some(choices.PEOPLE),
        "automation_degree": chance.choice(choices.AUTOMATION).key,
        "use_started": str(chance.randint(2012, 2026)),
    }
    return {key: {"value": value} for key, value in given.items()}


def fill(database: Database, count: int) -> None:
    chance = random.Random(1)
    words = vocabulary(chance)
    with database.writing() as session:
        bodies = [
            Organisation(slug=f"body-{n}", name=f"Body {n}", created_at=NOW)
            for n in range(BODIES)
        ]
        session.add_all(bodies)
        session.flush()
        for number in range(count):
            name = " ".join(chance.sample(words, k=3)).title()
            system = create_system(
                session, chance.choice(bodies), f"{name} {number}",
                status=chance.choice(list(Status)), now=NOW,
            )  # fmt: skip
            save_draft(session, system, answers(chance, words), official=None, now=NOW)
            publish_record(session, system, None, Change("First entry."), now=NOW)
            if number % 500 == 499:
                session.commit()
        session.commit()


def mistyped(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def questions(chance: random.Random) -> dict[str, list[dict[str, list[str]]]]:
    def filters() -> dict[str, list[str]]:
        return {
            "topic": [chance.choice(choices.TOPICS).key],
            "status": [chance.choice(list(Status)).value for _ in range(2)],
            "year": [str(chance.randint(2012, 2026))],
        }

    def word() -> str:
        return chance.choice(USUAL)

    return {
        "everything, a page": [{"page": [str(n)]} for n in range(1, 51)],
        "one word": [{"q": [word()]} for _ in range(100)],
        "two words": [{"q": [f"{word()} {word()}"]} for _ in range(100)],
        "mistyped word": [{"q": [mistyped(chance, word())]} for _ in range(100)],
        "three filters": [filters() for _ in range(100)],
        "word and filters": [{"q": [word()], **filters()} for _ in range(100)],
    }


def measure(database: Database) -> None:
    chance = random.Random(2)
    everything: list[float] = []
    with database.read_session() as session:
        started = time.perf_counter()
        search_systems(session, read_query({}), NOW.date())
        print(
            f"first search after a change: {(time.perf_counter() - started) * 1e3:.0f} ms"
        )
    for name, asked in questions(chance).items():
        times = []
        for parameters in asked:
            with database.read_session() as session:
                started = time.perf_counter()
                search_systems(session, read_query(parameters), NOW.date())
                times.append((time.perf_counter() - started) * 1e3)
        everything += times
        tell(name, times)
    tell("all", everything)


def tell(name: str, times: list[float]) -> None:
    cut = statistics.quantiles(times, n=100)
    print(
        f"{name:20} median {cut[49]:6.1f} ms   95th {cut[94]:6.1f} ms   99th {cut[98]:6.1f} ms"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'a.db'}"
        database = open_database(url)
        config = Config(ROOT / "alembic.ini")
        config.attributes["engine"] = database.engine
        command.upgrade(config, "head")
        started = time.perf_counter()
        fill(database, count)
        print(f"{count} records published in {time.perf_counter() - started:.0f} s")
        measure(database)
        database.engine.dispose()


if __name__ == "__main__":
    main()
