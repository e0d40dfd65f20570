"""Answers as long as they may be, written to keep a reader of patterns busy."""

from typing import Final

from app.register.schemas.answers import LONGEST_LONG_TEXT

_PIECES: Final = {
    "blanks": " ",
    "blanks between line breaks": "\n    ",
    "one word": "a",
    "dots after an at sign": ".",
    "addresses without end": "a.b@c",
    "digits": "1",
    "digits and hyphens": "01-",
    "full stops": ". ",
    "question marks": "? ",
    "letters that fold to eighteen": "\ufdfa",
    "denials with a condition": "aucun recours apres ",
    "denials": "you cannot appeal ",
    "a no in front": "no one but ",
    "without": "without a human review ",
    "no longer": "there is no longer any ",
    "not only": "werden nicht nur ",
    "half a Dutch denial": "kan men hier niet ",
    "ways of": "way of ",
    "for ever": "deleted permanently ",
    "times": "within 12 months ",
    "clerks": "a clerk reads what is fully automated ",
}
# Each begins with a word and ends with one, so that no blank is cut off.
TEXTS: Final = {
    name: f"a@{piece * (LONGEST_LONG_TEXT // len(piece))}"[: LONGEST_LONG_TEXT - 1]
    + "b"
    for name, piece in _PIECES.items()
}
