"""Reads the demonstration's own files; the formats are described in `seed/README.md`."""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.settings import ROOT

FOLDER: Final = ROOT / "seed/demonstration"

_LINE: Final = re.compile(
    r"(?P<stance>support|oppose|unsure) (?P<concerns>\S+)"
    r"(?: @(?P<language>[a-z]{2}))?(?P<counted> !count)?(?: #(?P<who>\w+))?"
    r" :: (?P<texts>.+)"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One invented submission."""

    stance: str
    concerns: tuple[str, ...]
    texts: tuple[str, ...]
    language: str = "en"
    may_publish: bool = True


def read_council() -> dict[str, Any]:
    """Return `ostervale.toml`."""
    with (FOLDER / "ostervale.toml").open("rb") as file:
        return tomllib.load(file)


def read_voices(name: str) -> list[Voice]:
    """Return the submissions of `comments_<name>.txt`.

    Raises:
        ValueError: A line does not have the form; names file and line.
    """
    return list(_voices(FOLDER / f"comments_{name}.txt"))


def _voices(path: Path) -> Iterator[Voice]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:
            message = f"{path.name}, line {number}: {line[:60]!r} has not the form"
            raise ValueError(message)
        concerns = parts["concerns"]
        yield Voice(
            stance=parts["stance"],
            concerns=() if concerns == "-" else tuple(concerns.split(",")),
            texts=tuple(text.strip() for text in parts["texts"].split(" // ")),
            language=parts["language"] or "en",
            may_publish=not parts["counted"],
        )


def letters(name: str, count: int) -> list[Voice]:
    """Return a campaign: remixed paragraphs of `letter_<name>.txt`, always the same.

    Like real ones, most senders leave some paragraphs out, and a few add their own.
    """
    paragraphs, added = _letter(FOLDER / f"letter_{name}.txt")
    chance = random.Random(7)  # noqa: S311 - the same letters each time, no secret
    voices = []
    for number in range(count):
        left_out = chance.sample(range(1, len(paragraphs)), k=chance.choice((0, 0, 1)))
        kept = [one for at, one in enumerate(paragraphs) if at not in left_out]
        if number < len(added):
            kept.insert(chance.randint(1, len(kept)), added[number])
        voices.append(Voice("oppose", ("human", "access"), ("\n\n".join(kept),)))
    return voices


def _letter(path: Path) -> tuple[list[str], list[str]]:
    parts: dict[str, list[str]] = {"[paragraphs]": [], "[added]": []}
    part = "[paragraphs]"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line in parts:
            part = line
        elif line and not line.startswith("#"):
            parts[part].append(line)
    return parts["[paragraphs]"], parts["[added]"]
