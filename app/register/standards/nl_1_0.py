"""The Dutch publication standard for algorithm registers, version 1.0.

31 keys as JSON, an object or a list of them. Its own limits of length bind this export
only: a value that is too long is an error that names the field, never a cut.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.errors import N_, Invalid
from app.register.models import Status
from app.register.schemas.answers import is_web_address
from app.register.standards.dates import read_date
from app.register.standards.mapping import (
    Mapped,
    fields_from,
    row_for,
    status_reader,
)
from app.register.standards.markup import html_from_text, text_from_html
from app.register.standards.source import (
    NO_TEXT,
    NOT_STATED,
    UNKNOWN_STATUS,
    OutgoingRecord,
    Problem,
    SourceFile,
    SourceRecord,
    UnreadableFile,
    answers_of,
    is_text,
    odd_kinds,
)

LIMITS: Final = {
    "name": 100, "description_short": 400, "organization": 100, "begin_date": 7,
    "end_date": 7, "contact_email": 500, "website": 500, "url": 500, "goal": 2500,
    "proportionality": 2500, "human_intervention": 2500, "risks": 2500,
    "lawful_basis": 2500, "process_index_url": 500, "impacttoetsen": 2500,
    "source_data": 2500, "methods_and_models": 5000, "provider": 200,
    "publiccode": 500, "source_id": 100, "tags": 2500,
}  # fmt: skip
STAGES: Final = {
    "In ontwikkeling": Status.IN_DEVELOPMENT,
    "In gebruik": Status.IN_USE,
    "Buiten gebruik": Status.RETIRED,
}
# None fits what is paused, or what was never used.
STAGE_OF: Final = {
    Status.PROPOSED: "In ontwikkeling",
    Status.IN_DEVELOPMENT: "In ontwikkeling",
    Status.CLOSED_PILOT: "In gebruik",
    Status.OPEN_PILOT: "In gebruik",
    Status.IN_USE: "In gebruik",
    Status.RETIRED: "Buiten gebruik",
    Status.WITHDRAWN: "Buiten gebruik",
    Status.NOT_STATED: "",
}
_THEMES: Final = {
    "Organisatie en bedrijfsvoering": "general",
    "Cultuur en recreatie": "culture",
    "Economie": "business",
    "Overheidsfinanciën": "money",
    "Wonen": "housing",
    "Internationaal": "international",
    "Migratie en integratie": "migration",
    "Natuur en milieu": "environment",
    "Onderwijs en wetenschap": "education",
    "Openbare orde en veiligheid": "police",
    "Recht": "justice",
    "Ruimte en infrastructuur": "housing",
    "Sociale zekerheid": "benefits",
    "Verkeer": "transport",
    "Werk": "work",
    "Zorg en gezondheid": "health",
}
_HIGH_RISK: Final = "Hoog-risico AI-systeem"
_LANGUAGES: Final = {"nld": "nl", "eng": "en", "fry": "fy"}


def _text(value: Any) -> str:
    return str(value or "").strip()


def _plain(value: Any) -> str:
    return text_from_html(_text(value))


def _address(value: Any) -> str:
    text = _text(value)
    return text if is_web_address(text) else ""


def _contact(value: Any) -> str:
    text = _text(value)
    name, _, host = text.partition("@")
    is_mail = bool(name) and "." in host and not any(c.isspace() for c in text)
    return text if is_web_address(text) or (is_mail and "@" not in host) else ""


def _themes(value: Any) -> list[str]:
    stated = value if isinstance(value, list) else []
    return list(dict.fromkeys(_THEMES[one] for one in stated if one in _THEMES))


def _written_themes(value: Any) -> list[str]:
    back = {ours: theirs for theirs, ours in reversed(_THEMES.items())}
    return [back[one] for one in value or [] if one in back]


def _links(title: str, link: str) -> Callable[[Any], list[dict[str, str]]]:
    def read(value: Any) -> list[dict[str, str]]:
        stated = value if isinstance(value, list) else []
        rows = [
            {title: _text(one.get("title")), link: _address(one.get("link"))}
            for one in stated
            if isinstance(one, Mapping)
        ]
        kept = [{key: text for key, text in row.items() if text} for row in rows]
        return [row for row in kept if row]

    return read


def _written_links(title: str, link: str) -> Callable[[Any], list[dict[str, str]]]:
    def write(value: Any) -> list[dict[str, str]]:
        return [
            {"title": row.get(title, ""), "link": row.get(link, "")}
            for row in value or []
        ]

    return write


def _words(value: Any) -> list[str]:
    return [word.strip() for word in _plain(value).split(",") if word.strip()]


def _written_words(value: Any) -> str:
    return ", ".join(value or [])


def _written_html(value: Any) -> str:
    return html_from_text(value or "")


def _month(value: Any) -> str:
    return str(value or "")[:7]


MAPPED: Final = (
    Mapped("description_short", "one_line", read=_plain),
    Mapped("category", "topic", "", _themes, _written_themes),
    Mapped("begin_date", "use_started", "", read_date, _month),
    Mapped("end_date", "use_ended", "", read_date, _month),
    Mapped("contact_email", "public_contact", read=_contact),
    Mapped("website", "public_page", read=_address),
    Mapped("publication_category", "risk_class", "value", _text),
    Mapped("url", "other_register_entries", "url", _address),
    Mapped("goal", "purpose", "", _plain, _written_html),
    Mapped("proportionality", "proportionality", "", _plain, _written_html),
    Mapped("human_intervention", "human_review", "", _plain, _written_html),
    Mapped("risks", "risks", "risk", _plain, _written_html),
    Mapped("lawful_basis", "legal_basis_text", "", _plain, _written_html),
    Mapped(
        "lawful_basis_grouping",
        "legal_basis_links",
        "",
        _links("title", "url"),
        _written_links("title", "url"),
    ),
    Mapped("process_index_url", "processing_register_url", read=_address),
    Mapped(
        "impacttoetsen_grouping",
        "impact_assessments",
        "",
        _links("type", "url"),
        _written_links("type", "url"),
    ),
    Mapped("methods_and_models", "how_it_works", "", _plain, _written_html),
    Mapped("provider", "suppliers", "name", _plain),
    Mapped("publiccode", "source_code_url", read=_address),
    Mapped("tags", "keywords", "", _words, _written_words),
)


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_links(value: Any) -> bool:
    """Tell whether a value is a list of links, each with its title and address."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and all(isinstance(one.get(key) or "", str) for key in ("title", "link"))
        for one in value
    )


