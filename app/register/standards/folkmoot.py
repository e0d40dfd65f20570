"""Our own whole format, `folkmoot/register@1`: every version, sidecar and reading.

Exporting, importing into an empty database and exporting again gives the same bytes.
Only what is public is in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from app.accounts.models import Organisation
from app.errors import N_
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterRecord,
    Sidecar,
    Status,
    System,
)
from app.register.rules.incidents import corrections, earlier_wordings
from app.register.rules.weakening import read_weakenings
from app.register.schemas.sources import NAMES, identifiers_in
from app.register.standards.nl_1_0 import load_objects
from app.register.standards.source import NO_TEXT, Problem, UnreadableFile

SCHEMA: Final = "folkmoot/register@1"

_ORGANISATION: Final = (
    "slug", "name", "kind", "about", "website", "email", "phone", "address",
    "language", "is_demonstration",
)  # fmt: skip
_RECORD: Final = (
    "version", "name", "status", "fields", "language", "published_at", "author",
    "change_note", "change_reason", "caused_by", "is_correction", "weakenings",
    "reading_grade", "seal", "no_consultation_reason", "taken_from", "repeats_at",
)  # fmt: skip
_SIDECAR: Final = (
    "format", "source_key", "values", "digest", "position", "imported_at",
)  # fmt: skip
_INCIDENT: Final = (
    "happened_on", "title", "what_happened", "who_was_affected", "what_was_done",
    "is_resolved", "published_at", "updated_at", "earlier_wordings",
)  # fmt: skip
_READING: Final = (
    "measure", "unit", "measured_on", "value", "note", "recorded_at", "earlier_values",
)  # fmt: skip
_REASONS: Final = ("removal_reason", "no_consultation_reason")
# What files written before lack, and what it then is.
_LATER_KEYS: Final[Mapping[str, Any]] = {
    # Few versions say why nobody was asked, or that an import made them.
    "no_consultation_reason": "",
    "taken_from": "",
    "repeats_at": None,
    "earlier_wordings": [],
    "earlier_values": [],
}


def organisation_out(organisation: Organisation) -> dict[str, Any]:
    """Return a body in the format."""
    return _picked(organisation, _ORGANISATION)


def system_out(
    system: System,
    organisation: Organisation,
    records: Sequence[RegisterRecord],
    extras: tuple[Sequence[Sidecar], Sequence[Incident], Sequence[MonitoringReading]],
    *,
    is_consulted_on: bool = False,
) -> dict[str, Any]:
    """Return a system with all its versions, oldest first."""
    sidecars, incidents, readings = extras
    return {
        "slug": system.slug,
        "name": system.name,
        "organisation": organisation.slug,
        "status": system.status.value,
        "no_consultation_reason": system.no_consultation_reason,
        "is_consulted_on": is_consulted_on,
        "created_at": system.created_at.isoformat(),
        "updated_at": system.updated_at.isoformat(),
        "removed_at": system.removed_at.isoformat() if system.removed_at else None,
        "removal_reason": system.removal_reason,
        "records": [_picked(one, _RECORD) for one in records],
        "sidecars": [_picked(one, _SIDECAR) for one in sidecars],
        "incidents": [_picked(one, _INCIDENT) for one in incidents],
        "readings": [_picked(one, _READING) for one in readings],
    }


def write(
    organisations: Sequence[dict[str, Any]], systems: Sequence[dict[str, Any]]
) -> bytes:
    """Write the whole."""
    whole = {"schema": SCHEMA, "organisations": organisations, "systems": systems}
    # In the order of our own fields, which every other export shows as well.
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def read(data: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the organisations and the systems of a file.

    Raises:
        UnreadableFile: It is not JSON, or not of this schema.
    """
    objects = load_objects(data)
    whole = objects[0] if len(objects) == 1 else {}
    if whole.get("schema") != SCHEMA:
        raise UnreadableFile(
            N_("This is not a file of the schema %(schema)s."), schema=SCHEMA
        )
    organisations = _objects(whole.get("organisations"))
    systems = _objects(whole.get("systems"))
    if organisations is None or systems is None:
        raise UnreadableFile(N_("The file lacks its organisations or systems."))
    return organisations, systems


def _objects(value: Any) -> list[dict[str, Any]] | None:
    is_right = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return value if is_right else None


@dataclass(frozen=True, slots=True)
class ToldSystem:
    """A system of a file: what stood there, and the rows made of it once for all.

    `records` are its versions, `extras` its sidecars, incidents and readings; all still
    without the system's id.
    """

    data: dict[str, Any]
    records: list[RegisterRecord]
    extras: list[Sidecar | Incident | MonitoringReading]

    @property
    def identifiers(self) -> list[str]:
        """Return what other registers call it."""
        sidecars = (one for one in self.extras if isinstance(one, Sidecar))
        return [one for each in sidecars for one in identifiers_in(each.values)]


