"""What somebody looks for in the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from app.errors import N_

FACETS: Final = {
    "status": N_("Status"),
    "body": N_("Public body"),
    "effect": N_("What it does to me"),
    "topic": N_("Topic"),
    "technology": N_("Kind of technology"),
    "decides": N_("Who decides"),
    "risk": N_("Risk class"),
    "people": N_("Whom it affects"),
    "year": N_("In use since"),
    "consultation": N_("Was the public asked?"),
    "feedback": N_("What people said"),
    "assessment": N_("Impact assessment"),
    "weakened": N_("What was taken away"),
    "completeness": N_("Completeness of the record"),
    "review": N_("Review"),
    "language": N_("Language"),
    "source": N_("Source"),
}
# Everything that an address of the register's list can say.
QUERY_NAMES: Final = frozenset({"q", "sort", "page", *FACETS})
PAGE_SIZE: Final = 20
_MOST_VALUES: Final = 50
_LONGEST_QUERY: Final = 400


class Sort(StrEnum):
    """The order of what was found."""

    RELEVANCE = "relevance"
    UPDATED = "updated"
    NAME = "name"
    COMMENTS = "comments"
    COMPLETENESS = "completeness"


SORT_LABELS: Final = {
    Sort.RELEVANCE: N_("Best match"),
    Sort.UPDATED: N_("Last changed"),
    Sort.NAME: N_("Name"),
    Sort.COMMENTS: N_("Most comments"),
    Sort.COMPLETENESS: N_("Least complete"),
}


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Words, filters, order and page; its address can be shared."""

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.UPDATED
    page: int = 1

    @property
    def is_plain(self) -> bool:
        return not self.words and not self.filters

    def to(self, page: int) -> "RegisterQuery":
        return replace(self, page=page)

    def without(self, facet: str, value: str) -> "RegisterQuery":
        """Return the query with one filter taken off, on its first page."""
        left = tuple(one for one in self.filters.get(facet, ()) if one != value)
        filters = {**self.filters, facet: left}
        return replace(
            self, filters={key: some for key, some in filters.items() if some}, page=1
        )

    @property
    def without_filters(self) -> "RegisterQuery":
        return replace(self, filters={}, page=1)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query as parameters of an address, defaults left out."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(key, one) for key, some in self.filters.items() for one in some]
        default = Sort.RELEVANCE if self.words else Sort.UPDATED
        pairs += [("sort", self.sort.value)] if self.sort is not default else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs

    @property
    def address(self) -> str:
        """The query string with its question mark, empty for everything."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""


def read_query(parameters: Mapping[str, Sequence[str]]) -> RegisterQuery:
    """Read an address's parameters; what makes no sense is left out, never an error."""
    words = _first(parameters, "q").strip()[:_LONGEST_QUERY]
    filters = {
        facet: tuple(dict.fromkeys(one for one in parameters[facet] if one))
        for facet in FACETS
        if any(parameters.get(facet, ()))
    }
    default = Sort.RELEVANCE if words else Sort.UPDATED
    sort = _first(parameters, "sort")
    page = _first(parameters, "page")
    return RegisterQuery(
        words=words,
        filters={key: some[:_MOST_VALUES] for key, some in filters.items()},
        sort=Sort(sort) if sort in set(Sort) else default,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004
    )


def _first(parameters: Mapping[str, Sequence[str]], key: str) -> str:
    values = parameters.get(key, ())
    return values[0] if values else ""