_NO_LINKS: Final = N_("This has to be a list of links, each with a title and a link.")
_KINDS: Final = {
    **dict.fromkeys(
        ("name", "organization", "status", "lang", "lars", "source_id", "id",
         "source_data", *(one.column for one in MAPPED)),
        (is_text, NO_TEXT),
    ),
    "category": (_are_words, N_("This has to be a list of texts.")),
    "lawful_basis_grouping": (_are_links, _NO_LINKS),
    "impacttoetsen_grouping": (_are_links, _NO_LINKS),
    "source_data_grouping": (_are_links, _NO_LINKS),
}  # fmt: skip
_read_status = status_reader(STAGES)
_read_sources = _links("name", "url")


def _data(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the data a record names: what is told of it, then the linked sources."""
    told = _plain(row.get("source_data"))
    linked = _read_sources(row.get("source_data_grouping"))
    return [*([{"description": told}] if told else []), *linked]


def _written_data(rows: Sequence[Mapping[str, str]]) -> str:
    """Return what is told of data; its name alone where there is no link to show it."""
    told = [
        ": ".join(part for part in (row.get("name"), row.get("description")) if part)
        for row in rows
        if row.get("description") or not row.get("url")
    ]
    return html_from_text("\n\n".join(told))


def _written_sources(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [
        {"title": row.get("name") or row["url"], "link": row["url"]}
        for row in rows
        if row.get("url")
    ]


# Both columns are about our one list of data, so they are not among those above.
_OF_DATA: Final[Mapping[str, Callable[[Sequence[Mapping[str, str]]], Any]]] = {
    "source_data": _written_data,
    "source_data_grouping": _written_sources,
}


def read(data: bytes) -> SourceFile:
    """Read one record or a list of records.

    Raises:
        UnreadableFile: It is not JSON, or neither an object nor a list of objects.
    """
    rows = load_objects(data)
    if rows and not any(row.keys() & _KINDS.keys() for row in rows):
        raise UnreadableFile(
            N_(
                "No record in this file has a key of the Dutch publication standard 1.0, "
                "such as name. Choose what the file is, or another file."
            )
        )
    records: list[SourceRecord] = []
    rejected: list[Problem] = []
    warnings: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if odd := odd_kinds(row, _KINDS):
            name = row.get("name")
            told = name if isinstance(name, str) else ""
            rejected += [
                Problem(number, key, reason, "", told) for key, reason in odd.items()
            ]
            continue
        if not _text(row.get("name")):
            rejected.append(Problem(number, "name", N_("The record has no name.")))
            continue
        if not _text(row.get("organization")):
            warnings.append(Problem(number, "organization", N_("No body is named.")))
        status = _text(row.get("status"))
        if status and status not in STAGES:
            warnings.append(Problem(number, "status", UNKNOWN_STATUS, value=status))
        records.append(record_of(number, _key(row), row))
    return SourceFile(tuple(records), tuple(rejected), tuple(warnings))


def load_objects(data: bytes) -> list[dict[str, Any]]:
    """Return the objects of a JSON file that holds one of them, or a list."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            N_("Byte %(byte)s is not UTF-8. Save the file in UTF-8."),
            byte=error.start,
        ) from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            N_(
                "Line %(line)s, column %(column)s is not JSON: %(reason)s. The file may "
                "have been cut off: fetch it anew."
            ),
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except RecursionError as error:
        raise UnreadableFile(N_("The file is nested too deeply.")) from error
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise UnreadableFile(N_("Each record has to be a JSON object."))
    return rows


