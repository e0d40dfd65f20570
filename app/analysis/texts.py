"""The shapes in which the engine holds comments while it reads them.

Topics are found over *units*: a short comment as a whole, a long one in parts of a
few sentences, so that a unit holds enough words to be placed. Each *passage* (a
sentence or two) then goes to the topic it is nearest to. Equal wordings are read once,
and so is the copied text of a campaign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.analysis.campaigns import CampaignGroups
from app.analysis.findings import Document
from app.analysis.phrases import content_words

Rows = NDArray[np.int64]
Stretch = tuple[int, int]

UNIT: Final = 300  # characters of a unit; most comments are shorter
_COPIED: Final = 0.6  # of a passage in shared text, to be read as its campaign's


@dataclass(frozen=True, slots=True)
class Text:
    """A comment after the steps that look at it alone."""

    document: Document
    masked: str
    language: str
    substantive: bool


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of a question's comments.

    Attributes:
        comment: For each passage, the position of its comment.
        spans: For each, where it stands in the comment's masked text.
        wording: For each, the position of its wording in `texts`.
        unit: For each, the position of its unit's wording in `texts`.
        texts: Each wording once.
        languages: The language of each wording.
        owners: The first comment that holds each wording.
    """

    comment: Rows
    spans: tuple[Stretch, ...]
    wording: Rows
    unit: Rows
    texts: tuple[str, ...]
    languages: tuple[str, ...]
    owners: Rows

    def units(self) -> Rows:
        """Return the wordings over which topics are found."""
        rows: Rows = np.unique(self.unit)
        return rows

    def tokens(self, rows: Rows) -> list[str]:
        """Return the content words of some wordings, separated by spaces."""
        return [" ".join(content_words(self.texts[row])) for row in rows]


class Gathering:
    """Gathers passages comment by comment."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._texts: list[str] = []
        self._languages: list[str] = []
        self._owners: list[int] = []
        self._rows: list[tuple[int, Stretch, int, int]] = []

    def add(self, comment: int, text: Text, passages: Sequence[Stretch]) -> None:
        """Add a comment read on its own."""
        for unit in units_of(text.masked, passages):
            whole = self._wording(comment, text, (unit[0][0], unit[-1][1]))
            for span in unit:
                own = self._wording(comment, text, span) if len(unit) > 1 else whole
                self._rows.append((comment, span, own, whole))

    def add_member(
        self,
        comment: int,
        text: Text,
        passages: Sequence[Stretch],
        shared: Sequence[Stretch],
        letter: Sequence[tuple[int, int]],
    ) -> None:
        """Add a campaign's comment: copied passages are read as the letter's.

        Args:
            comment: Its position.
            text: The comment.
            passages: Its passages.
            shared: Its copied stretches.
            letter: Wording and unit of each passage of the campaign's letter.
        """
        copied = [is_copied(span, shared) for span in passages]
        total = max(1, sum(copied))
        own = [
            span for span, is_copy in zip(passages, copied, strict=True) if not is_copy
        ]
        seen = 0
        for span, is_copy in zip(passages, copied, strict=True):
            if is_copy:
                place = min(len(letter) - 1, seen * len(letter) // total)
                self._rows.append((comment, span, *letter[place]))
                seen += 1
        self.add(comment, text, own)

    def letter(self, comment: int) -> list[tuple[int, int]]:
        """Return wording and unit of the passages of the comment added last."""
        found: list[tuple[int, int]] = []
        for row in reversed(self._rows):
            if row[0] != comment:
                break
            found.append((row[2], row[3]))
        return found[::-1]

    def passages(self) -> Passages:
        """Return all that was added, in the order of comments."""
        rows = sorted(self._rows, key=lambda row: row[:2])
        return Passages(
            np.asarray([row[0] for row in rows], np.int64),
            tuple(row[1] for row in rows),
            np.asarray([row[2] for row in rows], np.int64),
            np.asarray([row[3] for row in rows], np.int64),
            tuple(self._texts),
            tuple(self._languages),
            np.asarray(self._owners, np.int64),
        )

    def _wording(self, comment: int, text: Text, span: Stretch) -> int:
        wording = text.masked[span[0] : span[1]]
        key = " ".join(wording.casefold().split())
        if key not in self._number:
            self._number[key] = len(self._texts)
            self._texts.append(wording)
            self._languages.append(text.language)
            self._owners.append(comment)
        return self._number[key]


def gather(
    texts: Sequence[Text],
    passages_of: Sequence[Sequence[Stretch]],
    groups: CampaignGroups,
) -> Passages:
    """Gather the passages of all comments; a campaign's letter is read once."""
    gathering = Gathering()
    letters: dict[int, list[tuple[int, int]]] = {}
    for number, group in enumerate(groups.groups):
        first = group.representative
        gathering.add(first, texts[first], passages_of[first])
        letters[number] = gathering.letter(first)
    representatives = {group.representative for group in groups.groups}
    for position, text in enumerate(texts):
        campaign = groups.campaign[position]
        if position in representatives:
            continue
        if campaign is None:
            gathering.add(position, text, passages_of[position])
        else:
            shared = groups.shared_text[position]
            own = passages_of[position]
            gathering.add_member(position, text, own, shared, letters[campaign])
    return gathering.passages()


def units_of(text: str, passages: Sequence[Stretch]) -> list[list[Stretch]]:
    """Join passages to units: all of a short comment, a few sentences of a long one."""
    units: list[list[Stretch]] = []
    for span in passages:
        if (
            units
            and span[1] - units[-1][0][0] <= UNIT
            and not text[units[-1][-1][1] : span[0]].strip()
        ):
            units[-1].append(span)
        else:
            units.append([span])
    return units


def is_copied(span: Stretch, shared: Sequence[Stretch]) -> bool:
    """Say whether most of a passage lies in shared text."""
    start, end = span
    inside = sum(max(0, min(end, high) - max(start, low)) for low, high in shared)
    return inside >= _COPIED * max(1, end - start)
