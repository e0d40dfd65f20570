"""What masking returns, and the shape of a rule."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        words: One of these stands in every match, in lower case. Looking for words is
            many times quicker than trying the pattern at every letter.
    """

    kind: Kind
    pattern: re.Pattern[str]
    accept: Callable[[re.Match[str]], bool] | None = None
    words: tuple[str, ...] = ()

    def span(self, found: re.Match[str]) -> Span | None:
        """Return what the match covers, unless it is not meant."""
        if self.accept is not None and not self.accept(found):
            return None
        group = "it" if "it" in self.pattern.groupindex else 0
        return Span(found.start(group), found.end(group), self.kind)


Window = tuple[int, int]


def matches(
    rules: Sequence[Rule], text: str, window: Window | None = None
) -> Iterator[Span]:
    """Yield what the rules find in a window of the text; spans may overlap."""
    first, last = window or (0, len(text))
    lowered = text[first:last].lower()
    for rule in rules:
        if rule.words and not any(word in lowered for word in rule.words):
            continue
        for found in rule.pattern.finditer(text, first, last):
            if span := rule.span(found):
                yield span


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that all start alike, so that one pass finds where any may match.

    Attributes:
        starts: Matches, without length, wherever one of the rules does; the number of
            its last group says which rule is the first that does.
    """

    rules: tuple[Rule, ...]
    starts: re.Pattern[str]

    @classmethod
    def of(cls, before: str, rules: Mapping[str, Sequence[Rule]]) -> "RuleSet":
        """Build a set of case-blind rules that share the look-behind `before`.

        Args:
            before: What every pattern begins with.
            rules: By what their matches begin with, which is tried before they are.
        """
        looks = []
        for first, group in rules.items():
            parts = (rule.pattern.pattern.replace("(?P<it>", "(?:") for rule in group)
            either = "|".join(f"({part.removeprefix(before)})" for part in parts)
            looks.append(f"(?={first})(?:{either})")
        starts = re.compile(f"{before}(?={'|'.join(looks)})", re.IGNORECASE)
        return cls(tuple(rule for group in rules.values() for rule in group), starts)

    def matches(self, text: str, window: Window) -> Iterator[Span]:
        """Yield what the rules find in a window of the text, in order.

        Of the rules that match at one place the first whose match is meant counts.
        """
        done = [0] * len(self.rules)
        accepted = 0
        for place in self.starts.finditer(text, *window):
            start = place.start()
            if start < accepted:
                continue
            for i in range((place.lastindex or 1) - 1, len(self.rules)):
                if start < done[i]:
                    continue
                rule = self.rules[i]
                found = rule.pattern.match(text, start, window[1])
                if found is None:
                    continue
                done[i] = found.end()
                if span := rule.span(found):
                    accepted = found.end()
                    yield span
                    break


def digits(text: str) -> str:
    """Return the digits of a text, in ASCII."""
    if text.isascii():
        return text.translate(_ONLY_DIGITS)
    return "".join(str(int(char)) for char in text if char.isdecimal())


_ONLY_DIGITS: Final = {code: None for code in range(128) if not chr(code).isdigit()}


def before(found: re.Match[str], length: int = 40) -> str:
    """Return what stands before a match, in lower case."""
    start = found.start("it") if "it" in found.re.groupindex else found.start()
    return found.string[max(0, start - length) : start].lower()


def after(found: re.Match[str], length: int = 24) -> str:
    """Return what stands after a match, in lower case."""
    end = found.end("it") if "it" in found.re.groupindex else found.end()
    return found.string[end : end + length].lower()
