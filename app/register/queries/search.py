"""Finding systems: words, filters that combine, and a count for every filter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from babel import Locale, UnknownLocaleError
from sqlmodel import Session, col, select

from app.errors import N_
from app.register.models import STATUS_LABELS, RegisterEntry
from app.register.queries.index import Index, get_index, positions
from app.register.queries.word_search import FoundWords, find_some, find_words
from app.register.schemas import choices
from app.register.schemas.kinds import Choice
from app.register.schemas.search import FACETS, PAGE_SIZE, RegisterQuery, Sort
from app.register.schemas.sources import NAMES, WRITTEN_HERE

_UNKNOWN: Final = Choice("unknown", N_("Not stated"))
OFFERED: Final[dict[str, tuple[Choice, ...]]] = {
    "status": tuple(Choice(key, label) for key, label in STATUS_LABELS.items()),
    "effect": (*choices.EFFECTS, _UNKNOWN),
    "topic": (*choices.TOPICS, _UNKNOWN),
    "technology": (*choices.TECHNOLOGIES, _UNKNOWN),
    "decides": (*choices.AUTOMATION, _UNKNOWN),
    "risk": (*choices.RISK_LEVELS, _UNKNOWN),
    "people": (*choices.PEOPLE, _UNKNOWN),
    "consultation": (
        Choice("here", N_("By a consultation here, before it was used")),
        Choice("elsewhere", N_("The record says that it was, in another way")),
        Choice("no", N_("The record says that it was not")),
        Choice(
            "other",
            N_("The record says something else, such as that users tested it"),
        ),
        _UNKNOWN,
    ),
    "feedback": (Choice("comments", N_("Has comments")),),
    "assessment": (
        Choice("yes", N_("The record names an assessment")),
        Choice("no", N_("The record says that there is none")),
        Choice(
            "other",
            N_("The record says something else, such as that one is under way"),
        ),
        _UNKNOWN,
    ),
    "weakened": (Choice("yes", N_("A version took something from people")),),
    "completeness": (
        Choice("all", N_("Every question answered or explained")),
        Choice("most", N_("75 to 99 percent")),
        Choice("half", N_("50 to 74 percent")),
        Choice("little", N_("Less than half")),
    ),
    "review": (
        Choice("overdue", N_("Overdue")),
        Choice("current", N_("Not overdue")),
    ),
    "source": (
        Choice(WRITTEN_HERE, N_("Written here")),
        *(Choice(key, label) for key, label in NAMES.items()),
    ),
}
_MOST_BODIES: Final = 12
_MOST_CLOSE: Final = 5
# PostgreSQL takes 65,535 parameters in one statement, SQLite half of that.
_MOST_IDS: Final = 5_000
# Their values are not ours to translate.
_NAMED_BY_OTHERS: Final = frozenset({"body", "language"})


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One filter that can be chosen, and how many systems it would leave."""

    key: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of filters; `more` of its values are left out."""

    key: str
    label: str
    values: list[FacetValue]
    # Names of bodies are not ours to translate.
    is_translated: bool
    more: int = 0

    @property
    def is_used(self) -> bool:
        return any(one.is_chosen for one in self.values)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found.

    Attributes:
        meant: Words that were searched instead of mistyped ones, by what was typed.
        also: Words that were searched besides: neighbours that are one word elsewhere.
        longer: How many of all hold, of one of the words, only a longer one. They stand
            last by relevance.
        longer_words: Those that were looked for.
        unfiltered: How many the words alone find, whatever the filters.
        close: Where no record holds all the words, a few that hold most of them.
    """

    query: RegisterQuery
    entries: Sequence[RegisterEntry]
    total: int
    facets: list[Facet]
    meant: dict[str, list[str]]
    also: Sequence[str] = ()
    longer: int = 0
    longer_words: Sequence[str] = ()
    unfiltered: int = 0
    close: Sequence[RegisterEntry] = ()

    @property
    def whole_here(self) -> int:
        """How many entries of this page stand before the first that only holds longer."""
        if self.query.sort is not Sort.RELEVANCE:
            return len(self.entries)
        before = self.total - self.longer - (self.query.page - 1) * PAGE_SIZE
        return max(0, min(before, len(self.entries)))

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search_systems(session: Session, query: RegisterQuery, today: date) -> Found:
    """Return one page of public systems, with counts per filter."""
    index = get_index(session)
    words = find_words(session, query.words) if query.words.strip() else None
    matching = _matching(index, words)
    filtered = {
        facet: bits_of(index, facet, values, today)
        for facet, values in query.filters.items()
    }
    found = matching
    for bits in filtered.values():
        found &= bits
    close: Sequence[RegisterEntry] = ()
    if words and not matching:
        close = _list_close(session, index, query.words, filtered.values())
    order = _order(index, query.sort, words, today)
    start = (query.page - 1) * PAGE_SIZE
    shown = positions(order, found)[start : start + PAGE_SIZE]
    return Found(
        query=query,
        entries=list_entries(session, [index.system_ids[at] for at in shown]),
        total=found.bit_count(),
        facets=_facets(index, query, matching, filtered, today),
        meant=words.meant if words else {},
        also=words.also if words else (),
        longer=(found & index.bits_at(words.longer)).bit_count() if words else 0,
        longer_words=words.longer_words if words else (),
        unfiltered=matching.bit_count(),
        close=close,
    )


