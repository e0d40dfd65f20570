"""The 2025 inventory of United States federal agencies (memorandum M-25-21).

36 columns, UTF-8 with a byte-order mark; two columns hold Python lists as text. Blank
means unknown, never no. Some rows have no id, and some ids come twice.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.errors import N_, Invalid
from app.register.schemas.answers import is_web_address
from app.register.schemas.sources import NO_NAME
from app.register.standards.cells import guarded, unguarded
from app.register.standards.dates import read_date
from app.register.standards.mapping import (
    Mapped,
    choice_maps,
    fields_from,
    row_for,
    status_reader,
)
from app.register.standards.source import (
    UNKNOWN_STATUS,
    OutgoingRecord,
    Problem,
    SourceFile,
    SourceRecord,
    UnreadableFile,
    answers_of,
)
from app.register.standards.us_2025_keys import Misfit, keys_of
from app.register.standards.us_2025_values import (
    APPEALS,
    CONTRACTING,
    IMPACTS,
    KINDS,
    REVIEWS,
    SOLICITATION,
    STAGE_OF,
    STAGES,
    TOPICS,
    TRAINING,
    one_of,
    public_asked,
    read_sensitive,
    read_steps,
    write_sensitive,
    write_steps,
)

COLUMNS: Final = (
    "agency", "agency_name", "id", "use_case_name", "agency_bureau", "contact_email",
    "is_withheld", "development_stage", "is_high_impact", "HI_justification",
    "topic_area", "classification", "problem_solved", "benefits", "system_outputs",
    "operational_date", "contracting_usage", "vendor_name", "have_ato",
    "system_name_ato", "data_description", "link_to_data", "has_pii", "pia_url",
    "demographic_features", "has_custom_code", "code_url", "hi_testing_conducted",
    "hi_assessment_completed", "hi_potential_impacts", "hi_independent_review",
    "hi_ongoing_monitoring", "hi_training_established", "hi_failsafe_presence",
    "hi_appeal_process", "hi_public_consultation",
)  # fmt: skip
LIST_COLUMNS: Final = ("demographic_features", "hi_public_consultation")

_TO_WITHHOLD: Final = N_(
    "The file says that this record is to be withheld from the public. Importing it "
    "makes it public: take it out of the file unless that is right."
)

_CELLS: Final = N_(
    "This row has more or fewer cells than the first line. A comma in a text may stand "
    "outside quotation marks."
)

_SAME_ID: Final = N_(
    "Another row has more or fewer cells than the first line, and may have the same "
    "identifier as this one. Mend that row first, and send the file again."
)


def _text(value: Any) -> str:
    return str(value or "").strip()


def _contact(value: Any) -> str:
    text = _text(value)
    name, _, host = text.partition("@")
    is_mail = bool(name) and "." in host and not any(c.isspace() for c in text)
    return text if is_web_address(text) or (is_mail and "@" not in host) else ""


def _address(value: Any) -> str:
    text = _text(value)
    return text if is_web_address(text) else ""


def _yes_no(value: Any) -> str:
    return {"Yes": "yes", "No": "no"}.get(_text(value), "")


def _high(value: Any) -> str:
    # Only what is stated: "not high-impact" says nothing about low or medium.
    return "high" if _text(value) == "High-impact" else ""


_read_topic, _write_topic = choice_maps(TOPICS)
_read_kind, _write_kind = choice_maps(KINDS)


def _upper(value: Any) -> str:
    return {"yes": "Yes", "no": "No"}.get(value or "", "")


MAPPED: Final = (
    Mapped("agency_bureau", "team", read=_text),
    Mapped("contact_email", "public_contact", read=_contact),
    Mapped("is_high_impact", "risk_class", "value", _text, one_of(IMPACTS)),
    Mapped("HI_justification", "risk_class", "justification", _text),
    Mapped("topic_area", "topic", "", _read_topic, _write_topic),
    Mapped("classification", "technology_kinds", "", _read_kind, _write_kind),
    Mapped("problem_solved", "purpose", read=_text),
    Mapped("benefits", "benefits", read=_text),
    Mapped("system_outputs", "system_output", read=_text),
    Mapped("operational_date", "use_started", read=read_date),
    Mapped(
        "contracting_usage", "procurement_procedure", "", _text, one_of(CONTRACTING)
    ),
    Mapped("vendor_name", "suppliers", "name", _text),
    Mapped("data_description", "development_datasets", "description", _text),
    Mapped("link_to_data", "development_datasets", "url", _address),
    Mapped("has_pii", "personal_data_used", "", _yes_no, _upper),
    Mapped("pia_url", "impact_assessments", "url", _address),
    Mapped(
        "demographic_features",
        "sensitive_attribute_kinds",
        "",
        read_sensitive,
        write_sensitive,
    ),
    Mapped("code_url", "source_code_url", read=_address),
    Mapped("hi_potential_impacts", "risks", "risk", _text),
    Mapped(
        "hi_independent_review", "independent_review", "kind", _text, one_of(REVIEWS)
    ),
    Mapped("hi_training_established", "staff_training", "", _text, one_of(TRAINING)),
    Mapped("hi_appeal_process", "appeal_route", "", _text, one_of(APPEALS)),
    Mapped(
        "hi_public_consultation", "asked_elsewhere_how", "", read_steps, write_steps
    ),
)
_read_status = status_reader(STAGES)


def read(data: bytes) -> SourceFile:
    """Read an inventory.

    Raises:
        UnreadableFile: It is not text in UTF-8, or lacks a column.
    """
    rows, misfits, rejected = _rows(data)
    keys = keys_of(rows, misfits)
    records: list[SourceRecord] = []
    warnings: list[Problem] = []
    for number, row in rows.items():
        key = keys[number]
        if key is None:
            rejected.append(Problem(number, "id", _SAME_ID, name=_name(row)))
            continue
        warnings += _warnings(number, row)
        records.append(record_of(number, key, row))
    return SourceFile(tuple(records), tuple(rejected), tuple(warnings))


def _name(row: Mapping[str, Any]) -> str:
    stated = " ".join(str(row.get("use_case_name") or "").split())
    if stated:
        return stated
    agency, own = row.get("agency", "").strip(), row.get("id", "").strip()
    # Most ids begin with their agency.
    key = own if agency and own.startswith(agency) else f"{agency} {own}".strip()
    return f"{NO_NAME} ({key})" if key else NO_NAME


def _rows(
    data: bytes,
) -> tuple[dict[int, dict[str, str]], dict[int, Misfit], list[Problem]]:
    """Return the rows by their number, and those that do not fit the first line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            N_("Byte %(byte)s is not UTF-8. Save the file as CSV in UTF-8."),
            byte=error.start,
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [one for one in COLUMNS if one not in header]
    if len(missing) == len(COLUMNS):
        raise UnreadableFile(
            N_(
                "The first line names none of the columns of the US inventory of 2025. "
                "Choose what the file is, or another file."
            )
        )
    if missing:
        raise UnreadableFile(
            N_("The first line lacks these columns: %(columns)s."),
            columns=", ".join(missing),
        )
    twice = [one for one, count in Counter(header).items() if count > 1]
    if twice:
        raise UnreadableFile(
            N_("These columns come more than once: %(columns)s."),
            columns=", ".join(twice),
        )
    rows, misfits, rejected = {}, {}, []
    for number, guarded_cells in enumerate(_lines(reader), 1):
        cells = [unguarded(one) for one in guarded_cells]
        row = dict(zip(header, cells, strict=False))
        if len(cells) == len(header):
            rows[number] = row
            continue
        misfits[number] = Misfit(row, cells)
        name = " ".join(row.get("use_case_name", "").split())
        counts = f"{len(cells)} / {len(header)}"
        rejected.append(Problem(number, "cells", _CELLS, "", name, counts))
    return rows, misfits, rejected


