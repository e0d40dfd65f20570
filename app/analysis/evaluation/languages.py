"""How often the language of a text is told rightly."""

from pathlib import Path
from typing import Final

from app.analysis.evaluation.figures import Figure, rows
from app.analysis.languages import detect

CANDIDATES: Final = ("en", "de", "fr", "es", "nl", "it", "pt", "pl", "sv", "da")


def measure(folder: Path) -> list[Figure]:
    """Measure on `folder`/language_id with ten candidates, by length of text."""
    sample = rows(folder / "language_id" / "lingua_sample.csv")
    figures = []
    for kind in ("sentences", "word-pairs", "single-words"):
        own = [r for r in sample if r["kind"] == kind and r["lang"] in CANDIDATES]
        found = detect([r["text"] for r in own], candidates=CANDIDATES)
        right = sum(f == r["lang"] for f, r in zip(found, own, strict=True))
        floor = 0.97 if kind == "sentences" else None
        figures.append(
            Figure(
                f"language: {kind}, ten candidates", right / len(own), len(own), floor
            )
        )
    return figures
