"""What a caller may choose about a reading of comments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.analysis.findings import KnownTopic
from app.analysis.issues import DEFAULT_ISSUES, Issue

VERSION: Final = "1.0"
LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
STABILITY_RUNS: Final = 8


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that changes what the engine finds; equal options, equal findings.

    Attributes:
        language: ISO 639-1 code of all comments, or `auto` to detect each one's.
        languages: With `auto`, the languages to expect: the fewer, the surer.
        embedder: `auto`, `static`, `onnx:FOLDER` or `transformers:FOLDER`.
        seed: Where Leiden and the resampling start.
        stability_runs: How many times topics are found again to see which return.
        region: Country whose phone numbers and ids are expected (ISO 3166-1), if one.
        questions: The wording of each question key; a key without one is its wording.
        known: Topics of the last run; what is found again keeps its id.
        issues: The concerns that each comment is compared with.
    """

    language: str = "auto"
    languages: tuple[str, ...] = LANGUAGES
    embedder: str = "auto"
    seed: int = 0
    stability_runs: int = STABILITY_RUNS
    region: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    known: tuple[KnownTopic, ...] = ()
    issues: tuple[Issue, ...] = DEFAULT_ISSUES

    def as_parameters(self) -> dict[str, Any]:
        """Return what a result records of its making."""
        return {
            "engine": VERSION,
            "language": self.language,
            "languages": list(self.languages) if self.language == "auto" else [],
            "seed": self.seed,
            "stability_runs": self.stability_runs,
            "region": self.region,
            "issues": [issue.key for issue in self.issues],
        }
