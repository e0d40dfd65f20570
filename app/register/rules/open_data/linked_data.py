"""Records as JSON-LD: DCAT (the register a catalogue) and schema.org (each a system).

The properties that DCAT-AP 3.0.0 makes mandatory are always there: title, description
and publisher of the catalogue; title and description of the data set; access address of
each distribution; title and endpoint of the data service; primary topic and modification
date of each catalogue record; name of each agent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.register.rules.open_data.public_record import PublicRecord
from app.register.schemas.answers import text_value

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS: Final = (
    ("csv", "text/csv", "One row for each system"),
    ("json", "application/json", "One document"),
    ("jsonl", "application/jsonl", "One line for each system"),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the register says of itself."""

    base_url: str
    title: str
    description: str
    publisher: str
    licence_url: str
    modified: str


def catalogue_document(
    catalogue: Catalogue, systems: Iterable[tuple[str, datetime]]
) -> dict[str, Any]:
    """Return the register as a DCAT catalogue; systems by address and last change."""
    base = catalogue.base_url
    register = f"{base}/register"
    publisher = {"@type": "foaf:Agent", "foaf:name": catalogue.publisher}
    described = {
        "dct:title": catalogue.title,
        "dct:description": catalogue.description,
        "dct:publisher": publisher,
        "dct:license": {"@id": catalogue.licence_url},
    }
    return {
        "@context": CONTEXT,
        "@id": register,
        "@type": "dcat:Catalog",
        **described,
        "dct:modified": _moment(catalogue.modified),
        "dcat:dataset": {
            "@id": f"{register}/data",
            "@type": ["dcat:Dataset", "schema:Dataset"],
            **described,
            "schema:name": catalogue.title,
            "schema:description": catalogue.description,
            "dcat:distribution": [_distribution(catalogue, *one) for one in _FORMATS],
        },
        "dcat:service": {
            "@id": f"{base}/api/v1/register",
            "@type": "dcat:DataService",
            "dct:title": catalogue.title,
            "dcat:endpointURL": {"@id": f"{base}/api/v1/register"},
            "dcat:endpointDescription": {"@id": f"{base}/schema/openapi.json"},
        },
        "dcat:record": [
            _record(f"{register}/{slug}", changed_at) for slug, changed_at in systems
        ],
    }


def system_document(public: PublicRecord, base_url: str) -> dict[str, Any]:
    """Return one system with its catalogue record."""
    address = f"{base_url}/register/{public.system.slug}"
    body = {
        "@id": f"{base_url}/register?body={public.organisation.slug}",
        "@type": ["foaf:Agent", "schema:GovernmentOrganization"],
        "foaf:name": public.organisation.name,
        "schema:name": public.organisation.name,
    }
    record = {
        **_record(address, public.record.published_at),
        "dct:title": _said(public, public.record.name),
        "dct:language": public.record.language,
        "dcat:version": str(public.record.version),
        "adms:versionNotes": _said(public, public.record.change_note),
        "dct:isPartOf": {"@id": f"{base_url}/register"},
    }
    return {"@context": CONTEXT, "@graph": [record, _system(public, address, body)]}


def _record(address: str, changed_at: datetime) -> dict[str, Any]:
    return {
        "@id": f"{address}#record",
        "@type": "dcat:CatalogRecord",
        "foaf:primaryTopic": {"@id": f"{address}#system"},
        "dct:modified": _moment(changed_at.isoformat()),
    }


def _system(public: PublicRecord, address: str, body: dict[str, Any]) -> dict[str, Any]:
    texts = ("one_line", "plain_summary", "purpose")
    about = next(
        (text for one in texts if (text := text_value(public.answers, one))), ""
    )
    system = {
        "@id": f"{address}#system",
        "@type": "schema:SoftwareApplication",
        "schema:name": _said(public, public.record.name),
        "schema:description": _said(public, about or public.record.name),
        "schema:url": {"@id": address},
        "schema:applicationCategory": "GovernmentApplication",
        "schema:creativeWorkStatus": public.record.status.value,
        "schema:provider": body,
        "schema:softwareVersion": str(public.record.version),
    }
    contact = text_value(public.answers, "public_contact")
    if contact:
        key = "schema:email" if "://" not in contact else "schema:url"
        system["schema:contactPoint"] = {"@type": "schema:ContactPoint", key: contact}
    return system


def _distribution(
    catalogue: Catalogue, ending: str, media_type: str, about: str
) -> dict[str, Any]:
    address = {"@id": f"{catalogue.base_url}/register/data/register.{ending}"}
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{media_type}"
        },
        "dct:description": about,
        "dct:license": {"@id": catalogue.licence_url},
    }


def _said(public: PublicRecord, text: str) -> dict[str, str]:
    return {"@value": text, "@language": public.record.language}


def _moment(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:dateTime"}
