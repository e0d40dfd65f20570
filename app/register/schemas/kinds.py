"""What a field of the register is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """How deep a reader has to go to meet a field."""

    SUMMARY = "summary"
    FULL = "full"
    TECHNICAL = "technical"


class Kind(StrEnum):
    """What an answer is; every value is text, a list of texts, or a list of rows."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    WORDS = "words"
    URL = "url"
    CONTACT = "contact"
    # A year, a month or a day: "2025", "2025-03", "2025-03-14". Never guessed finer.
    DATE = "date"
    YES_NO = "yes_no"
    ROWS = "rows"
    # Worked out or kept elsewhere; shown with the record, never asked in its form.
    KEPT_ELSEWHERE = "kept_elsewhere"


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value and its words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One part of a row."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[Choice, ...] = ()

    def label_of(self, key: str) -> str:
        """Return the words of a choice, or the value itself when it is none."""
        return next((one.label for one in self.choices if one.key == key), key)


@dataclass(frozen=True, slots=True)
class RecordField:
    """One question that a record answers.

    Attributes:
        number: Its number in the crosswalk of standards; several fields share one where
            the crosswalk joins them; 0 where no standard asks for it.
        is_required: Whether a record is incomplete without an answer or a stated reason
            for having none.
    """

    number: int
    key: str
    label: str
    help: str
    kind: Kind
    layer: Layer
    section: str
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()

    def label_of(self, key: str) -> str:
        """Return the words of a choice, or the value itself when it is none."""
        return next((one.label for one in self.choices if one.key == key), key)
