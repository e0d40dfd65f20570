"""Records as JSON-LD: DCAT (the register a catalogue) and schema.org (each a system).

Follows DCAT-AP 3.0.0: the mandatory properties, how often each may come, and the classes
that values must have. To DCAT an AI system is nothing that it knows. So the topic of a
catalogue record is the data set that a system's record is, and that is about the system.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.register.models import RegisterEntry
from app.register.rules.open_data.public_record import PublicRecord
from app.register.schemas.answers import text_value

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
# A media type only where it is registered.
_FORMATS: Final = (
    ("csv", "CSV", "text/csv", "One row for each system"),
    ("json", "JSON", "application/json", "One document"),
    ("jsonl", "JSON Lines", "", "One line for each system"),
)
_FORMATS_OF_ONE: Final = (
    ("json", "JSON", "application/json", "Every answer and its state"),
    ("jsonld", "JSON-LD", "application/ld+json", "Linked data"),
)
# The European Union's list of languages, which DCAT-AP asks for.
_LANGUAGES: Final = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGE_CODES: Final = {
    "ar": "ARA", "bg": "BUL", "ca": "CAT", "cs": "CES", "cy": "CYM", "da": "DAN",
    "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST", "eu": "EUS",
    "fi": "FIN", "fr": "FRA", "fy": "FRY", "ga": "GLE", "hr": "HRV", "hu": "HUN",
    "is": "ISL", "it": "ITA", "lt": "LIT", "lv": "LAV", "mt": "MLT", "nl": "NLD",
    "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON", "ru": "RUS", "sk": "SLK",
    "sl": "SLV", "sq": "SQI", "sr": "SRP", "sv": "SWE", "tr": "TUR", "uk": "UKR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the register says of itself."""

    base_url: str
    title: str
    description: str
    publisher: str
    licence_url: str
    modified: datetime
    # Whose terms hold for what, where the licence does not hold for every word.
    rights: str = ""
    # The address of a search with its question mark, where only what it finds is listed.
    search: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the catalogue and a system's own document say of it alike."""

    address: str
    name: str
    about: str
    language: str
    changed_at: datetime

    def said(self, text: str) -> dict[str, str]:
        return {"@value": text, "@language": self.language}

    @property
    def record(self) -> dict[str, Any]:
        return {
            "@id": f"{self.address}#record",
            "@type": "dcat:CatalogRecord",
            "foaf:primaryTopic": {
                "@id": f"{self.address}#data",
                "@type": "dcat:Dataset",
                "dct:title": self.said(self.name),
                "dct:description": self.said(self.about or self.name),
            },
            "dct:modified": _moment(self.changed_at),
        }


def catalogue_document(
    catalogue: Catalogue, entries: Iterable[RegisterEntry]
) -> dict[str, Any]:
    """Return the register, or a search, as a DCAT catalogue with each system's record."""
    register, search = f"{catalogue.base_url}/register", catalogue.search
    described = {
        "dct:title": catalogue.title,
        "dct:description": catalogue.description,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": catalogue.publisher},
        "dct:modified": _moment(catalogue.modified),
    }
    return {
        "@context": CONTEXT,
        "@id": f"{register}{search}",
        "@type": "dcat:Catalog",
        **described,
        **_terms(catalogue),
        "dcat:dataset": {
            "@id": f"{register}/data{search}",
            "@type": ["dcat:Dataset", "schema:Dataset"],
            **described,
            "schema:name": catalogue.title,
            "schema:description": catalogue.description,
            "dcat:distribution": [
                _distribution(f"{register}/data/register", *one, search)
                | _terms(catalogue)
                for one in _FORMATS
            ],
        },
        "dcat:service": _service(catalogue),
        "dcat:record": [_listed(register, one).record for one in entries],
    }


def _terms(catalogue: Catalogue) -> dict[str, Any]:
    """Name the licence only where all of it is ours to give."""
    if catalogue.rights:
        said = {"@type": "dct:RightsStatement", "rdfs:label": catalogue.rights}
        return {"dct:rights": said}
    document = {"@id": catalogue.licence_url, "@type": "dct:LicenseDocument"}
    return {"dct:license": document}


