"""Which values the filters of the register's API take: a mistake is said, as with names."""

import re
from collections.abc import Iterable
from typing import Final

from sqlmodel import Session

from app.errors import N_, Invalid
from app.register.queries.index import get_index
from app.register.queries.search import choices_of
from app.register.schemas.search import FACETS, Sort
from app.web.catalogues import translate
from app.web.forms import SubmittedForm

LIST_NAMES: Final = ("q", *FACETS, "sort", "limit", "cursor", "fields")
_YEAR: Final = re.compile(r"[0-9]{4}|unknown")


def require_values(session: Session, asked: SubmittedForm) -> None:
    """Refuse an order and values of filters that there are not.

    Raises:
        Invalid: Names each parameter, and what it takes.
    """
    errors = {
        name: said
        for name in FACETS
        if (said := _mistake(session, name, asked.getlist(name)))
    }
    if asked.get("sort") and asked.get("sort") not in set(Sort):
        errors["sort"] = _one_of(one.value for one in Sort)
    if errors:
        raise Invalid(errors)


def _mistake(session: Session, facet: str, values: Iterable[str]) -> str:
    """Return what is wrong with a filter's values; an empty one filters nothing."""
    given = [one for one in values if one]
    if not given:
        return ""
    if facet == "year":
        is_right = all(map(_YEAR.fullmatch, given))
        return "" if is_right else translate(N_("Give years as 2026, or unknown."))
    keys = [one.key for one in choices_of(get_index(session), facet)]
    if set(given) <= set(keys):
        return ""
    if facet == "body":
        # There may be thousands of them.
        return translate(N_("No public body of this address has a record here."))
    return _one_of(keys)


def _one_of(values: Iterable[str]) -> str:
    possible = ", ".join(values)
    return translate(N_("Take one of these values: %(values)s."), values=possible)
