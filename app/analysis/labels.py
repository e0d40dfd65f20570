"""Names topics in words that a newspaper reader would use.

A label is made of phrases that stand in the comments themselves, as people wrote
them: of those that many of the topic's texts hold and no other topic holds more, up to
three, until half of the texts are named. Where phrases name too few of them, the label
is what somebody said, in quotation marks. Where it took three subjects, or where even
the words quoted stand for few, the label says that the topic is mixed. A person
confirms every label before it is public.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from app.analysis.candidates import VAGUE_STEMS, Phrase, Texts, Words, are_related, rank
from app.analysis.phrases import Kinds, Phrases, content_words, stem
from app.analysis.vague_words import MIXED, QUOTED

KEYWORDS: Final = 8
_LABEL_LENGTH: Final = 60
_MOST_PHRASES: Final = (2, 3)  # of a clear topic, and of a mixed one
_ENOUGH: Final = 0.45  # of a topic's texts; no further phrase is sought
CLEAR: Final = 0.3  # of the texts named by one phrase, or it is mixed
LEAST: Final = 0.3  # of the texts must hold a label's words
_STANDS_FOR: Final = 0.5  # of the texts are like the words quoted, or it is mixed
_WORTH_ADDING: Final = 0.4  # of the best phrase's score
_ADDS: Final = 0.1  # of the texts, at least, a further phrase must add
_EXTENDS: Final = 0.3  # of a phrase's texts hold a longer one that says more
_FREQUENT: Final = 0.4  # of a topic's texts
_SEVERAL: Final = 3  # topics, before a word can be said to be everywhere
_WITHOUT_SPACES: Final = frozenset({"zh", "ja", "th"})
_BEGINNINGS: Final = 8  # best phrases that are tried as the first


@dataclass(frozen=True, slots=True)
class Saying:
    """Short words of one of a topic's texts, and the share of texts like it."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is read of one topic for its name.

    Attributes:
        texts: The phrases of each of its texts, or of as many as are enough.
        saying: What may be quoted if no phrase will do.
        words: Its c-TF-IDF words.
        language: The language of most of its texts.
    """

    texts: Sequence[Phrases]
    saying: Saying | None
    words: Sequence[tuple[str, float]]
    language: str
    is_of_one_language: bool = True


def keywords(words: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Return the best words, one of each family of forms."""
    kept: dict[str, str] = {}
    for word, _ in words:
        kept.setdefault(stem(word), word)
        if len(kept) == KEYWORDS:
            break
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Given:
    """What is settled before topics above others are named.

    Attributes:
        known: The name of each topic that has one already.
        taken: Names that no other topic may get.
        least: How many phrases a name has at least, if there are as many.
        below: The names of the topics below each, largest first, and their shares of it.
    """

    known: Sequence[str | None]
    taken: Sequence[str]
    least: int
    below: Sequence[Sequence[tuple[str, float]]]


def name_all(
    topics: Sequence[Told],
    kinds: Kinds,
    asked: frozenset[str] = frozenset(),
    given: Given | None = None,
) -> list[str]:
    """Name topics that stand beside each other; never twice the same name.

    Args:
        topics: What is read of each.
        kinds: Which words name things.
        asked: Stems of the question's words, and of what all speak of: they tell no
            topic from another.
        given: What is settled already.
    """
    given = given or Given([None] * len(topics), (), 1, [()] * len(topics))
    taken = set(given.taken)
    spoken = Counter(topic.language for topic in topics)
    language = max(sorted(spoken), key=lambda one: spoken[one], default="en")
    words = Words([topic.texts for topic in topics], spoken)
    texts = [Texts(topic.texts, words) for topic in topics]
    asked |= _everywhere(texts)
    names: list[str] = []
    for number, (topic, known) in enumerate(zip(topics, given.known, strict=True)):
        if known is not None:
            names.append(known)
            continue
        own, others = texts[number], [*texts[:number], *texts[number + 1 :]]
        # without spaces, what stands between two marks is a clause and not a word
        has_words = topic.language not in _WITHOUT_SPACES
        ranked = rank(own, others, kinds, asked) if has_words else []
        chosen = _choose(own, ranked, given.least, asked | VAGUE_STEMS)
        parts = _of_parts(given.below[number], language)
        name = _name(topic, chosen, own, language, parts)
        if name in taken:
            saying = _quoted(topic, language)
            name = (saying if _is_alike(topic) else parts or saying) or name
        names.append(_unique(name, taken))
    return names


def _everywhere(texts: Sequence[Texts]) -> frozenset[str]:
    """Return the stems that are frequent in more than half of the topics."""
    if len(texts) < _SEVERAL:
        return frozenset()
    found = Counter(part for own in texts for part in own.frequent(_FREQUENT))
    return frozenset(part for part, count in found.items() if count > len(texts) / 2)


