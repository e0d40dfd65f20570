"""Full-text search on both databases, and words for those that were mistyped."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.register.rules.words import nearest, trigrams

# Words that have to occur together, each in one of its forms.
Reading: TypeAlias = Sequence[Sequence[str]]

_ON_SQLITE = text(
    "SELECT rowid FROM search_system WHERE search_system MATCH :words "
    "ORDER BY bm25(search_system, 10.0, 4.0, 1.0, 3.0, 10.0)"
)
_ON_POSTGRESQL = text(
    "SELECT number FROM search_system, to_tsquery('english', :words) wanted "
    "WHERE words @@ wanted ORDER BY ts_rank(words, wanted) DESC, number"
)
_HELD_ON_SQLITE = text(
    "SELECT EXISTS (SELECT 1 FROM search_system WHERE search_system MATCH :words)"
)
# Of the words that PostgreSQL leaves out of every search nothing is left to look for.
_HELD_ON_POSTGRESQL = text(
    "SELECT numnode(to_tsquery('english', :words)) = 0 OR EXISTS "
    "(SELECT 1 FROM search_system WHERE words @@ to_tsquery('english', :words))"
)
_KNOWN = text("SELECT word FROM search_word WHERE word IN :words").bindparams(
    bindparam("words", expanding=True)
)
_BEGINNING = text(
    "SELECT word FROM search_word WHERE word > :word AND word < :after "
    "ORDER BY length(word), word LIMIT :most"
)
_SIMILAR = text(
    "SELECT word FROM search_trigram WHERE trigram IN :trigrams "
    "GROUP BY word ORDER BY count(*) DESC, word LIMIT 60"
).bindparams(bindparam("trigrams", expanding=True))

_MOST_LONGER: Final = 60


def list_matching_numbers(
    session: Session, readings: Sequence[Reading], apart_from: Sequence[Reading] = ()
) -> list[int]:
    """Return the entries in which a reading's words occur, and none of the others'.

    A word is found by its stem. Best match first: the name and what other registers
    call a system count most, then the body, the summary, the rest.
    """
    is_sqlite = _is_sqlite(session)
    words = _any_of(readings, is_sqlite=is_sqlite)
    if apart_from:
        others = _any_of(apart_from, is_sqlite=is_sqlite)
        words = f"({words}) NOT ({others})" if is_sqlite else f"({words}) & !({others})"
    statement = _ON_SQLITE if is_sqlite else _ON_POSTGRESQL
    return list(session.connection().execute(statement, {"words": words}).scalars())


def is_held(session: Session, word: str) -> bool:
    """Tell whether any public record holds a word, by its stem."""
    is_sqlite = _is_sqlite(session)
    statement = _HELD_ON_SQLITE if is_sqlite else _HELD_ON_POSTGRESQL
    words = _any_of([[[word]]], is_sqlite=is_sqlite)
    return bool(session.connection().execute(statement, {"words": words}).scalar_one())


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _any_of(readings: Sequence[Reading], *, is_sqlite: bool) -> str:
    """Write words that hold only letters and digits in the engine's own way."""
    either, both, quote = (" OR ", " AND ", '"') if is_sqlite else (" | ", " & ", "'")
    return either.join(
        "("
        + both.join(
            f"({either.join(f'{quote}{one}{quote}' for one in forms)})"
            for forms in reading
        )
        + ")"
        for reading in readings
    )


def list_known_words(session: Session, words: Sequence[str]) -> list[str]:
    """Return those of some words that public records use."""
    if not words:
        return []
    found = session.connection().execute(_KNOWN, {"words": words}).scalars()
    return sorted(found, key=words.index)


def list_longer_words(
    session: Session, word: str, most: int = _MOST_LONGER
) -> list[str]:
    """Return words that begin with this one and go on, the shortest first."""
    after = word[:-1] + chr(ord(word[-1]) + 1)
    parameters = {"word": word, "after": after, "most": most}
    return list(session.connection().execute(_BEGINNING, parameters).scalars())


def is_known_word(session: Session, word: str) -> bool:
    """Tell whether any public record uses a word that begins like this."""
    return bool(
        list_known_words(session, [word]) or list_longer_words(session, word, 1)
    )


def list_similar_words(session: Session, word: str) -> list[str]:
    """Return the words that a mistyped one was probably meant for."""
    parameters = {"trigrams": sorted(trigrams(word))}
    candidates = session.connection().execute(_SIMILAR, parameters).scalars()
    return nearest(word, candidates)
