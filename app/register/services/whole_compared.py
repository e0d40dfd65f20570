"""How what a file in our own format says of a system stands to what we hold of it."""

from collections.abc import Mapping
from typing import Any

from app.register.standards.folkmoot import with_later_keys


def says_the_same(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether a file has nothing that we lack; older files tell of no asking."""
    said = {**with_later_keys(theirs), "is_consulted_on": ours["is_consulted_on"]}
    return said == ours and not _is_newly_asked(ours, theirs)


def differs_beside(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether only what stands beside the versions differs, such as incidents."""
    beside = {key: ours[key] for key in ("sidecars", "incidents", "readings")}
    return says_the_same(ours, {**theirs, **beside})


def continues(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether a file holds all our versions and more.

    That may be a removal, or that people were asked meanwhile.
    """
    own, other = ours["records"], theirs["records"]
    is_removal = bool(theirs.get("removed_at")) and not ours["removed_at"]
    is_more = is_removal or _is_newly_asked(ours, theirs)
    is_longer = len(other) > len(own) or (is_more and len(other) == len(own))
    return is_longer and _holds_ours(ours, theirs)


def would_put_back(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether a file shows an entry, all our versions of it, that was removed here."""
    is_removed_here = bool(ours["removed_at"]) and not theirs.get("removed_at")
    return is_removed_here and _holds_ours(ours, theirs)


def _holds_ours(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    own, other = ([one["seal"] for one in each["records"]] for each in (ours, theirs))
    return other[: len(own)] == own


def _is_newly_asked(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return bool(theirs.get("is_consulted_on")) and not ours["is_consulted_on"]
