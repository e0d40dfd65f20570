"""Processor time to compare two versions whose answers are the worst we could write.

    .venv/bin/python benchmarks/weakening.py [--least 0.5]

Prints seconds for each pair of texts from `--least` on, and the slowest of all. Exits
with 1 when one takes longer than two seconds: anybody may ask for a comparison.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.register.rules.denials import DENIABLE
from app.register.rules.weakening import find_weakenings
from app.register.schemas.answers import Answers, read_answers
from tests.register.hostile import TEXTS

FLOOR = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=0.5)
    least = parser.parse_args().least
    slowest = 0.0
    for name, text in TEXTS.items():
        seconds = taken(answers_of(text), answers_of(f"c{text[1:]}"))
        slowest = max(slowest, seconds)
        if seconds >= least:
            print(f"{seconds:6.2f} s  {name}")
    print(f"{slowest:6.2f} s  slowest of {len(TEXTS)} pairs of versions")
    if slowest > FLOOR:
        sys.exit(f"Longer than {FLOOR} s.")


def answers_of(text: str) -> Answers:
    """Say the same in each answer whose text is read for what it denies or keeps."""
    rows = [{"retention": text[:2000], "sharing": text[:2000]}]
    texts = {key: {"value": text} for key in DENIABLE}
    return read_answers({**texts, "data_governance": {"value": rows}})


def taken(before: Answers, after: Answers) -> float:
    started = time.process_time()
    find_weakenings(before, after)
    return time.process_time() - started


if __name__ == "__main__":
    main()
