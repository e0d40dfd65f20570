"""The whole register, or what a search found, as the lines of a file."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from app.db import Database
from app.register.queries.index import get_version
from app.register.queries.public_records import iterate_public_records
from app.register.queries.search import list_found
from app.register.rules.open_data.record_json import record_document
from app.register.rules.open_data.table import csv_lines, table_rows
from app.register.schemas.search import RegisterQuery
from app.settings import Settings

FILES: Final[Mapping[str, str]] = {
    "register.csv": "text/csv",
    "register.json": "application/json",
    "register.jsonl": "application/jsonl",
}

_APPLIES_TO: Final = (
    "What was written for this register: records whose list `sources` is empty. Others "
    "were taken over from the registers named there; for their words the terms of those "
    "registers hold."
)


def file_lines(
    name: str,
    database: Database,
    settings: Settings,
    query: RegisterQuery,
    now: datetime,
) -> Iterator[str]:
    """Write one of `FILES` piece by piece, in a session of its own."""
    base_url = settings.base_url.rstrip("/")
    with database.read_session() as session:
        found = list_found(session, query, now.date())
        publics = iterate_public_records(session, found, now.date())
        if name == "register.csv":
            # The mark tells spreadsheets that this is UTF-8.
            yield "\ufeff"
            yield from csv_lines(table_rows(publics, base_url))
            return
        version = get_version(session)
        documents = (
            json.dumps(record_document(one, base_url), ensure_ascii=False)
            for one in publics
        )
        if name == "register.jsonl":
            yield from (f"{one}\n" for one in documents)
        else:
            yield from _as_one_document(documents, settings, version)


def _as_one_document(
    documents: Iterator[str], settings: Settings, version: int
) -> Iterator[str]:
    about = {
        "publisher": settings.organisation_name,
        "licence": {
            "name": settings.data_licence,
            "url": settings.data_licence_url,
            "applies_to": _APPLIES_TO,
        },
        "dictionary": f"{settings.base_url.rstrip('/')}/register/data/dictionary.json",
        "register_version": version,
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "systems": [\n'
    for number, one in enumerate(documents):
        yield one if number == 0 else f",\n{one}"
    yield "\n]}\n"
