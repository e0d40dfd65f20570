"""How much personal data masking catches, and what it masks wrongly."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from app.analysis.evaluation.figures import Figure
from app.analysis.evaluation.invented import examples
from app.analysis.evaluation.public_numbers import SENTENCES
from app.analysis.personal_data import Span, mask
from app.analysis.personal_data.names import find_names

FLOORS: Final = {"ADDRESS": 0.9, "PERSON": None}
INVENTED: Final = 5_400


def measure(folder: Path) -> list[Figure]:
    """Measure on the injected set in `folder`/pii, and on our own two sets."""
    file = folder / "pii" / "comments_pii_injected.jsonl"
    injected: list[dict[str, Any]] = [
        json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [*_injected(injected), *measure_invented(), *measure_public()]


def measure_invented(count: int = INVENTED) -> list[Figure]:
    """Measure on invented numbers of many countries."""
    caught: Counter[bool] = Counter()
    of: Counter[bool] = Counter()
    for example in examples(count):
        is_address = example.kind == "address"
        of[is_address] += 1
        spans = mask(example.text).spans
        caught[is_address] += _covers(spans, example.text, example.start, example.end)
    return [
        Figure("masked: invented numbers", caught[False] / of[False], of[False], 0.99),
        Figure("masked: invented addresses", caught[True] / of[True], of[True], 0.9),
    ]


def measure_public() -> list[Figure]:
    """Measure false masks on laws, budgets, dates and dockets."""
    wrong = sum(bool(mask(text).spans) for text in SENTENCES)
    share = wrong / len(SENTENCES)
    return [
        Figure(
            "masked wrongly: public numbers", share, len(SENTENCES), 0.03, at_most=True
        )
    ]


def _injected(comments: Sequence[dict[str, Any]]) -> list[Figure]:
    caught: Counter[str] = Counter()
    of: Counter[str] = Counter()
    clean = [c["text"] for c in comments if c["negative"]]
    for comment in comments:
        text = comment["text"]
        found = {"PERSON": find_names(text)}
        spans = mask(text).spans
        for start, end, kind in comment["spans"]:
            of[kind] += 1
            caught[kind] += _covers(found.get(kind, spans), text, start, end)
    wrong = sum(bool(mask(text).spans) for text in clean)
    return [
        *(
            Figure(
                f"masked: injected {k}", caught[k] / of[k], of[k], FLOORS.get(k, 0.99)
            )
            for k in sorted(of)
        ),
        Figure(
            "masked wrongly: clean comments",
            wrong / len(clean),
            len(clean),
            0.01,
            at_most=True,
        ),
    ]


def _covers(spans: Sequence[Span], text: str, start: int, end: int) -> bool:
    hidden = {i for span in spans for i in range(span.start, span.end)}
    return all(i in hidden for i in range(start, end) if text[i].isalnum())