def with_later_keys(system: Mapping[str, Any]) -> dict[str, Any]:
    """Return a system of a file as one written now would hold it."""
    parts = {"records": _RECORD, "incidents": _INCIDENT, "readings": _READING}
    whole = {**dict.fromkeys(_REASONS, ""), "removed_at": None, **system}
    for part, keys in parts.items():
        later = {key: _LATER_KEYS[key] for key in keys if key in _LATER_KEYS}
        whole[part] = [{**later, **one} for one in system[part]]
    return whole


def told_by(number: int, data: dict[str, Any], known: set[str]) -> ToldSystem | Problem:
    """Return a system of a file, or why it cannot be taken."""
    missing = next(
        (key for key in ("slug", "name", "records") if not data.get(key)), None
    )
    if missing:
        return Problem(number, missing, N_("This key has no value."))
    if odd := _odd_kind(data):
        return Problem(number, *odd)
    if data.get("organisation") not in known:
        return Problem(number, "organisation", N_("The file does not hold this body."))
    try:
        told = ToldSystem(data, _records_in(data), _extras_in(data))
        versions = [one.version for one in told.records]
        if versions != list(range(1, len(versions) + 1)):
            return Problem(number, "records", N_("The versions are not 1, 2, 3 …"))
        Status(data["status"])
        for key in ("created_at", "updated_at"):
            moment(data[key])
        _moment_or_none(data.get("removed_at"))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return Problem(number, "records", f"{type(error).__name__}: {error}")
    return told


def _odd_kind(data: dict[str, Any]) -> tuple[str, str] | None:
    """Return which key holds a value of another kind, and what it has to be."""
    if not (isinstance(data["slug"], str) and isinstance(data["name"], str)):
        return "name", N_("Name and address are texts.")
    for key in _REASONS:
        if not isinstance(data.get(key, ""), str):
            return key, NO_TEXT
    # Older files do not say it.
    if not isinstance(data.get("is_consulted_on", False), bool):
        return "is_consulted_on", N_("This has to be true or false.")
    return None


def organisation_in(data: dict[str, Any], now: datetime) -> Organisation:
    """Return a body from the format."""
    return Organisation(**{key: data[key] for key in _ORGANISATION}, created_at=now)


def _records_in(system: dict[str, Any]) -> list[RegisterRecord]:
    return [
        RegisterRecord(
            **{
                **_read(one, _RECORD),
                "status": Status(one["status"]),
                "published_at": moment(one["published_at"]),
                "repeats_at": _moment_or_none(one.get("repeats_at")),
            }
        )
        for one in system["records"]
    ]


def _extras_in(
    system: dict[str, Any],
) -> list[Sidecar | Incident | MonitoringReading]:
    sidecars = [
        Sidecar(**{**_read(one, _SIDECAR), "imported_at": moment(one["imported_at"])})
        for one in system["sidecars"]
    ]
    incidents = [
        Incident(
            **{
                **_read(one, _INCIDENT),
                "happened_on": date.fromisoformat(one["happened_on"]),
                "published_at": moment(one["published_at"]),
                "updated_at": moment(one["updated_at"]),
            }
        )
        for one in system["incidents"]
    ]
    readings = [
        MonitoringReading(
            **{
                **_read(one, _READING),
                "measured_on": date.fromisoformat(one["measured_on"]),
                "recorded_at": moment(one["recorded_at"]),
            }
        )
        for one in system["readings"]
    ]
    # Whatever cannot be shown is refused here.
    for incident in incidents:
        earlier_wordings(incident)
    corrections(readings)
    return [*sidecars, *incidents, *readings]


def moment(text: str) -> datetime:
    """Return a time of the format."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _moment_or_none(text: str | None) -> datetime | None:
    return moment(text) if text else None


def _read(data: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    given = {**_LATER_KEYS, **data}
    read = {key: given[key] for key in keys}
    for key, kind in (("fields", dict), ("values", dict), ("weakenings", list)):
        if key in read and not isinstance(read[key], kind):
            message = f"{key} is no {kind.__name__}"
            raise TypeError(message)
    read_weakenings(read.get("weakenings", []))
    if read.get("taken_from") and read["taken_from"] not in NAMES:
        message = f"taken_from is none of {', '.join(NAMES)}"
        raise ValueError(message)
    return read


def _picked(row: Any, keys: Sequence[str]) -> dict[str, Any]:
    return {key: _plain(getattr(row, key)) for key in keys}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
