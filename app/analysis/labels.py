"""Names topics in words that a newspaper reader would use, and picks their quotes.

A label is made of phrases that stand in the comments themselves, as people wrote
them: those that are frequent in the topic and rare elsewhere. Words alone are the
fallback. A person confirms every label before it is public.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from app.analysis.stop_words import EVERY

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|\[[\w -]+\]")
_MARKER: Final = "["
KEYWORDS: Final = 8

Phrases = dict[tuple[str, ...], str]
_LONGEST_PHRASE: Final = 4
_LABEL_LENGTH: Final = 60
_WORTH_ADDING: Final = 0.45  # of the best phrase's score
_LEAST_STEM: Final = 3
# what people write in anger does not name a topic
_UNFIT: Final = frozenset(
    [
        "fuck",
        "fucking",
        "fucked",
        "shit",
        "bullshit",
        "crap",
        "damn",
        "ass",
        "asshole",
        "bitch",
        "lol",
        "wtf",
        "omg",
        "scheiße",
        "scheiss",
        "merde",
        "mierda",
        "kut",
        "cazzo",
    ]
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row that say something: first and last are content words."""

    key: tuple[str, ...]
    score: float
    text: str


def content_words(text: str) -> list[str]:
    """Return the lower-case words of a text that can name a topic."""
    return [word for word in map(str.lower, _WORD.findall(text)) if _is_content(word)]


@lru_cache(maxsize=200_000)
def _is_content(word: str) -> bool:
    return (
        len(word) > 1
        and not word.startswith(_MARKER)
        and word.replace("\u2019", "'") not in EVERY
        and not word[0].isdigit()
        and word not in _UNFIT
    )


def stem(word: str) -> str:
    """Cut a word to what its forms share, roughly and in any language."""
    plain = re.sub(r"['\u2019]s?$", "", word.lower())
    for ending in ("ies", "es", "s", "ing", "ed", "en", "e", "y"):
        if plain.endswith(ending) and len(plain) - len(ending) > 3:  # noqa: PLR2004
            return plain[: -len(ending)]
    return plain


def keywords(words: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Return the best words, one of each family of forms."""
    kept: dict[str, str] = {}
    for word, _ in words:
        kept.setdefault(stem(word), word)
        if len(kept) == KEYWORDS:
            break
    return tuple(kept.values())


def label(
    found: Sequence[Phrases],
    words: Sequence[tuple[str, float]],
    background: "Counter[tuple[str, ...]]",
    taken: set[str],
    asked: frozenset[str] = frozenset(),
) -> str:
    """Name a topic after its most telling phrases; never twice the same name.

    Args:
        found: The phrases of the topic's most central texts.
        words: Its c-TF-IDF words.
        background: In how many passages each phrase stands overall.
        taken: Labels given already; the new one is added.
        asked: Stems of the question's words: they tell no topic from another.
    """
    ranked = _ranked(found, dict(words), background)
    best = ranked[0].score if ranked else 0.0
    chosen: list[Phrase] = []
    stems: set[str] = set()
    for phrase in ranked:
        own = {stem(word) for word in phrase.key if _is_content(word)}
        if own <= asked or any(_are_kin(one, other) for one in own for other in stems):
            continue
        is_weak = phrase.score < _WORTH_ADDING * best
        if chosen and is_weak and _joined(chosen) not in taken:
            break
        chosen.append(phrase)
        stems |= own
        name = _joined(chosen)
        if len(chosen) > 1 and name not in taken:
            break
    name = _joined(chosen) or ", ".join(keywords(words)[:3]).capitalize()
    return _unique(name or "\u2026", taken)


def _are_kin(one: str, other: str) -> bool:
    """Say whether two stems are of one family, such as art and artist."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(shorter) >= _LEAST_STEM


def _joined(chosen: Sequence[Phrase]) -> str:
    name = ""
    for phrase in chosen:
        longer = f"{name}, {phrase.text}" if name else phrase.text
        if name and len(longer) > _LABEL_LENGTH:
            break
        name = longer
    return name[:1].upper() + name[1:]


def _unique(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    taken.add(unique)
    return unique


def phrases(text: str) -> Phrases:
    """Return each phrase of a passage: its words in lower case, and as written."""
    matches = list(_WORD.finditer(text))
    words = [match.group().lower() for match in matches]
    telling = [_is_content(word) for word in words]
    breaks = [not text[a.end() : b.start()].isspace() for a, b in pairwise(matches)]
    found: dict[tuple[str, ...], str] = {}
    for first, match in enumerate(matches):
        if not telling[first]:
            continue
        for last in range(first, min(first + _LONGEST_PHRASE, len(matches))):
            if last > first and breaks[last - 1]:
                break
            if telling[last]:
                key = tuple(words[first : last + 1])
                found[key] = text[match.start() : matches[last].end()]
    return found


def _ranked(
    found: Sequence[Phrases],
    weight: dict[str, float],
    background: "Counter[tuple[str, ...]]",
) -> list[Phrase]:
    surfaces: dict[tuple[str, ...], Counter[str]] = {}
    for own in found:
        for key, surface in own.items():
            if any(word in weight for word in key):
                surfaces.setdefault(key, Counter())[surface] += 1
    least = max(2, len(found) // 100)
    ranked = [
        Phrase(key, _score(key, forms.total(), weight, background), _usual(forms))
        for key, forms in surfaces.items()
        if forms.total() >= least or len(key) == 1
    ]
    return sorted(ranked, key=lambda p: (-p.score, p.key))[:200]


def _score(
    key: tuple[str, ...],
    here: int,
    weight: dict[str, float],
    background: "Counter[tuple[str, ...]]",
) -> float:
    content = [word for word in key if _is_content(word)]
    telling = sum(weight.get(word, 0.0) for word in content) / len(content) ** 0.5
    # frequent here first, then rare elsewhere; longer phrases say more
    concentrated = here / max(here, background[key])
    return float(telling * here**0.6 * concentrated**0.5 * len(content) ** 0.25)


def _usual(forms: "Counter[str]") -> str:
    """Return the most frequent spelling; lower case wins over a sentence's start."""
    lower = [form for form in forms if form == form.lower()]
    return max(sorted(lower or list(forms)), key=lambda form: forms[form])