def _name(
    topic: Told,
    chosen: Sequence[Phrase],
    own: Texts,
    language: str,
    parts: str | None,
) -> str:
    """Say phrases if they name enough, else its parts or what somebody said."""
    mixed = MIXED.get(language, MIXED["en"])
    is_thing = any(phrase.is_thing for phrase in chosen)
    if _named(own, chosen) >= LEAST and (is_thing or not _is_alike(topic)):
        name = _joined(chosen)
        return _capital(name) if _is_clear(own, chosen) else f"{mixed}: {name}"
    if parts is not None and not _is_alike(topic):
        return parts
    name = _joined(chosen) or ", ".join(keywords(topic.words)[:3]) or "\u2026"
    return _quoted(topic, language) or f"{mixed}: {name}"


def _of_parts(below: Sequence[tuple[str, float]], language: str) -> str | None:
    """Say what the largest topics below are called, if they are enough of the whole.

    What one person said names the topic below that it was taken from, not this one.
    """
    mixed = MIXED.get(language, MIXED["en"])
    marks = tuple(start for start, _ in QUOTED.values())
    names: list[str] = []
    said: set[str] = set()
    shares = 0.0
    for label, share in below[: max(_MOST_PHRASES) + 1]:
        name = label.removeprefix(f"{mixed}: ")
        stems = set(map(stem, content_words(name)))
        fits = len("; ".join([*names, name])) <= _LABEL_LENGTH
        if name.startswith(marks) or not fits or stems & said:
            continue
        names.append(name)
        said |= stems
        shares += share
    is_telling = len(names) > 1 and shares >= LEAST
    return f"{mixed}: {'; '.join(names)}" if is_telling else None


def _is_alike(topic: Told) -> bool:
    """Say whether what is quoted stands for most of a topic's texts."""
    return (
        topic.saying is not None
        and topic.saying.share >= _STANDS_FOR
        and topic.is_of_one_language
    )


def _quoted(topic: Told, language: str) -> str | None:
    """Return what somebody said, in quotation marks; None if nothing is short enough."""
    if topic.saying is None:
        return None
    start, end = QUOTED.get(topic.language, QUOTED["en"])
    quoted = f"{start}{_capital(topic.saying.text)}{end}"
    mixed = MIXED.get(language, MIXED["en"])
    return quoted if _is_alike(topic) else f"{mixed}: {quoted}"


def _is_clear(own: Texts, chosen: Sequence[Phrase]) -> bool:
    return max(own.share(phrase.named) for phrase in chosen) >= CLEAR


def _choose(
    own: Texts, ranked: Sequence[Phrase], least: int, dull: frozenset[str]
) -> list[Phrase]:
    """Choose phrases that together name enough, from the best one that can begin."""
    starts = [_extended(start, ranked, dull) for start in ranked[:_BEGINNINGS]]
    # what names more may begin, even if it is not the most telling by itself
    starts.sort(
        key=lambda one: (
            own.share(one.named) < CLEAR,
            -one.score * own.share(one.named),
            len(one.key),
            one.key,
        )
    )
    every = [_begin(own, start, ranked, least) for start in starts]
    fit = (some for some in every if _named(own, some) >= LEAST)
    return next(fit, next(iter(every), []))


def _named(own: Texts, chosen: Sequence[Phrase]) -> float:
    return own.share(reduce(or_, (phrase.named for phrase in chosen), 0))


def _begin(
    own: Texts, start: Phrase, ranked: Sequence[Phrase], least: int
) -> list[Phrase]:
    """Add phrases to a first one until they name enough; each must add texts."""
    chosen = [start]
    most = _MOST_PHRASES[not _is_clear(own, chosen)]
    while len(chosen) < least or (len(chosen) < most and _named(own, chosen) < _ENOUGH):
        named = reduce(or_, (phrase.named for phrase in chosen))
        stems = frozenset[str]().union(*(phrase.stems for phrase in chosen))
        fit = [
            (phrase.score * own.share(phrase.held & ~named), phrase.key, phrase)
            for phrase in ranked
            if phrase.score >= _WORTH_ADDING * start.score
            and own.share(phrase.held & ~named) >= _ADDS
            and not are_related(phrase.stems, stems)
            and len(_joined([*chosen, phrase])) <= _LABEL_LENGTH
        ]
        if not fit:
            break
        chosen.append(max(fit)[2])
        most = _MOST_PHRASES[not _is_clear(own, chosen)]
    return sorted(chosen, key=lambda one: -one.named.bit_count())


def _extended(best: Phrase, ranked: Sequence[Phrase], dull: frozenset[str]) -> Phrase:
    """Return a longer phrase with the same words, where enough texts hold it."""
    held = best.held.bit_count()
    enough = max(min(2, held), _EXTENDS * held)  # what one says is not what all say
    longer = [
        phrase
        for phrase in ranked
        if best.stems < phrase.stems
        and not (phrase.stems - best.stems) & dull
        and phrase.held.bit_count() >= enough
    ]
    return max(longer, key=lambda one: (one.held.bit_count(), one.score), default=best)


def _joined(chosen: Sequence[Phrase]) -> str:
    return ", ".join(phrase.text for phrase in chosen)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _unique(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    taken.add(unique)
    return unique
