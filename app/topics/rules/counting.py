"""Counts a question's topics: what is counted is said, and nothing is counted twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.analysis.findings import NEUTRAL
from app.consultations.models import Stance
from app.topics.models import PlacedBy


@dataclass(frozen=True, slots=True)
class Member:
    """One comment in one topic. Comments of equal `wording` are one distinct text."""

    key: str
    comment_id: UUID
    submission_id: UUID
    wording: str
    is_letter: bool
    tone: float | None
    placed_by: PlacedBy


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of one comment as a whole."""

    comment_id: UUID
    wording: str
    is_substantive: bool
    was_joined: bool


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """What a topic holds, as its comments stand now.

    `letters` of its comments share a campaign's text; `joined` came after the reading;
    `placed` were put here by an official.
    """

    comments: int
    distinct_texts: int
    submissions: int
    stances: Mapping[str, int]
    tone: Mapping[str, int]
    letters: int
    joined: int
    placed: int


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """`comments` = `analysed` + `not_substantive`; `unsorted` of them fit no topic."""

    comments: int
    analysed: int
    not_substantive: int
    distinct_texts: int
    unsorted: int
    joined: int


@dataclass(frozen=True, slots=True)
class MovedOn:
    """Comments that officials took out: by the key they left, and by the topic."""

    left: Mapping[str, Collection[UUID]]
    moved: Mapping[UUID, Collection[UUID]]

    def from_within(
        self, keys: Collection[str], topics: Collection[UUID]
    ) -> frozenset[UUID]:
        """Return what left some keys because it was moved out of one of the topics."""
        left = {comment for key in keys for comment in self.left.get(key, ())}
        moved = {comment for one in topics for comment in self.moved.get(one, ())}
        return frozenset(left & moved)


class Tally:
    """The comments of one question's latest reading, ready to be counted."""

    def __init__(
        self,
        members: Iterable[Member],
        read: Iterable[Read],
        stances: Mapping[UUID, str] | None = None,
    ) -> None:
        self._by_key: dict[str, list[Member]] = defaultdict(list)
        for one in members:
            self._by_key[one.key].append(one)
        self._stances = stances
        self.whole = self._count_all(read)

    def members(self, keys: Collection[str]) -> list[Member]:
        return [one for key in keys for one in self._by_key.get(key, ())]

    def comments(self, keys: Collection[str]) -> frozenset[UUID]:
        return frozenset(one.comment_id for one in self.members(keys))

    def placed(self) -> frozenset[UUID]:
        """Return the comments that are in any topic."""
        return self.comments(self._by_key)

    def when_merged(
        self, keys: Collection[str], into: Collection[UUID], moved_on: MovedOn
    ) -> int:
        """Count what a topic brought into those that it was merged into.

        Comments that were moved out of these afterwards had come with it all the same.
        """
        return len(self.comments(keys) | moved_on.from_within(keys, into))

    def of(self, keys: Collection[str]) -> TopicCounts:
        """Count a topic over its keys, each comment once."""
        members = self.members(keys)
        submissions = {one.submission_id for one in members}
        return TopicCounts(
            comments=len({one.comment_id for one in members}),
            distinct_texts=len({one.wording for one in members}),
            submissions=len(submissions),
            stances=self._stances_of(submissions),
            tone=_tones(members),
            letters=len({one.comment_id for one in members if one.is_letter}),
            joined=_placed_by(members, PlacedBy.JOINED),
            placed=_placed_by(members, PlacedBy.OFFICIAL),
        )

    def _stances_of(self, submissions: Iterable[UUID]) -> dict[str, int]:
        if self._stances is None:
            return {}
        stated = [self._stances.get(one) for one in submissions]
        return {one.value: stated.count(one.value) for one in Stance}

    def _count_all(self, read: Iterable[Read]) -> ReadCounts:
        rows, placed = list(read), self.placed()
        # What an official put into a topic says something, whatever the machine held.
        analysed = [
            one for one in rows if one.is_substantive or one.comment_id in placed
        ]
        return ReadCounts(
            comments=len(rows),
            analysed=len(analysed),
            not_substantive=len(rows) - len(analysed),
            distinct_texts=len({one.wording for one in analysed}),
            unsorted=sum(one.comment_id not in placed for one in analysed),
            joined=sum(one.was_joined for one in rows),
        )


def _placed_by(members: Iterable[Member], who: PlacedBy) -> int:
    return len({one.comment_id for one in members if one.placed_by is who})


def _tones(members: Iterable[Member]) -> dict[str, int]:
    """Count comments by the mean tone of what they say here."""
    heard: dict[UUID, list[float]] = defaultdict(list)
    for one in members:
        heard[one.comment_id] += [] if one.tone is None else [one.tone]
    counts = {"negative": 0, "neutral": 0, "positive": 0, "not_assessed": 0}
    for tones in heard.values():
        counts[_tone_name(tones)] += 1
    return counts


def _tone_name(tones: list[float]) -> str:
    if not tones:
        return "not_assessed"
    mean = sum(tones) / len(tones)
    if mean <= -NEUTRAL:
        return "negative"
    return "positive" if mean >= NEUTRAL else "neutral"
