"""The register as files: tables, JSON, linked data, dictionary, daily copies."""

import json
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import Stream
from sqlmodel import Session

from app.errors import NotFound
from app.register.pages import DataPage
from app.register.queries.files import FILES, file_lines
from app.register.queries.history import list_snapshots
from app.register.queries.index import get_changed_at
from app.register.queries.public_records import count_taken_over
from app.register.queries.search import count_systems, list_entries, list_found
from app.register.rules.open_data.linked_data import Catalogue, catalogue_document
from app.register.rules.open_data.table import (
    dictionary,
    dictionary_lines,
)
from app.register.schemas.search import RegisterQuery
from app.register.services.snapshots import CHECKSUMS, snapshot_folder
from app.register.web.negotiation import MEDIA_TYPES, data_response, is_known
from app.register.web.public import page_version, query_in
from app.settings import Settings
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, app_database, app_settings
from app.web.requests import Request


class OpenDataController(Controller):
    """Downloads. A search's filters narrow every whole-register file alike."""

    path = "/register"
    include_in_schema = False

    @get("/data", sync_to_thread=True)
    def about(self, request: Request, session: ReadSession) -> Response[str]:
        settings = app_settings(request)
        page = DataPage(
            register_total=count_systems(session),
            columns=dictionary(),
            snapshots=list_snapshots(session),
            licence=settings.data_licence,
            licence_url=settings.data_licence_url,
            taken_over=count_taken_over(session),
        )
        return public(request, page, keep=Keep())

    @get("/data/{name:str}", sync_to_thread=True)
    def whole(
        self, request: Request, session: ReadSession, now: Now, name: FromPath[str]
    ) -> Response[Any]:
        if name not in FILES:
            raise NotFound("file", name)
        query = query_in(request)
        tag = f'"{name}-{page_version(session, now.date())}"'
        headers = {
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Access-Control-Allow-Origin": "*",
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        if is_known(request, tag):
            return Response(b"", status_code=304, headers=headers)
        lines = file_lines(
            name, app_database(request), app_settings(request), query, now
        )
        return Stream(lines, media_type=FILES[name], headers=headers)

    @get("/data/dictionary.json", sync_to_thread=True)
    def dictionary_as_json(self, request: Request) -> Response[bytes]:
        content = json.dumps(dictionary(), ensure_ascii=False).encode()
        return data_response(request, content, MEDIA_TYPES["json"])

    @get("/data/dictionary.csv", sync_to_thread=True)
    def dictionary_as_csv(self, request: Request) -> Response[bytes]:
        content = "".join(dictionary_lines()).encode()
        return data_response(request, content, FILES["register.csv"])

    @get("/catalogue.jsonld", sync_to_thread=True)
    def catalogue(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        return _linked_data(request, session, now, RegisterQuery())

    @get("/data/register.jsonld", sync_to_thread=True)
    def found_as_linked_data(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        """Answer with a catalogue of what a search finds."""
        return _linked_data(request, session, now, query_in(request).to(1))

    @get("/data/snapshots/{day:str}/{name:str}", sync_to_thread=True)
    def snapshot(
        self,
        request: Request,
        session: ReadSession,
        day: FromPath[str],
        name: FromPath[str],
    ) -> Response[bytes]:
        content = _snapshot_file(session, app_settings(request), day, name)
        kind = "text/plain" if name.endswith(".txt") else "application/gzip"
        return data_response(request, content, kind, file_name=f"{day}-{name}")


def _linked_data(
    request: Request, session: Session, now: datetime, query: RegisterQuery
) -> Response[bytes]:
    catalogue = _catalogue(session, app_settings(request), query.address)
    found = list_found(session, query, now.date())
    document = catalogue_document(catalogue, list_entries(session, found))
    content = json.dumps(document, ensure_ascii=False).encode()
    return data_response(request, content, MEDIA_TYPES["jsonld"])


def _catalogue(session: Session, settings: Settings, search: str) -> Catalogue:
    return Catalogue(
        base_url=settings.base_url.rstrip("/"),
        title=translate("AI register"),
        description=translate(
            "AI systems of public bodies: what they do, who decides, what could go "
            "wrong, and what people said."
        ),
        publisher=settings.organisation_name,
        licence_url=settings.data_licence_url,
        modified=get_changed_at(session),
        rights=_rights(settings) if count_taken_over(session) else "",
        search=search,
    )


def _rights(settings: Settings) -> str:
    return translate(
        "What was written for this register: %(licence)s, %(address)s. Records that "
        "were taken over from other registers keep the terms of their sources; each "
        "of them names its source.",
        licence=settings.data_licence,
        address=settings.data_licence_url,
    )


def _snapshot_file(session: Session, settings: Settings, day: str, name: str) -> bytes:
    """Return a file only if its day and name are in our own list: no paths from outside."""
    for snapshot in list_snapshots(session):
        names = {str(one["name"]) for one in snapshot.files} | {CHECKSUMS}
        path = snapshot_folder(settings, snapshot.day) / name
        if snapshot.day.isoformat() == day and name in names and path.is_file():
            return path.read_bytes()
    raise NotFound("snapshot", f"{day}/{name}")