def _list_close(
    session: Session, index: Index, words: str, filtered: Iterable[int]
) -> Sequence[RegisterEntry]:
    left = index.everything
    for bits in filtered:
        left &= bits
    numbers = find_some(session, words)
    some = [index.position_of[one] for one in numbers if one in index.position_of]
    shown = positions(some, left)[:_MOST_CLOSE]
    return list_entries(session, [index.system_ids[at] for at in shown])


def list_found(session: Session, query: RegisterQuery, today: date) -> list[UUID]:
    """Return all systems that match, in the query's order, for files and the API."""
    index = get_index(session)
    words = find_words(session, query.words) if query.words.strip() else None
    found = _matching(index, words)
    for facet, values in query.filters.items():
        found &= bits_of(index, facet, values, today)
    order = _order(index, query.sort, words, today)
    return [index.system_ids[at] for at in positions(order, found)]


def list_entries(session: Session, system_ids: list[UUID]) -> list[RegisterEntry]:
    """Return entries in the order of the ids given."""
    by_id: dict[UUID, RegisterEntry] = {}
    for start in range(0, len(system_ids), _MOST_IDS):
        some = system_ids[start : start + _MOST_IDS]
        statement = select(RegisterEntry).where(col(RegisterEntry.system_id).in_(some))
        by_id |= {entry.system_id: entry for entry in session.exec(statement)}
    return [by_id[one] for one in system_ids if one in by_id]


def count_systems(session: Session) -> int:
    return len(get_index(session).system_ids)


def browse(session: Session, facet: str, today: date) -> Facet:
    """Return one group of filters with its counts over the whole register."""
    index = get_index(session)
    query = RegisterQuery()
    return _facet(index, query, facet, index.everything, today)


def labels_of(session: Session, query: RegisterQuery) -> list[str]:
    """Return what the chosen filters are called; what is unknown is left out."""
    index = get_index(session)
    return [
        choice.label
        for facet, values in query.filters.items()
        for choice in choices_of(index, facet)
        if choice.key in values
    ]


def _matching(index: Index, words: FoundWords | None) -> int:
    if words is None:
        return index.everything
    return index.bits_at(words.numbers + words.longer)


def _order(
    index: Index, sort: Sort, words: FoundWords | None, today: date
) -> list[int]:
    if sort is Sort.RELEVANCE and words is not None:
        ranked = words.numbers + words.longer
        return [index.position_of[one] for one in ranked if one in index.position_of]
    if sort is Sort.COMPLETENESS:
        return index.shares.on(today).least_first
    return index.orders[Sort.UPDATED if sort is Sort.RELEVANCE else sort]


def bits_of(index: Index, facet: str, values: Sequence[str], today: date) -> int:
    if facet == "completeness":
        shares = index.shares.on(today).bits
        # Each system is in one of them, so that they add up.
        return sum(shares.get(value, 0) for value in set(values))
    if facet != "review":
        return index.bits_of(facet, values)
    due = index.bits.get("review", {})
    overdue = index.bits_of("review", (day for day in due if day < today.isoformat()))
    bits = overdue if "overdue" in values else 0
    return bits | (index.everything & ~overdue if "current" in values else 0)


def _facets(
    index: Index,
    query: RegisterQuery,
    matching: int,
    filtered: Mapping[str, int],
    today: date,
) -> list[Facet]:
    facets = []
    for facet in FACETS:
        # A group's own choices do not narrow its counts: they add up to "or".
        others = matching
        for key, bits in filtered.items():
            others &= bits if key != facet else others
        facets.append(_shortened(_facet(index, query, facet, others, today)))
    return facets


def _shortened(facet: Facet) -> Facet:
    """Keep the most frequent values of a long group, and those that are chosen."""
    if facet.key != "body" or len(facet.values) <= _MOST_BODIES:
        return facet
    by_count = sorted(facet.values, key=lambda one: (not one.is_chosen, -one.count))
    kept = {one.key for one in by_count[:_MOST_BODIES]}
    values = [one for one in facet.values if one.key in kept]
    return replace(facet, values=values, more=len(facet.values) - len(values))


def _facet(
    index: Index, query: RegisterQuery, facet: str, within: int, today: date
) -> Facet:
    chosen = query.filters.get(facet, ())
    values = [
        FacetValue(
            choice.key,
            choice.label,
            (within & bits_of(index, facet, (choice.key,), today)).bit_count(),
            choice.key in chosen,
        )
        for choice in choices_of(index, facet)
    ]
    return Facet(
        facet,
        FACETS[facet],
        [one for one in values if one.count or one.is_chosen],
        is_translated=facet not in _NAMED_BY_OTHERS,
    )


def choices_of(index: Index, facet: str) -> Sequence[Choice]:
    """Return what a filter offers in the register as it is now."""
    if facet == "body":
        names = index.body_names.items()
        return [
            Choice(*one) for one in sorted(names, key=lambda one: one[1].casefold())
        ]
    if facet == "year":
        years = index.bits.get("year", {}).keys() - {_UNKNOWN.key}
        return [*(Choice(one, one) for one in sorted(years, reverse=True)), _UNKNOWN]
    if facet == "language":
        return [
            Choice(one, _language(one)) for one in sorted(index.bits.get(facet, ()))
        ]
    return OFFERED[facet]


def _language(code: str) -> str:
    """Name a language in English, for what is followed; pages name it in their own."""
    try:
        return Locale.parse(code, sep="-").english_name or code
    except (ValueError, UnknownLocaleError):
        return code
