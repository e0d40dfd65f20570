"""Where the searched words stand in what was found, for the page that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.register.models import RegisterEntry, RegisterRecord
from app.register.queries.search import Found
from app.register.rules.compare import Part
from app.register.rules.snippets import Snippet, find_snippet, is_seen, marked
from app.register.rules.wording import Tongue
from app.register.rules.words import terms_of
from app.register.schemas.answers import stored_answers


@dataclass(frozen=True, slots=True)
class Match:
    """A result's name and summary with the words marked.

    Attributes:
        snippet: Where else a word stands, if in neither of them.
    """

    name: list[Part]
    summary: list[Part]
    snippet: Snippet | None


def map_matches(session: Session, found: Found, tongue: Tongue) -> Mapping[UUID, Match]:
    """Return where the words stand in each result of a page; nothing without words."""
    words = _words_of(found)
    if not words:
        return {}
    entries = [*found.entries, *found.close]
    shown = {
        one.system_id: (marked(one.name, words), marked(one.summary, words))
        for one in entries
    }
    unclear = [one for one in entries if not is_seen(*shown[one.system_id])]
    records = _records_of(session, unclear)
    return {
        key: Match(name, summary, _snippet(records.get(key), words, tongue))
        for key, (name, summary) in shown.items()
    }


def _words_of(found: Found) -> list[str]:
    """Return all that was looked for, whatever was typed."""
    meant = [one for some in found.meant.values() for one in terms_of(" ".join(some))]
    words = [*terms_of(found.query.words), *meant, *found.also, *found.longer_words]
    return list(dict.fromkeys(words))


def _records_of(
    session: Session, entries: list[RegisterEntry]
) -> Mapping[UUID, RegisterRecord]:
    """Return the current records of some entries."""
    versions = {one.system_id: one.version for one in entries}
    statement = select(RegisterRecord).where(
        col(RegisterRecord.system_id).in_(versions),
        col(RegisterRecord.version).in_(set(versions.values())),
    )
    return {
        one.system_id: one
        for one in session.exec(statement)
        if one.version == versions[one.system_id]
    }


def _snippet(
    record: RegisterRecord | None, words: list[str], tongue: Tongue
) -> Snippet | None:
    if record is None:
        return None
    return find_snippet(stored_answers(record.fields), words, tongue)
