"""Keeps full-text search in step with the public records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.register.rules.wording import answer_text
from app.register.rules.words import in_one, known_words, spaced, trigrams
from app.register.schemas.answers import Answers
from app.register.schemas.fields import FIELD_BY_KEY

_DELETE_ON_SQLITE = text("DELETE FROM search_system WHERE rowid = :number")
_INSERT_ON_SQLITE = text(
    "INSERT INTO search_system "
    "(rowid, name, summary, body, organisation, identifiers) "
    "VALUES (:number, :name, :summary, :body, :organisation, :identifiers)"
)
_DELETE_ON_POSTGRESQL = text("DELETE FROM search_system WHERE number = :number")
_INSERT_ON_POSTGRESQL = text(
    "INSERT INTO search_system (number, words) VALUES (:number, "
    "setweight(to_tsvector('english', :name), 'A') || "
    "setweight(to_tsvector('english', :identifiers), 'A') || "
    "setweight(to_tsvector('english', :organisation), 'B') || "
    "setweight(to_tsvector('english', :summary), 'C') || "
    "setweight(to_tsvector('english', :body), 'D'))"
)
_KNOWN = text("SELECT word FROM search_word WHERE word IN :words").bindparams(
    bindparam("words", expanding=True)
)
_ADD_WORD = text("INSERT INTO search_word (word) VALUES (:word) ON CONFLICT DO NOTHING")
_ADD_TRIGRAM = text(
    "INSERT INTO search_trigram (trigram, word) VALUES (:trigram, :word) "
    "ON CONFLICT DO NOTHING"
)
_AT_ONCE = 400


def forget_systems(session: Session, numbers: Sequence[int]) -> None:
    """Take systems out of the search."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = _DELETE_ON_SQLITE if is_sqlite else _DELETE_ON_POSTGRESQL
    if numbers:
        rows = [{"number": one} for one in numbers]
        session.connection().execute(statement, rows)


def remember_systems(
    session: Session, texts_by_number: Mapping[int, Mapping[str, str]]
) -> None:
    """Make systems findable by every word of their public records.

    What was remembered of them is to be forgotten first.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = _INSERT_ON_SQLITE if is_sqlite else _INSERT_ON_POSTGRESQL
    rows = [{"number": number, **texts} for number, texts in texts_by_number.items()]
    if rows:
        session.connection().execute(statement, rows)
    words = (known_words(texts.values()) for texts in texts_by_number.values())
    _add_words(session, set().union(*words))


def searchable_texts(
    name: str, organisation: str, answers: Answers, identifiers: Iterable[str]
) -> dict[str, str]:
    """Return a record's words in five parts, as search weighs them."""
    said = {
        key: answer_text(FIELD_BY_KEY[key], answer)
        for key, answer in answers.items()
        if answer.is_answered
    }
    names = list(identifiers)
    summary = [said.pop(key, "") for key in ("one_line", "plain_summary", "keywords")]
    return {
        "name": spaced(name),
        "organisation": spaced(organisation),
        "summary": spaced("\n".join(summary)),
        # By its parts an identifier is one of many; only the whole weighs much.
        "body": spaced("\n".join([*said.values(), *names])),
        "identifiers": " ".join(in_one(one) for one in names),
    }


def _add_words(session: Session, words: set[str]) -> None:
    connection = session.connection()
    given = sorted(words)
    for start in range(0, len(given), _AT_ONCE):
        some = given[start : start + _AT_ONCE]
        known = set(connection.execute(_KNOWN, {"words": some}).scalars())
        new = [word for word in some if word not in known]
        if not new:
            continue
        connection.execute(_ADD_WORD, [{"word": word} for word in new])
        pieces: list[dict[str, Any]] = [
            {"trigram": piece, "word": word} for word in new for piece in trigrams(word)
        ]
        connection.execute(_ADD_TRIGRAM, pieces)
