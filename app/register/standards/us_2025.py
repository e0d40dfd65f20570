"""The 2025 inventory of United States federal agencies (memorandum M-25-21).

36 columns, UTF-8 with a byte-order mark; two columns hold Python lists as text. Blank
means unknown, never no. Some rows have no id, and some ids come twice.
"""

import ast
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import N_
from app.register.models import Status
from app.register.schemas.answers import is_web_address
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
    OutgoingRecord,
    Problem,
    SourceFile,
    SourceRecord,
    UnreadableFile,
    answers_of,
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

STAGES: Final = {
    "Pre-deployment": Status.IN_DEVELOPMENT,
    "Pilot": Status.CLOSED_PILOT,
    "Deployed": Status.IN_USE,
    "Retired": Status.RETIRED,
}
STAGE_OF: Final = {
    Status.PROPOSED: "Pre-deployment",
    Status.IN_DEVELOPMENT: "Pre-deployment",
    Status.CLOSED_PILOT: "Pilot",
    Status.OPEN_PILOT: "Pilot",
    Status.IN_USE: "Deployed",
    Status.PAUSED: "Deployed",
    Status.RETIRED: "Retired",
    Status.WITHDRAWN: "Retired",
    Status.REJECTED: "Retired",
    Status.NOT_STATED: "",
}
_TOPICS: Final = {
    "Admin Functions": "general",
    "Cybersecurity": "it",
    "Emergency Mgmt": "emergency",
    "Energy and Environment": "environment",
    "Benefits Processing": "benefits",
    "Health and Medical": "health",
    "HR": "general",
    "IT": "it",
    "International Affairs": "international",
    "Law Enforcement": "police",
    "Other": "other",
    "Procurement and Finance Mgmt": "money",
    "Science": "science",
    "Service Delivery": "service",
    "Transportation": "transport",
}
_KINDS: Final = {
    "Agentic AI": "agent",
    "Classical ML": "machine_learning",
    "Computer Vision": "vision",
    "Generative AI": "generative",
    "NLP": "language",
    "Reinforcement Learning": "machine_learning",
    "Other": "other",
}
_TO_WITHHOLD: Final = N_(
    "The file says that this record is to be withheld from the public. Importing it "
    "makes it public: take it out of the file unless that is right."
)
_SENSITIVE: Final = {
    "a": "ethnicity", "b": "sex", "c": "age", "d": "religion", "e": "income",
    "f": "disability", "g": "nationality", "h": "family", "i": "income",
    "j": "employment",
}  # fmt: skip


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


_LINE: Final = re.compile(r"\s+")
# The inventory's own choices b and c, and how agencies shortened them: a step begins so.
_ASKS_THE_PUBLIC: Final = re.compile(
    r"(?:[bc]\)\s*)?(?:general solicitations? of (?:feedback and )?comments from the public"
    r"|public feedback solicitations?|public hearings?(?: or meetings?)?)(?!\w)",
    re.IGNORECASE,
)
_NOT_DONE: Final = re.compile(
    r"\b(?:no|not|none|never|without|waived|planned|planning|plans?|will|to be|future"
    r"|proposed|upcoming|scheduled|pending|under ?way|in[- ]progress)\b",
    re.IGNORECASE,
)
_WAIVED: Final = re.compile(
    r"(?:[a-f]\)\s*)?(?:(?:agency )?caio )?(?:has )?waived\b", re.IGNORECASE
)


def _as_list(value: Any) -> list[str]:
    try:
        read = ast.literal_eval(_text(value) or "[]")
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return [str(one) for one in read] if isinstance(read, list) else []


def _steps(value: Any) -> str:
    """Return the steps taken to ask users and the public, one a line, as stated."""
    return "\n".join(_LINE.sub(" ", one).strip() for one in _as_list(value)).strip()


def _written_steps(value: Any) -> str:
    return repr(str(value).split("\n")) if value else "[]"


def _public_asked(value: Any) -> str:
    """Read yes from a step that reached the public, no from a waiver, else nothing.

    Usability tests with staff and steps in progress do not say that the public was asked.
    """
    steps = _steps(value).split("\n")
    if any(map(_asks, steps)):
        return "yes"
    return "no" if any(map(_WAIVED.match, steps)) else ""


def _asks(step: str) -> bool:
    return bool(_ASKS_THE_PUBLIC.match(step)) and not _NOT_DONE.search(step)


def _sensitive(value: Any) -> list[str]:
    found = {_SENSITIVE.get(one[:1]) for one in _as_list(value) if one[1:2] == ")"}
    return [key for key in dict.fromkeys(_SENSITIVE.values()) if key in found]


def _written_sensitive(value: Any) -> str:
    letters = {ours: letter for letter, ours in reversed(_SENSITIVE.items())}
    return repr([f"{letters[one]})" for one in value or [] if one in letters])


_read_topic, _write_topic = choice_maps(_TOPICS)
_read_kind, _write_kind = choice_maps(_KINDS)


def _upper(value: Any) -> str:
    return {"yes": "Yes", "no": "No"}.get(value or "", "")


