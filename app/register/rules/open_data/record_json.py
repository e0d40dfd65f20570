"""A public record as JSON: the same facts as its page, with every answer state."""

from typing import Any, Final

from app.register.models import Incident, MonitoringReading
from app.register.rules.open_data.origins import Origin
from app.register.rules.open_data.public_record import PublicRecord

# What `?fields=` may name besides the keys of the field set.
PARTS: Final = (
    "id", "slug", "url", "name", "status", "language", "organisation", "version",
    "published_at", "change", "seal", "completeness", "review", "reading_grade",
    "feedback", "no_consultation_reason", "removed", "sources", "fields", "incidents",
    "readings",
)  # fmt: skip


def record_document(public: PublicRecord, base_url: str) -> dict[str, Any]:
    """Return everything public about one version of a system."""
    system, record = public.system, public.record
    return {
        "id": str(system.id),
        "slug": system.slug,
        "url": f"{base_url}/register/{system.slug}",
        "name": record.name,
        "status": record.status.value,
        "language": record.language,
        "organisation": {
            "slug": public.organisation.slug,
            "name": public.organisation.name,
            "website": public.organisation.website,
        },
        "version": record.version,
        "published_at": record.published_at.isoformat(),
        "change": {
            "note": record.change_note,
            "reason": record.change_reason,
            "caused_by": record.caused_by,
            "is_correction": record.is_correction,
            "weakenings": record.weakenings,
        },
        "seal": record.seal,
        "completeness": _completeness(public),
        "review": _review(public),
        "reading_grade": record.reading_grade,
        "feedback": _feedback(public),
        "no_consultation_reason": system.no_consultation_reason,
        "removed": _removed(public),
        "sources": [_source(one) for one in public.origins],
        "fields": record.fields,
        "incidents": [_incident(one) for one in public.incidents],
        "readings": [_reading(one) for one in public.readings],
    }


def version_document(public: PublicRecord, base_url: str) -> dict[str, Any]:
    """Return the same of a version, with the reason that was given for its own step.

    The current document tells the reason last given, as the page and its counts do; a
    later version that only rewords a text gives none.
    """
    own = {"no_consultation_reason": public.record.no_consultation_reason}
    return record_document(public, base_url) | own


def selected(document: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    """Return only the parts and fields asked for; the address always stays."""
    if not wanted:
        return document
    kept = {key: value for key, value in document.items() if key in {*wanted, "url"}}
    fields = {key: one for key, one in document["fields"].items() if key in wanted}
    if fields and "fields" not in wanted:
        kept["fields"] = fields
    return kept


def _completeness(public: PublicRecord) -> dict[str, int]:
    counted = public.completeness
    return {
        "percent": counted.percent,
        "answered": counted.answered,
        "explained": counted.explained,
        "blank": counted.blank,
    }


def _review(public: PublicRecord) -> dict[str, Any]:
    system = public.system
    confirmed, due = system.last_confirmed_on, system.review_due_on
    return {
        "last_confirmed_on": confirmed.isoformat() if confirmed else None,
        "due_on": due.isoformat() if due else None,
        "is_overdue": public.is_overdue,
    }


def _feedback(public: PublicRecord) -> dict[str, Any] | None:
    feedback = public.feedback
    if feedback is None:
        return None
    return {
        "is_consulted_on": feedback.is_consulted_on,
        "consultations": feedback.consultations,
        "submissions": feedback.submissions,
        "comments": feedback.comments,
        "distinct_texts": feedback.distinct_texts,
    }


def _removed(public: PublicRecord) -> dict[str, str] | None:
    system = public.system
    if system.removed_at is None:
        return None
    return {"at": system.removed_at.isoformat(), "reason": system.removal_reason}


def _source(origin: Origin) -> dict[str, str | None]:
    return {
        "register": origin.name,
        "entry": origin.entry or None,
        "url": origin.url or None,
        "taken_over_at": origin.sidecar.imported_at.isoformat(),
    }


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "happened_on": incident.happened_on.isoformat(),
        "title": incident.title,
        "what_happened": incident.what_happened,
        "who_was_affected": incident.who_was_affected,
        "what_was_done": incident.what_was_done,
        "is_resolved": incident.is_resolved,
        "published_at": incident.published_at.isoformat(),
        "updated_at": incident.updated_at.isoformat(),
        "earlier_wordings": incident.earlier_wordings,
    }


def _reading(reading: MonitoringReading) -> dict[str, Any]:
    return {
        "measure": reading.measure,
        "unit": reading.unit,
        "measured_on": reading.measured_on.isoformat(),
        "value": reading.value,
        "note": reading.note,
        "recorded_at": reading.recorded_at.isoformat(),
        "earlier_values": reading.earlier_values,
    }
