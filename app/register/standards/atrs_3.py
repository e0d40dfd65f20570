"""The United Kingdom's Algorithmic Transparency Recording Standard, version 3.0.

Written only. Keys and their numbers are those of the version 3.0 template table;
`phase` comes twice there, so each entry carries its reference number. Where we hold no
answer the entry says so, as the standard asks for every field to be answered.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.register.models import Status
from app.register.standards.source import OutgoingRecord

PROFILE: Final = "ATRS 3.0"
_NO_ANSWER: Final = "N/A - no answer is recorded in the register"

_PHASES: Final = {
    Status.PROPOSED: "Idea (in consultation; not a phase of the standard)",
    Status.IN_DEVELOPMENT: "Pre-deployment",
    Status.CLOSED_PILOT: "Beta/Pilot",
    Status.OPEN_PILOT: "Beta/Pilot",
    Status.IN_USE: "Production",
    Status.PAUSED: "Production (paused)",
    Status.RETIRED: "Retired",
    Status.WITHDRAWN: "Retired (withdrawn after a problem)",
    Status.REJECTED: "Not deployed (rejected)",
    Status.NOT_STATED: _NO_ANSWER,
}

Reader = Callable[[OutgoingRecord], Any]


def _field(key: str) -> Reader:
    return lambda record: record.fields.get(key, "")


def _first(key: str, part: str) -> Reader:
    def read(record: OutgoingRecord) -> str:
        rows = record.fields.get(key) or []
        return "\n".join(row[part] for row in rows if row.get(part))

    return read


def _rows(key: str) -> Reader:
    def read(record: OutgoingRecord) -> str:
        rows = record.fields.get(key) or []
        return "\n".join("; ".join(row.values()) for row in rows)

    return read


def _involves_supplier(record: OutgoingRecord) -> str:
    return "Yes" if record.fields.get("suppliers") else "No"


_LAYOUT: Final[tuple[tuple[str, str, Reader], ...]] = (
    ("0.11", "title", lambda record: record.name),
    ("0.12", "organisation_name", lambda record: record.organisation),
    ("0.3", "organisation_type", _field("organisation_type")),
    ("0.4", "function", _field("topic")),
    ("0.5", "capability", _field("technology_kinds")),
    ("0.7", "tags", _field("keywords")),
    ("0.13", "phase", lambda record: _PHASES[record.status]),
    ("0.14", "region", _field("area")),
    ("0.15", "one_sentence_description", _field("one_line")),
    ("1.1", "name", lambda record: record.name),
    ("1.2", "description", _field("plain_summary")),
    ("1.3", "website_url", lambda r: r.fields.get("public_page") or r.url),
    ("1.4", "contact_email", _field("public_contact")),
    ("2.1.1", "organisation_or_department", lambda record: record.organisation),
    ("2.1.2", "team", _field("team")),
    ("2.1.3", "senior_responsible_owner", _field("accountable_role")),
    ("2.1.4", "external_supplier_involvement", _involves_supplier),
    ("2.1.4.1", "external_supplier", _first("suppliers", "name")),
    ("2.1.4.2", "companies_house_number", _first("suppliers", "company_number")),
    ("2.1.4.3", "external_supplier_role", _first("suppliers", "role")),
    ("2.1.4.4", "procurement_procedure_type", _field("procurement_procedure")),
    ("2.1.4.5", "data_access_terms", _first("suppliers", "data_access_terms")),
    ("2.2.1", "detailed_description", _field("how_it_works")),
    ("2.2.2", "scope", _field("purpose")),
    ("2.2.3", "benefit", _field("benefits")),
    ("2.2.4", "previous_process", _field("previous_process")),
    ("2.2.5", "alternatives_considered", _field("alternatives")),
    ("2.3.1", "process_integration", _field("process_place")),
    ("2.3.2", "provided_information", _field("system_output")),
    ("2.3.3", "frequency_and_scale_of_usage", _rows("scale")),
    ("2.3.4", "human_decisions_and_review", _field("human_review")),
    ("2.3.5", "required_training", _field("staff_training")),
    ("2.3.6", "appeals_and_review", _field("appeal_route")),
    ("2.4.1.1", "system_architecture", _field("architecture")),
    ("2.4.1.2", "phase", lambda record: _PHASES[record.status]),
    ("2.4.1.3", "maintenance", _field("maintenance")),
    ("2.4.1.4", "models", _first("models", "name")),
    ("2.4.2.1", "model_name", _first("models", "name")),
    ("2.4.2.2", "model_version", _first("models", "version")),
    ("2.4.2.3", "model_task", _first("models", "task")),
    ("2.4.2.4", "model_input", _first("models", "input")),
    ("2.4.2.5", "model_output", _first("models", "output")),
    ("2.4.2.6", "model_architecture", _first("models", "architecture")),
    ("2.4.2.7", "model_performance", _rows("performance_results")),
    ("2.4.2.8", "datasets", _first("development_datasets", "name")),
    ("2.4.2.9", "dataset_purposes", _first("development_datasets", "purpose")),
    ("2.4.3.1", "source_data_name", _first("operational_data", "name")),
    ("2.4.3.2", "data_modality", _first("development_datasets", "modality")),
    ("2.4.3.3", "data_description", _first("development_datasets", "description")),
    ("2.4.3.4", "data_quantities", _first("development_datasets", "quantity")),
    ("2.4.3.5", "sensitive_attributes", _field("sensitive_attributes")),
    (
        "2.4.3.6",
        "data_completeness_and_representativeness",
        _first("development_datasets", "completeness"),
    ),
    ("2.4.3.7", "source_data_url", _first("operational_data", "url")),
    ("2.4.3.8", "data_collection", _first("development_datasets", "collection")),
    ("2.4.3.9", "data_cleaning", _first("development_datasets", "cleaning")),
    ("2.4.3.10", "data_sharing_agreements", _first("data_governance", "sharing")),
    ("2.4.3.11", "data_access_and_storage", _first("data_governance", "storage")),
    ("2.5.1", "impact_assessment", _rows("impact_assessments")),
    ("2.5.2", "risks_and_mitigations", _rows("risks")),
)


def write(records: Sequence[OutgoingRecord]) -> bytes:
    """Write records with every field of the template, in its order."""
    whole = {
        "standard_version": "3.0",
        "profile": PROFILE,
        "checked_against_the_standard": False,
        "records": [_entries(record) for record in records],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _entries(record: OutgoingRecord) -> dict[str, Any]:
    return {
        "id": record.slug,
        "url": record.url,
        "fields": [
            {"ref": ref, "key": key, "value": read(record) or _NO_ANSWER}
            for ref, key, read in _LAYOUT
        ],
    }