MAPPED: Final = (
    Mapped("agency_bureau", "team", read=_text),
    Mapped("contact_email", "public_contact", read=_contact),
    Mapped("is_high_impact", "risk_class", "value", _text),
    Mapped("HI_justification", "risk_class", "justification", _text),
    Mapped("topic_area", "topic", "", _read_topic, _write_topic),
    Mapped("classification", "technology_kinds", "", _read_kind, _write_kind),
    Mapped("problem_solved", "purpose", read=_text),
    Mapped("benefits", "benefits", read=_text),
    Mapped("system_outputs", "system_output", read=_text),
    Mapped("operational_date", "use_started", read=read_date),
    Mapped("contracting_usage", "procurement_procedure", read=_text),
    Mapped("vendor_name", "suppliers", "name", _text),
    Mapped("data_description", "development_datasets", "description", _text),
    Mapped("link_to_data", "development_datasets", "url", _address),
    Mapped("has_pii", "personal_data_used", "", _yes_no, _upper),
    Mapped("pia_url", "impact_assessments", "url", _address),
    Mapped(
        "demographic_features",
        "sensitive_attribute_kinds",
        "",
        _sensitive,
        _written_sensitive,
    ),
    Mapped("code_url", "source_code_url", read=_address),
    Mapped("hi_potential_impacts", "risks", "risk", _text),
    Mapped("hi_independent_review", "independent_review", "kind", _text),
    Mapped("hi_training_established", "staff_training", read=_text),
    Mapped("hi_appeal_process", "appeal_route", read=_text),
    Mapped("hi_public_consultation", "asked_elsewhere_how", "", _steps, _written_steps),
)
_read_status = status_reader(STAGES)


def read(data: bytes) -> SourceFile:
    """Read an inventory.

    Raises:
        UnreadableFile: It is not text in UTF-8, or lacks a column.
    """
    rows = _rows(data)
    keys = _keys(rows)
    records: list[SourceRecord] = []
    warnings: list[Problem] = []
    for number, (key, row) in enumerate(zip(keys, rows, strict=True), start=1):
        warnings += _warnings(number, row)
        records.append(_record(number, key, row))
    return SourceFile(tuple(records), (), tuple(warnings))


def _name(row: Mapping[str, Any]) -> str:
    stated = " ".join(str(row.get("use_case_name") or "").split())
    return stated or f"(no name stated) {row.get('agency', '')} {row.get('id', '')}"


def _rows(data: bytes) -> list[dict[str, str]]:
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
    return [_row(number, header, cells) for number, cells in enumerate(reader, 1)]


def _row(number: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise UnreadableFile(
            N_("Record %(row)s has %(found)s cells instead of %(needed)s."),
            row=number,
            found=len(cells),
            needed=len(header),
        )
    return dict(zip(header, map(unguarded, cells), strict=True))


def _keys(rows: Sequence[dict[str, str]]) -> list[str]:
    """Return a key per row: agency and id, or a digest of the name where none is."""
    seen: Counter[str] = Counter()
    keys = []
    for row in rows:
        own = row["id"].strip()
        if not own:
            name = "\x1f".join(
                row[one] for one in ("agency_name", "agency_bureau", "use_case_name")
            )
            own = "~" + hashlib.sha256(name.encode()).hexdigest()[:16]
        key = f"{row['agency']}/{own}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


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
    if not row["development_stage"].strip():
        found.append(Problem(number, "development_stage", N_("No stage is stated.")))
    if row["contact_email"].strip() and not _contact(row["contact_email"]):
        found.append(
            Problem(number, "contact_email", N_("This is neither e-mail nor address."))
        )
    return found


def _record(number: int, key: str, row: dict[str, str]) -> SourceRecord:
    fields = fields_from(MAPPED, row)
    if "risk_class" in fields:
        stated = fields["risk_class"][0]
        level = _high(row["is_high_impact"])
        fields["risk_class"] = [
            {"scheme": "us_m25_21", **stated, **({"level": level} if level else {})}
        ]
    _take_assessments(fields, row)
    if asked := _public_asked(row["hi_public_consultation"]):
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
    """Write an inventory; imported values that did not change come back as they were."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    extra = [
        column
        for column in dict.fromkeys(key for one in records for key in one.values or {})
        if column not in COLUMNS
    ]
    writer = csv.DictWriter(out, [*COLUMNS, *extra], restval="", lineterminator="\n")
    writer.writeheader()
    for record in records:
        row = _outgoing(record)
        writer.writerow({key: guarded(str(value)) for key, value in row.items()})
    return out.getvalue().encode("utf-8")


def _outgoing(record: OutgoingRecord) -> dict[str, Any]:
    row = row_for(MAPPED, record.fields, record.values)
    if record.values is None:
        row |= {one: "[]" for one in LIST_COLUMNS if not row.get(one)}
        row |= {"agency": "", "id": record.slug}
    source = record.values or {}
    if not source or _name(source) != record.name:
        row["use_case_name"] = record.name
    if not source:
        row["agency_name"] = record.organisation
    if _read_status(source.get("development_stage")) is not record.status:
        row["development_stage"] = STAGE_OF[record.status]
    return row
