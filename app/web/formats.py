"""Dates and numbers as people of the current language write them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError, dates, numbers

from app.errors import N_
from app.web.catalogues import (
    current_language,
    current_locale,
    locale_of,
    translate,
)


def format_date(value: date | datetime | None, style: str = "long") -> str:
    if value is None:
        return ""
    day = value.astimezone(UTC).date() if isinstance(value, datetime) else value
    return dates.format_date(day, style, locale=current_locale())


def format_partial_date(value: str) -> str:
    """Write a year, a month or a day given as "2025", "2025-03" or "2025-03-14"."""
    try:
        year, *rest = (int(part) for part in value.split("-"))
        if not rest:
            return value
        day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    except ValueError:
        return value
    if len(rest) > 1:
        return format_date(day)
    return dates.format_skeleton("yMMMM", day, locale=current_locale())


def language_name(code: str) -> str:
    """Return a language's name in the language of the page; the code if unknown."""
    return _language_name(code, current_language())


@lru_cache(maxsize=1000)
def _language_name(code: str, language: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(locale_of(language)) or code
    except (ValueError, UnknownLocaleError):
        return code


def format_datetime(value: datetime | None) -> str:
    """Return day and time, in UTC and saying so."""
    if value is None:
        return ""
    moment = value.astimezone(UTC)
    locale = current_locale()
    return translate(
        N_("%(day)s at %(time)s UTC"),
        day=dates.format_date(moment, "long", locale=locale),
        time=dates.format_time(moment, "short", tzinfo=UTC, locale=locale),
    )


def iso(value: date | datetime | None) -> str:
    """Return the machine's spelling, for `<time datetime>`, in whole seconds."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else value.isoformat()


def format_number(value: float) -> str:
    return numbers.format_decimal(value, locale=current_locale())


def format_percent(value: float) -> str:
    """Return a share between 0 and 1 as whole percent."""
    return numbers.format_percent(value, "#,##0%", locale=current_locale())


GLOBALS: Final[Mapping[str, Any]] = {
    "format_date": format_date,
    "format_datetime": format_datetime,
    "format_partial_date": format_partial_date,
    "language_name": language_name,
    "format_number": format_number,
    "format_percent": format_percent,
    "iso": iso,
}
