"""What imports write into records: read out in the record's language, as it stands there."""

from collections.abc import Mapping
from typing import Final

from app.register.schemas.sources import NAMES

TAKEN: Final = {
    "en": "Imported from: {source}.",
    "nl": "Overgenomen uit: {source}.",
}
TAKEN_AGAIN: Final = {
    "en": "Held again by the source this came from: {source}.",
    "nl": "Weer opgenomen in: {source}.",
}
CHANGED: Final = {
    "en": "Changed in: {source} ({keys}).",
    "nl": "Gewijzigd in: {source} ({keys}).",
}
# What the source says otherwise now stands on a page of its own.
KEPT: Final = {
    "en": " What officials wrote here stays: {keys}.",
    "nl": " Wat hier is geschreven, blijft staan: {keys}.",
}
REMOVED: Final = {
    "en": "The source this came from no longer holds it.",
    "nl": "De bron waar dit uit komt, bevat het niet meer.",
}
_DUTCH_NAMES: Final = {
    "nl-short": "Algoritmeregister, dagelijkse kopie",
    "nl-1.0": "Publicatiestandaard 1.0",
}


def said(sentences: Mapping[str, str], language: str, name: str, **more: str) -> str:
    """Return a note in a record's language, or in English where we lack it."""
    source = NAMES[name]
    if language == "nl":
        source = _DUTCH_NAMES.get(name, source)
    return sentences.get(language, sentences["en"]).format(source=source, **more)