def _lines(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the cells of each record; an empty line is none."""
    number = 0
    try:
        for number, cells in enumerate(filter(None, reader), 1):  # noqa: B007
            yield cells
    except csv.Error as error:
        raise UnreadableFile(
            N_(
                "The file cannot be read after record %(row)s. A quotation mark may be "
                "missing there."
            ),
            row=number,
        ) from error


def _warnings(number: int, row: dict[str, str]) -> list[Problem]:
    found = []
    if row["is_withheld"].strip() not in {"", "No"}:
        found.append(Problem(number, "is_withheld", _TO_WITHHOLD))
    if not row["use_case_name"].strip():
        found.append(Problem(number, "use_case_name", N_("The record has no name.")))
    if row["operational_date"].strip() and not read_date(row["operational_date"]):
        found.append(
            Problem(number, "operational_date", N_("The date cannot be read."))
        )
    stage = row["development_stage"].strip()
    if not stage:
        found.append(Problem(number, "development_stage", N_("No stage is stated.")))
    elif stage not in STAGES:
        found.append(Problem(number, "development_stage", UNKNOWN_STATUS, value=stage))
    if row["contact_email"].strip() and not _contact(row["contact_email"]):
        found.append(
            Problem(number, "contact_email", N_("This is neither e-mail nor address."))
        )
    return found


def record_of(number: int, key: str, row: dict[str, str]) -> SourceRecord:
    """Return a row as a record; also one that was kept from an earlier copy."""
    fields = fields_from(MAPPED, row)
    if "risk_class" in fields:
        stated = fields["risk_class"][0]
        level = _high(row["is_high_impact"])
        fields["risk_class"] = [
            {"scheme": "us_m25_21", **stated, **({"level": level} if level else {})}
        ]
    _take_assessments(fields, row)
    if asked := public_asked(row["hi_public_consultation"]):
        fields["asked_elsewhere"] = asked
    return SourceRecord(
        row=number,
        key=key,
        name=_name(row),
        organisation=row["agency_name"].strip() or row["agency"].strip(),
        status=_read_status(row["development_stage"]),
        values=row,
        fields=answers_of(fields),
    )


def _take_assessments(fields: dict[str, Any], row: Mapping[str, str]) -> None:
    """Take what is stated of assessments; what is neither yes nor no in its own words."""
    privacy, whole = _text(row["pia_url"]), _text(row["hi_assessment_completed"])
    done = fields.pop("impact_assessments", [])
    if done or privacy == "Yes":
        link = done[0] if done else {}
        done = [{**link, "type": "Privacy impact assessment"}]
    if whole == "Yes":
        done.append({"type": "AI impact assessment"})
    fields["impact_assessments"] = done
    if done:
        return
    if whole:
        fields["no_assessment_reason"] = f"AI impact assessment completed: {whole}"
    elif privacy:
        fields["no_assessment_reason"] = f"Privacy impact assessment: {privacy}"


def write(records: Sequence[OutgoingRecord]) -> bytes:
    """Write an inventory; imported values that did not change come back as they were.

    Raises:
        Invalid: A value has no equal in the inventory; names system and field.
    """
    out = io.StringIO(newline="")
    out.write("\ufeff")
    extra = [
        column
        for column in dict.fromkeys(key for one in records for key in one.values or {})
        if column not in COLUMNS
    ]
    errors: dict[str, str] = {}
    writer = csv.DictWriter(out, [*COLUMNS, *extra], restval="", lineterminator="\n")
    writer.writeheader()
    for record in records:
        row = _outgoing(record, errors)
        writer.writerow({key: guarded(str(value)) for key, value in row.items()})
    if errors:
        raise Invalid(errors)
    return out.getvalue().encode("utf-8")


def _outgoing(record: OutgoingRecord, errors: dict[str, str]) -> dict[str, Any]:
    row = row_for(MAPPED, _fields_of(record), record.values)
    source = record.values or {}
    if record.values is None:
        row |= {one: "[]" for one in LIST_COLUMNS if not row.get(one)}
        row |= {"agency": "", "id": record.slug}
    if not source or _name(source) != record.name:
        row["use_case_name"] = record.name
    if not source:
        row["agency_name"] = record.organisation
    if _read_status(source.get("development_stage")) is not record.status:
        row["development_stage"] = STAGE_OF.get(record.status, "")
        if record.status not in STAGE_OF:
            reason = N_("The inventory has no stage for this status.")
            errors[f"{record.slug}.development_stage"] = reason
    if _own_class(record) and not row["is_high_impact"]:
        reason = N_("This is none of the classes of the memorandum M-25-21.")
        errors[f"{record.slug}.is_high_impact"] = reason
    return row


def _own_class(record: OutgoingRecord) -> list[dict[str, Any]]:
    """Return the class that the memorandum asks for; other schemes say nothing of it."""
    rows = record.fields.get("risk_class") or []
    return [
        one for one in rows if one.get("scheme") == "us_m25_21" and one.get("value")
    ][:1]


def _fields_of(record: OutgoingRecord) -> dict[str, Any]:
    """Return the fields as the inventory asks for them."""
    fields = dict(record.fields)
    fields["risk_class"] = _own_class(record) or [
        one
        for one in fields.get("risk_class") or []
        if one.get("scheme") == "us_m25_21"
    ]
    if record.is_consulted_on:
        told = fields.get("asked_elsewhere_how") or ""
        fields["asked_elsewhere_how"] = "\n".join(filter(None, [SOLICITATION, told]))
    return fields
