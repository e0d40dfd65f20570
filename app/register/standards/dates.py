"""Dates as other bodies write them, kept as precise as they were stated."""

import re
from datetime import date
from typing import Any, Final

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_LATEST_SHORT_YEAR: Final = 49  # "Jan-03" is 2003; nobody ran these before 1950

_DAY_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DAY_US: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")
_MONTH_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH_US: Final = re.compile(r"(\d{1,2})/(\d{4})")
_MONTH_NAME: Final = re.compile(r"([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})")
_YEAR: Final = re.compile(r"(\d{4})")


def read_date(value: Any) -> str:
    """Return a date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; "" where it cannot be read.

    Nothing is guessed: "2020" stays a year.
    """
    text = str(value or "").strip()
    if match := _DAY_ISO.fullmatch(text):
        return _written(match[1], match[2], match[3])
    if match := _DAY_US.fullmatch(text):
        return _written(match[3], match[1], match[2])
    if match := _MONTH_ISO.fullmatch(text):
        return _written(match[1], match[2])
    if match := _MONTH_US.fullmatch(text):
        return _written(match[2], match[1])
    if (match := _MONTH_NAME.fullmatch(text)) and match[1].lower() in _MONTHS:
        return _written(_year(match[2]), str(_MONTHS.index(match[1].lower()) + 1))
    return text if _YEAR.fullmatch(text) else ""


def _year(text: str) -> str:
    if len(text) == len("2025"):
        return text
    return ("20" if int(text) <= _LATEST_SHORT_YEAR else "19") + text


def _written(year: str, month: str, day: str = "") -> str:
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    parts = [year, month.zfill(2), day.zfill(2)] if day else [year, month.zfill(2)]
    return "-".join(parts)
