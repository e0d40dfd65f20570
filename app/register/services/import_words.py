"""What imports write into records: read out in the record's language, as it stands there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from babel.dates import format_date

from app.register.schemas.sources import NAMES

TAKEN: Final = {
    "en": "Imported from: {source}.",
    "nl": "Overgenomen uit: {source}.",
}
TAKEN_AGAIN: Final = {
    "en": "Imported again from: {source}.",
    "nl": "Opnieuw overgenomen uit: {source}.",
}
CHANGED: Final = {
    "en": "Changed in: {source} ({keys}).",
    "nl": "Gewijzigd in: {source} ({keys}).",
}
REMOVED: Final = {
    "en": "The source this came from no longer holds it.",
    "nl": "De bron waar dit uit komt, bevat het niet meer.",
}
# The file's own name may hold somebody's, and stays with the import.
TAKEN_BACK: Final = {
    "en": "The import of {day} from “{source}” was taken back: {reason}",
    "nl": "De import van {day} uit “{source}” is teruggedraaid: {reason}",
}
_DUTCH_NAMES: Final = {
    "nl-short": "Algoritmeregister, dagelijkse kopie",
    "nl-1.0": "Publicatiestandaard 1.0",
    "folkmoot": "Register uit Folkmoot",
}


def said(sentences: Mapping[str, str], language: str, name: str, **more: str) -> str:
    """Return a note in a record's language, or in English where we lack it."""
    source = NAMES.get(name, "Register from Folkmoot")
    if language == "nl":
        source = _DUTCH_NAMES.get(name, source)
    return sentences.get(language, sentences["en"]).format(source=source, **more)


def said_of_taking_back(
    language: str, name: str, imported_at: datetime, reason: str
) -> str:
    """Return what a record is told when an import is taken back, and why."""
    spoken = language if language in TAKEN_BACK else "en"
    day = format_date(imported_at, "d MMMM y", locale=spoken)
    return said(TAKEN_BACK, spoken, name, day=day, reason=reason)
