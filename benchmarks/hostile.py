"""Processor time that each reading step takes for the worst comments we could write.

    .venv/bin/python benchmarks/hostile.py [--least 0.1]

Prints seconds for each step and text from `--least` on, and the slowest of all. Exits
with 1 when one takes longer than the two seconds that a single comment may.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.analysis.campaigns import find_campaigns
from app.analysis.languages import detect
from app.analysis.passages import split
from app.analysis.personal_data import mask
from app.analysis.prepare import prepare
from app.analysis.substance import is_substantive
from app.analysis.tone import score
from tests.analysis.hostile import TEXTS

FLOOR = 2.0
STEPS: dict[str, Callable[[str], object]] = {
    "prepare": prepare,
    "mask": lambda text: mask(text, region="GB"),
    "passages": lambda text: split(text, "en"),
    "tone": lambda text: score([text], ["en"]),
    "language": lambda text: detect([text], candidates=["en", "de"]),
    "substance": lambda text: is_substantive(text, question="Why?"),
    "campaigns": lambda text: find_campaigns([text, "a b", text]),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=0.1)
    least = parser.parse_args().least
    for step in STEPS.values():
        step("Call 020 7946 0000, or write to a@b.com. Ein Text.")  # loads libraries
    slowest = 0.0
    for name, text in TEXTS.items():
        for step_name, step in STEPS.items():
            seconds = taken(step, text)
            slowest = max(slowest, seconds)
            if seconds >= least:
                print(f"{seconds:6.2f} s  {step_name:9}  {name}")
    print(f"{slowest:6.2f} s  slowest of {len(TEXTS)} texts in {len(STEPS)} steps")
    if slowest > FLOOR:
        sys.exit(f"Longer than {FLOOR} s.")


def taken(step: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    step(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