def record_of(number: int, key: str, row: dict[str, Any]) -> SourceRecord:
    """Return a row as a record; also one that was kept from an earlier copy."""
    fields = fields_from(MAPPED, row)
    if "risk_class" in fields:
        stated = fields["risk_class"][0]
        level = "high" if stated["value"] == _HIGH_RISK else ""
        fields["risk_class"] = [
            {"scheme": "nl_category", **stated, **({"level": level} if level else {})}
        ]
    if "other_register_entries" in fields:
        fields["other_register_entries"][0]["register"] = "Algoritmeregister"
    if data := _data(row):
        fields["operational_data"] = data
    return SourceRecord(
        row=number,
        key=key,
        name=" ".join(_text(row["name"]).split()),
        organisation=_text(row.get("organization")) or NOT_STATED,
        status=_read_status(row.get("status")),
        values=row,
        fields=answers_of(fields),
        language=_LANGUAGES.get(_text(row.get("lang")).lower(), "nl"),
    )


def _key(row: Mapping[str, Any]) -> str:
    for one in ("lars", "source_id", "id"):
        if _text(row.get(one)):
            return f"{one}:{_text(row[one])}"
    return f"name:{_text(row.get('organization'))}/{_text(row['name'])}"


def write(records: Sequence[OutgoingRecord]) -> bytes:
    """Write a list of records.

    Raises:
        Invalid: A value is longer than the standard allows, or has no equal there;
            names system and field.
    """
    rows = [_outgoing(record) for record in records]
    errors = {
        f"{record.slug}.{key}": N_("Longer than the Dutch standard 1.0 allows.")
        for record, row in zip(records, rows, strict=True)
        for key, limit in LIMITS.items()
        if len(_text(row.get(key))) > limit and row.get(key) != _stated(record, key)
    }
    errors |= {
        f"{record.slug}.status": N_("The standard has no stage for this status.")
        for record, row in zip(records, rows, strict=True)
        if record.status not in STAGE_OF and not row["status"]
    }
    if errors:
        raise Invalid(errors)
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def _stated(record: OutgoingRecord, key: str) -> Any:
    # What the source itself said is given back as it was, long or not.
    return (record.values or {}).get(key)


def _outgoing(record: OutgoingRecord) -> dict[str, Any]:
    row = row_for(MAPPED, record.fields, record.values)
    source = record.values
    data = record.fields.get("operational_data") or []
    for column, write_column in _OF_DATA.items():
        written = write_column(data)
        if source is None or written != write_column(_data(source)):
            row[column] = written
    if source is None:
        row = {key: value for key, value in row.items() if value}
        row |= {"lang": "nld", "standard_version": "1.0", "source_id": record.slug}
        row["organization"] = record.organisation
    if source is None or " ".join(_text(source["name"]).split()) != record.name:
        row["name"] = record.name
    if source is None or _read_status(source.get("status")) is not record.status:
        row["status"] = STAGE_OF.get(record.status, "")
    return row
