"""How quick is searching the register? Run: python -m benchmarks.register_search

Makes invented records (10,000 unless told otherwise) in a database of its own, then
asks for words, mistyped words, filters and pages, alone and together, through the same
function as the page, which counts for every filter, and prints the percentiles, by the
clock and of processor time. Then the same for pages of feeds, of which the first holds
all these records in one entry.
"""

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from alembic import command
from alembic.config import Config

from app.accounts.models import Organisation
from app.db import Database, open_database
from app.register.models import EventKind, Status
from app.register.queries.events import Wanted, narrowed
from app.register.queries.news import Span, get_news_page
from app.register.queries.search import search_systems
from app.register.schemas import choices
from app.register.schemas.answers import read_answers
from app.register.schemas.search import read_query
from app.register.services.intake import AT_ONCE
from app.register.services.versions import FirstVersion, publish_first_versions
from app.settings import ROOT

Times: TypeAlias = list[tuple[float, float]]
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
        session.commit()
        for start in range(0, count, AT_ONCE):
            firsts = [
                FirstVersion(
                    organisation=chance.choice(bodies),
                    name=f"{' '.join(chance.sample(words, k=3)).title()} {number}",
                    status=chance.choice(list(Status)),
                    answers=read_answers(answers(chance, words)),
                    language="en",
                    note="First entry.",
                )
                for number in range(start, min(count, start + AT_ONCE))
            ]
            publish_first_versions(session, firsts, None, now=NOW)
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
        "mistyped, filters": [
            {"q": [mistyped(chance, word())], **filters()} for _ in range(100)
        ],
        "two words, 5th page": [
            {"q": [f"{word()} {word()}"], "page": ["5"], "sort": ["name"]}
            for _ in range(100)
        ],
    }


def measure(database: Database) -> None:
    chance = random.Random(2)
    everything: Times = []
    with database.read_session() as session:
        started = time.perf_counter()
        search_systems(session, read_query({}), NOW.date())
        print(
            f"first search after a change: {(time.perf_counter() - started) * 1e3:.0f} ms"
        )
    for name, asked in questions(chance).items():
        times: Times = []
        for parameters in asked:
            with database.read_session() as session, timed(times):
                search_systems(session, read_query(parameters), NOW.date())
        everything += times
        tell(name, times)
    tell("all", everything)
    measure_feeds(database)


def measure_feeds(database: Database) -> None:
    body, found = {"body": ["body-1"]}, {"q": ["inspection"]}
    asked: dict[str, tuple[Wanted, dict[str, list[str]]]] = {
        "feed": (Wanted(), {}),
        "feed of a body": (Wanted(), body),
        "feed of a search": (Wanted(), found),
        "feed of one kind": (Wanted(kind=EventKind.PUBLISHED), {}),
    }
    for name, (wanted, parameters) in asked.items():
        times: Times = []
        for _ in range(30):
            with database.read_session() as session:
                query = read_query(parameters)
                with timed(times):
                    some = narrowed(session, wanted, query, NOW.date())
                    get_news_page(session, some, Span())
        tell(name, times)


@contextmanager
def timed(times: Times) -> Iterator[None]:
    """Add the milliseconds by the clock, and those of the processor alone."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    times.append(
        (
            (time.perf_counter() - clock) * 1e3,
            (time.process_time() - processor) * 1e3,
        )
    )


def tell(name: str, times: Times) -> None:
    clock, processor = (
        statistics.quantiles(some, n=100) for some in zip(*times, strict=True)
    )
    print(
        f"{name:20} median {clock[49]:6.1f} ms   95th {clock[94]:6.1f} ms   "
        f"99th {clock[98]:6.1f} ms   processor 95th {processor[94]:6.1f} ms"
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
        # As `app.asgi.serve` does: what is loaded by now is not looked at again.
        gc.collect()
        gc.freeze()
        measure(database)
        database.engine.dispose()


if __name__ == "__main__":
    main()