def _service(catalogue: Catalogue) -> dict[str, Any]:
    base = catalogue.base_url
    return {
        "@id": f"{base}/api/v1/register",
        "@type": "dcat:DataService",
        "dct:title": catalogue.title,
        **_terms(catalogue),
        "dcat:endpointURL": {"@id": f"{base}/api/v1/register"},
        "dcat:endpointDescription": {"@id": f"{base}/schema/openapi.json"},
        "dcat:servesDataset": {"@id": f"{base}/register/data{catalogue.search}"},
    }


def _listed(register: str, entry: RegisterEntry) -> _Entry:
    return _Entry(
        f"{register}/{entry.slug}",
        entry.name,
        entry.summary,
        entry.language,
        entry.updated_at,
    )


def system_document(public: PublicRecord, base_url: str) -> dict[str, Any]:
    """Return one system, the data set that is its record, and the catalogue's entry."""
    texts = ("one_line", "plain_summary", "purpose")
    about = (text for one in texts if (text := text_value(public.answers, one)))
    entry = _Entry(
        f"{base_url}/register/{public.system.slug}",
        public.record.name,
        next(about, ""),
        public.record.language,
        public.record.published_at,
    )
    body = {
        "@id": f"{base_url}/register?body={public.organisation.slug}",
        "@type": ["foaf:Agent", "schema:GovernmentOrganization"],
        "foaf:name": public.organisation.name,
        "schema:name": public.organisation.name,
    }
    record = entry.record
    record["foaf:primaryTopic"] |= _data_set(public, entry) | {"dct:publisher": body}
    graph = [record, _system(public, entry, body)]
    return {"@context": CONTEXT, "@graph": graph}


def _data_set(public: PublicRecord, entry: _Entry) -> dict[str, Any]:
    """Return what is said of a record as a data set, beyond its title."""
    data_set: dict[str, Any] = {
        "dct:modified": _moment(entry.changed_at),
        "dcat:version": str(public.record.version),
        "dcat:landingPage": {"@id": entry.address, "@type": "foaf:Document"},
        "dcat:distribution": [
            _distribution(entry.address, *one) for one in _FORMATS_OF_ONE
        ],
        "schema:about": {"@id": f"{entry.address}#system"},
    }
    if public.record.change_note:
        data_set["adms:versionNotes"] = entry.said(public.record.change_note)
    if code := _LANGUAGE_CODES.get(entry.language.partition("-")[0]):
        data_set["dct:language"] = {
            "@id": f"{_LANGUAGES}{code}",
            "@type": "dct:LinguisticSystem",
        }
    contact = text_value(public.answers, "public_contact")
    if contact:
        is_page = "://" in contact
        data_set["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": public.organisation.name,
            "vcard:hasURL" if is_page else "vcard:hasEmail": {
                "@id": contact if is_page else f"mailto:{contact}"
            },
        }
    return data_set


def _system(
    public: PublicRecord, entry: _Entry, body: dict[str, Any]
) -> dict[str, Any]:
    system = {
        "@id": f"{entry.address}#system",
        "@type": "schema:SoftwareApplication",
        "schema:name": entry.said(entry.name),
        "schema:description": entry.said(entry.about or entry.name),
        "schema:url": {"@id": entry.address},
        "schema:applicationCategory": "GovernmentApplication",
        "schema:creativeWorkStatus": public.record.status.value,
        "schema:provider": {"@id": body["@id"]},
        "schema:softwareVersion": str(public.record.version),
    }
    contact = text_value(public.answers, "public_contact")
    if contact:
        key = "schema:url" if "://" in contact else "schema:email"
        system["schema:contactPoint"] = {"@type": "schema:ContactPoint", key: contact}
    return system


def _distribution(
    address: str, ending: str, name: str, media_type: str, about: str, search: str = ""
) -> dict[str, Any]:
    file = {"@id": f"{address}.{ending}{search}"}
    distribution: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dct:description": about,
        "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": name},
        "dcat:accessURL": file,
        "dcat:downloadURL": file,
    }
    if media_type:
        distribution["dcat:mediaType"] = {
            "@id": f"{_MEDIA_TYPES}{media_type}",
            "@type": "dct:MediaType",
        }
    return distribution


def _moment(at: datetime) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
