"""Compounds, as Dutch and German make them: the same words written apart or together."""

from typing import Final

from sqlmodel import Session

from app.register.queries.full_text import is_known_word, list_similar_words
from app.register.rules.words import halves

# Each takes a look-up per letter; nobody writes many of them.
_MOST_SPLIT: Final = 3


def regroup(
    session: Session, terms: list[str]
) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Return terms with neighbours joined and long words split, where that is known.

    Beside them, what was looked for instead, by what was typed; nothing where no other
    grouping is known.
    """
    groups: list[list[str]] = []
    meant: dict[str, list[str]] = {}
    left = list(terms)
    splits = 0
    while left:
        term = left.pop(0)
        joined = _known_forms(session, term + left[0]) if left else []
        if joined:
            meant[f"{term} {left.pop(0)}"] = joined
            groups.append(joined)
            continue
        parts: list[str] = []
        if splits < _MOST_SPLIT and not is_known_word(session, term):
            splits += 1
            parts = _known_halves(session, term)
        if parts:
            meant[term] = [" ".join(parts)]
        groups += [[one] for one in parts or [term]]
    return groups, meant


def _known_forms(session: Session, word: str) -> list[str]:
    if is_known_word(session, word):
        return [word]
    return list_similar_words(session, word)


def _known_halves(session: Session, word: str) -> list[str]:
    for first, second in halves(word):
        if not is_known_word(session, second):
            continue
        # An "s" may tie the two together, as in "bijstandsfraude".
        for one in (first, first.removesuffix("s")):
            if is_known_word(session, one):
                return [one, second]
    return []
