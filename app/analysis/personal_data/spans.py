"""What masking returns, and the shape of a rule."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What was found."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    ID = "ID"
    REFERENCE = "REFERENCE"
    ADDRESS = "ADDRESS"
    POSTCODE = "POSTCODE"
    BIRTH = "BIRTH"
    IP = "IP"
    ACCOUNT = "ACCOUNT"
    PERSON = "PERSON"


# What stands in the masked text instead.
MARKERS: Final[dict[Kind, str]] = {
    Kind.EMAIL: "[e-mail]",
    Kind.PHONE: "[phone]",
    Kind.CARD: "[card]",
    Kind.IBAN: "[bank account]",
    Kind.ID: "[number]",
    Kind.REFERENCE: "[reference]",
    Kind.ADDRESS: "[address]",
    Kind.POSTCODE: "[postcode]",
    Kind.BIRTH: "[date of birth]",
    Kind.IP: "[IP address]",
    Kind.ACCOUNT: "[online account]",
    Kind.PERSON: "[name]",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the original text, as character offsets."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with markers in place of personal data, and where these stood."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern.

    Attributes:
        pattern: Bounded in every repetition, so that time grows with length only.
            A group named `it` is what gets masked; without it, the whole match.
        accept: Looks at the match and says whether it is meant; all are when None.
    """

    kind: Kind
    pattern: re.Pattern[str]
    accept: Callable[[re.Match[str]], bool] | None = None


Window = tuple[int, int]


def matches(
    rules: Sequence[Rule], text: str, window: Window | None = None
) -> Iterator[Span]:
    """Yield what the rules find in a window of the text; spans may overlap."""
    first, last = window or (0, len(text))
    for rule in rules:
        for found in rule.pattern.finditer(text, first, last):
            if rule.accept is None or rule.accept(found):
                group = "it" if "it" in rule.pattern.groupindex else 0
                yield Span(found.start(group), found.end(group), rule.kind)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that all start alike, so that one pass finds where any may match.

    Attributes:
        starts: Matches, without length, wherever one of the rules does.
    """

    rules: tuple[Rule, ...]
    starts: re.Pattern[str]

    @classmethod
    def of(cls, before: str, rules: Sequence[Rule]) -> "RuleSet":
        """Build a set of case-blind rules that share the look-behind `before`."""
        parts = (rule.pattern.pattern.replace("(?P<it>", "(?:") for rule in rules)
        either = "|".join(part.removeprefix(before) for part in parts)
        return cls(tuple(rules), re.compile(f"{before}(?={either})", re.IGNORECASE))

    def matches(self, text: str, window: Window) -> Iterator[Span]:
        """Yield what the rules find in a window of the text; spans may overlap."""
        done = [0] * len(self.rules)
        for start in self.starts.finditer(text, *window):
            for i, rule in enumerate(self.rules):
                if start.start() < done[i]:
                    continue
                found = rule.pattern.match(text, start.start(), window[1])
                if found is None:
                    continue
                done[i] = found.end()
                if rule.accept is None or rule.accept(found):
                    group = "it" if "it" in rule.pattern.groupindex else 0
                    yield Span(found.start(group), found.end(group), rule.kind)


def digits(text: str) -> str:
    """Return the digits of a text, in ASCII."""
    return "".join(str(int(char)) for char in text if char.isdecimal())


def before(found: re.Match[str], length: int = 40) -> str:
    """Return what stands before a match, in lower case."""
    start = found.start("it") if "it" in found.re.groupindex else found.start()
    return found.string[max(0, start - length) : start].lower()


def after(found: re.Match[str], length: int = 24) -> str:
    """Return what stands after a match, in lower case."""
    end = found.end("it") if "it" in found.re.groupindex else found.end()
    return found.string[end : end + length].lower()
