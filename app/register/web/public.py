"""The register for everyone: finding systems, and telling what is wrong or missing."""

import csv
import io
import json
from datetime import date, datetime

from litestar import Controller, Response, get
from sqlmodel import Session

from app.accounts.queries import list_invented_bodies
from app.register.pages import (
    BrowsePage,
    ListPage,
)
from app.register.pages.tongue import OF_THE_PAGE
from app.register.queries.in_use import QUESTIONS, count_in_use, in_use_rows
from app.register.queries.index import get_version
from app.register.queries.matches import map_matches
from app.register.queries.search import (
    browse,
    count_systems,
    search_systems,
)
from app.register.schemas.search import (
    QUERY_NAMES,
    SORT_LABELS,
    RegisterQuery,
    Sort,
    read_query,
)
from app.register.web.negotiation import MEDIA_TYPES, data_response
from app.web.caching import Keep, public
from app.web.dependencies import (
    Now,
    ReadSession,
    app_settings,
)
from app.web.forms import query_of
from app.web.requests import Request


class RegisterController(Controller):
    """Everything under `/register` that is not about one system."""

    path = "/register"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def list_all(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        today = now.date()
        found = search_systems(session, query_in(request), today)
        page = ListPage(
            found=found,
            counts=count_in_use(session, today),
            questions=QUESTIONS,
            register_total=count_systems(session),
            today=today,
            sorts=_sorts(found.query),
            invented=list_invented_bodies(session),
            matches=map_matches(session, found, OF_THE_PAGE),
        )
        return public(request, page, keep=Keep(query=QUERY_NAMES))

    @get("/data/in-use.csv", sync_to_thread=True)
    def in_use_as_csv(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        out = io.StringIO(newline="")
        rows = in_use_rows(session, now.date(), app_settings(request).base_url)
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return data_response(request, out.getvalue().encode(), "text/csv")

    @get("/data/in-use.json", sync_to_thread=True)
    def in_use_as_json(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        rows = in_use_rows(session, now.date(), app_settings(request).base_url)
        content = json.dumps({"counts": rows}, indent=2).encode()
        return data_response(request, content, MEDIA_TYPES["json"])

    @get("/effects", sync_to_thread=True)
    def by_effect(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "effect", now)

    @get("/topics", sync_to_thread=True)
    def by_topic(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "topic", now)

    @get("/bodies", sync_to_thread=True)
    def by_body(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[str]:
        return _browse(request, session, "body", now)


def _browse(
    request: Request, session: Session, facet: str, now: datetime
) -> Response[str]:
    page = BrowsePage(browse(session, facet, now.date()), count_systems(session))
    return public(request, page, keep=Keep())


def query_in(request: Request) -> RegisterQuery:
    """Return what the address asks for."""
    form = query_of(request)
    return read_query({name: form.getlist(name) for name in form.names()})


def page_version(session: Session, today: date) -> str:
    """Return what changes whenever a public record does, or its being overdue."""
    return f"{get_version(session)}-{today.isoformat()}"


def _sorts(query: RegisterQuery) -> list[tuple[Sort, str]]:
    return [
        (key, label)
        for key, label in SORT_LABELS.items()
        if key is not Sort.RELEVANCE or query.words
    ]
