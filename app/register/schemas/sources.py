"""The registers and standards that records are taken over from."""

from collections.abc import Mapping
from typing import Any, Final

from app.errors import N_

# The source of what nobody took over from elsewhere.
WRITTEN_HERE: Final = "here"
# What a record without a name is called, with its source's key in brackets.
NO_NAME: Final = "No name stated"
NAMES: Final = {
    "us-2025": N_("US federal inventory 2025"),
    "nl-short": N_("Dutch algorithm register, daily copy"),
    "nl-1.0": N_("Dutch publication standard 1.0"),
}
# Under which keys they say what they call a record.
_IDENTIFIERS: Final = ("id", "source_id", "lars")


def identifiers_in(values: Mapping[str, Any]) -> list[str]:
    """Return what a source calls a record; nothing where it says nothing."""
    given = (str(values.get(key) or "").strip() for key in _IDENTIFIERS)
    return list(dict.fromkeys(one for one in given if one))
