"""Full-text search on both databases, and words for those that were mistyped."""

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.register.rules.words import nearest, trigrams

_ON_SQLITE = text(
    "SELECT rowid FROM search_system WHERE search_system MATCH :words "
    "ORDER BY bm25(search_system, 10.0, 4.0, 1.0, 3.0)"
)
_ON_POSTGRESQL = text(
    "SELECT number FROM search_system, to_tsquery('english', :words) wanted "
    "WHERE words @@ wanted ORDER BY ts_rank(words, wanted) DESC"
)
_IS_KNOWN = text(
    "SELECT 1 FROM search_word WHERE word >= :word AND word < :after LIMIT 1"
)
_SIMILAR = text(
    "SELECT word FROM search_trigram WHERE trigram IN :trigrams "
    "GROUP BY word ORDER BY count(*) DESC, word LIMIT 60"
).bindparams(bindparam("trigrams", expanding=True))

_SHORTEST_PREFIX = 3


def list_matching_numbers(session: Session, terms: list[list[str]]) -> list[int]:
    """Return the entries in which each term, or one of its variants, occurs.

    Best match first: the name counts most, then the body, the summary, the rest.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    words = " AND ".join(
        "("
        + (" OR " if is_sqlite else " | ").join(
            _pattern(one, is_sqlite) for one in variants
        )
        + ")"
        for variants in terms
    )
    statement = _ON_SQLITE if is_sqlite else _ON_POSTGRESQL
    words = words if is_sqlite else words.replace(" AND ", " & ")
    return list(session.connection().execute(statement, {"words": words}).scalars())


def _pattern(word: str, is_sqlite: bool) -> str:  # noqa: FBT001
    """Write a word that holds only letters and digits in the engine's own way."""
    is_prefix = len(word) >= _SHORTEST_PREFIX
    if is_sqlite:
        # The stem of the word is what the prefix is made of, so it finds the word too.
        return f'"{word}"*' if is_prefix else f'"{word}"'
    return f"'{word}':*" if is_prefix else f"'{word}'"


def is_known_word(session: Session, word: str) -> bool:
    """Tell whether any public record uses a word that begins like this."""
    after = word[:-1] + chr(ord(word[-1]) + 1)
    parameters = {"word": word, "after": after}
    return session.connection().execute(_IS_KNOWN, parameters).first() is not None


def list_similar_words(session: Session, word: str) -> list[str]:
    """Return the words that a mistyped one was probably meant for."""
    parameters = {"trigrams": sorted(trigrams(word))}
    candidates = session.connection().execute(_SIMILAR, parameters).scalars()
    return nearest(word, candidates)
