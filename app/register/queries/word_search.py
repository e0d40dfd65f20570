"""What a search's words find: first what holds them, then what holds longer words."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sqlmodel import Session

from app.register.queries.full_text import (
    Reading,
    is_held,
    is_known_word,
    list_known_words,
    list_longer_words,
    list_matching_numbers,
    list_similar_words,
)
from app.register.queries.word_parts import regroup
from app.register.rules.words import (
    abbreviations_in,
    in_one,
    may_be_mistyped,
    terms_of,
    uncut,
)

# What begins with a short word is mostly another: "car" and "care", "port" and "portal".
# So longer words than these are looked for only where less was found than this.
_LONGER_BELOW: Final = {1: 0, 2: 0, 3: 1, 4: 20}
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Entries by their number, best match first.

    Attributes:
        numbers: Those that hold the words themselves.
        longer: Those that hold, of one word at least, only a longer one.
        meant: What was searched instead of what was typed, by what was typed.
        also: Words that were searched besides.
        longer_words: Longer words that were searched.
    """

    numbers: list[int] = field(default_factory=list)
    longer: list[int] = field(default_factory=list)
    meant: dict[str, list[str]] = field(default_factory=dict)
    also: list[str] = field(default_factory=list)
    longer_words: list[str] = field(default_factory=list)


def find_words(session: Session, words: str) -> FoundWords:
    """Return the entries in which all words occur."""
    terms = terms_of(words)
    if not terms:
        return FoundWords()
    meant = _meant(session, terms, abbreviations_in(words))
    forms = [_forms_of(session, term, meant) for term in terms]
    joined = _joined(session, terms)
    readings: list[Reading] = [forms]
    readings += [[*forms[:at], [word], *forms[at + 2 :]] for at, word in joined]
    readings += [[[in_one(words)]]] if len(terms) > 1 and _is_identifier(words) else []
    numbers = list_matching_numbers(session, readings)
    wide = [
        [*own, *_longer(session, term, len(numbers), meant)]
        for term, own in zip(terms, forms, strict=True)
    ]
    longer: list[int] = []
    if wide != forms:
        longer = list_matching_numbers(session, [wide], apart_from=readings)
    if not numbers and not longer:
        return _find_regrouped(session, terms)
    return FoundWords(
        numbers,
        longer,
        meant,
        also=[word for _, word in joined],
        longer_words=[
            one
            for all_forms, own in zip(wide, forms, strict=True)
            for one in all_forms[len(own) :]
        ],
    )


def find_some(session: Session, words: str) -> list[int]:
    """Return the entries in which some of several words occur, those with most first."""
    terms = terms_of(words)
    if len(terms) < _SEVERAL:
        return []
    readings = [[_forms_of(session, term, {})] for term in terms]
    return list_matching_numbers(session, readings)


def _meant(
    session: Session, terms: list[str], abbreviations: set[str]
) -> dict[str, list[str]]:
    """Return what mistyped words were meant for; what records hold is none."""
    doubtful = [
        term
        for term in terms
        if term not in abbreviations
        and may_be_mistyped(term)
        and not is_held(session, term)
        and not is_known_word(session, term)
    ]
    similar = {term: list_similar_words(session, term) for term in doubtful}
    return {term: found for term, found in similar.items() if found}


def _forms_of(session: Session, term: str, meant: dict[str, list[str]]) -> list[str]:
    own = uncut(term)
    if own and is_held(session, own):
        return [own]
    return [term, *meant.get(term, [])]


def _joined(session: Session, terms: list[str]) -> list[tuple[int, str]]:
    """Return the neighbours that records write as one word: "chat bot", "chatbot"."""
    pairs = [one + other for one, other in pairwise(terms)]
    known = set(list_known_words(session, pairs))
    return [(at, pair) for at, pair in enumerate(pairs) if pair in known]


def _is_identifier(words: str) -> bool:
    return len(words.split()) == 1 and any(one.isdigit() for one in words)


def _longer(
    session: Session, term: str, found: int, meant: dict[str, list[str]]
) -> list[str]:
    if term in meant or found >= _LONGER_BELOW.get(len(term), found + 1):
        return []
    return list_longer_words(session, term)


def _find_regrouped(session: Session, terms: list[str]) -> FoundWords:
    groups, meant = regroup(session, terms)
    if not meant:
        return FoundWords()
    wide = [
        [each for one in forms for each in (one, *list_longer_words(session, one))]
        for forms in groups
    ]
    numbers = list_matching_numbers(session, [wide])
    return FoundWords(numbers, meant=meant if numbers else {})
