"""The register for programs."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIType, Operation, Reference, Schema
from litestar.openapi.spec import Parameter as SpecParameter
from litestar.params import FromPath

from app.errors import N_, Invalid
from app.register.queries import list_records
from app.register.queries.public_records import (
    get_public_record,
    iterate_public_records,
)
from app.register.queries.search import list_found
from app.register.rules.open_data.record_json import (
    PARTS,
    record_document,
    selected,
)
from app.register.rules.open_data.table import dictionary
from app.register.schemas.fields import FIELD_BY_KEY
from app.register.schemas.search import FACETS, Sort, read_query
from app.settings import Settings
from app.web.dependencies import Now, ReadSession, app_settings
from app.web.forms import SubmittedForm, query_of
from app.web.requests import Request

_USUAL: Final = 20
_LIMITS: Final = frozenset(str(number) for number in range(1, 101))
_EXAMPLE: Final = {
    "url": "https://register.example/register/letter-sorting",
    "name": "Letter sorting",
    "status": "in_use",
    "fields": {
        "one_line": {
            "state": "answered",
            "value": "Sorts letters so that they reach the right desk.",
            "confirmed_on": "2026-03-02",
        },
        "models": {"state": "withheld", "reason": "Contract law, section 4"},
    },
}


@dataclass(frozen=True, slots=True)
class Systems:
    """One page of systems; `next` is the address of the following one."""

    total: int
    items: list[dict[str, Any]]
    next_cursor: str | None
    next: str | None


_ABOUT: Final[Mapping[str, str]] = {
    "q": "Words to search for; typing mistakes are forgiven.",
    **{
        name: f"Filter: {label}. May be repeated; any of the values fits."
        for name, label in FACETS.items()
    },
    "sort": f"Order: {', '.join(Sort)}.",
    "limit": "1 to 100 systems at a time; usually 20.",
    "cursor": "`next_cursor` of the page before.",
}
_ABOUT_FIELDS: Final = {
    "fields": "Parts or fields to send, separated by commas, such as "
    "`name,status,purpose`. Everything when left out."
}


def _described(about: Mapping[str, str]) -> list[SpecParameter | Reference]:
    return [
        SpecParameter(
            name=name,
            param_in="query",
            description=text,
            schema=Schema(type=OpenAPIType.STRING),
        )
        for name, text in about.items()
    ]


@dataclass
class _ListOperation(Operation):
    """Describes what the address may ask for; `read_query` reads it."""

    def __post_init__(self) -> None:
        self.parameters = [
            *(self.parameters or []),
            *_described({**_ABOUT, **_ABOUT_FIELDS}),
        ]


@dataclass
class _ShowOperation(Operation):
    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or []), *_described(_ABOUT_FIELDS)]


class RegisterApi(Controller):
    """Systems in the register: current records, versions, fields."""

    path = "/api/v1/register"
    tags = ["Register"]

    @get(
        "/",
        sync_to_thread=True,
        summary="List systems",
        operation_class=_ListOperation,
        responses={
            200: ResponseSpec(
                Systems,
                description="One page of systems",
                examples=[
                    Example(
                        summary="One system, three fields asked for",
                        value={
                            "total": 1,
                            "items": [_EXAMPLE],
                            "next_cursor": None,
                            "next": None,
                        },
                    )
                ],
            )
        },
    )
    def list_systems(self, request: Request, session: ReadSession, now: Now) -> Systems:
        """Return public systems that fit the filters, page by page.

        `q` searches the full text and forgives typing mistakes. Follow `next` until
        it is null.
        """
        asked = query_of(request)
        query = read_query({name: asked.getlist(name) for name in asked.names()})
        wanted, limit = _wanted(asked), _limit(asked)
        found = list_found(session, query, now.date())
        start = _start(asked.get("cursor"), [str(one) for one in found])
        ids = found[start : start + limit]
        base_url = _base_url(app_settings(request))
        items = [
            selected(record_document(one, base_url), wanted)
            for one in iterate_public_records(session, ids, now.date())
        ]
        is_last = start + limit >= len(found)
        cursor = (
            None if is_last else _cursor(start + limit, str(found[start + limit - 1]))
        )
        return Systems(
            total=len(found),
            items=items,
            next_cursor=cursor,
            next=_next(base_url, asked, cursor) if cursor else None,
        )

    @get("/fields", sync_to_thread=False, summary="List the fields of a record")
    def list_fields(self) -> list[dict[str, Any]]:
        """Return what each field and column means, its kind and allowed values."""
        return dictionary()

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="One system",
        operation_class=_ShowOperation,
    )
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> dict[str, Any]:
        """Return a system's current record with incidents and figures."""
        public = get_public_record(session, slug, now.date())
        wanted = _wanted(query_of(request))
        return selected(
            record_document(public, _base_url(app_settings(request))), wanted
        )

    @get("/{slug:str}/versions", sync_to_thread=True, summary="All versions")
    def list_versions(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> list[dict[str, Any]]:
        """Return what each version changed and why, newest first."""
        public = get_public_record(session, slug, now.date())
        return [
            {
                "version": one.version,
                "published_at": one.published_at.isoformat(),
                "status": one.status.value,
                "change_note": one.change_note,
                "change_reason": one.change_reason,
                "no_consultation_reason": one.no_consultation_reason,
                "caused_by": one.caused_by,
                "is_correction": one.is_correction,
                "weakenings": one.weakenings,
                "seal": one.seal,
            }
            for one in list_records(session, public.system)
        ]

    @get(
        "/{slug:str}/versions/{version:int}", sync_to_thread=True, summary="One version"
    )
    def show_version(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        version: FromPath[int],
    ) -> dict[str, Any]:
        """Return one version of a system's record as it was published."""
        public = get_public_record(session, slug, now.date(), version)
        return record_document(public, _base_url(app_settings(request)))


def _base_url(settings: Settings) -> str:
    return settings.base_url.rstrip("/")


def _wanted(asked: SubmittedForm) -> list[str]:
    wanted = [part.strip() for part in asked.get("fields").split(",") if part.strip()]
    unknown = [one for one in wanted if one not in PARTS and one not in FIELD_BY_KEY]
    if unknown:
        raise Invalid({"fields": N_("The register has no such field.")})
    return wanted


def _limit(asked: SubmittedForm) -> int:
    text = asked.get("limit", str(_USUAL))
    if text not in _LIMITS:
        raise Invalid({"limit": N_("Ask for 1 to 100 systems at a time.")})
    return int(text)


def _cursor(position: int, last: str) -> str:
    return base64.urlsafe_b64encode(f"{position}:{last}".encode()).decode().rstrip("=")


def _start(cursor: str, ids: list[str]) -> int:
    """Return where to go on: behind the last one seen, even if others came before it."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode(
            "ascii"
        )
        position, _, last = text.partition(":")
        fallback = int(position[:9])
    except (binascii.Error, ValueError) as error:
        raise Invalid({"cursor": N_("This cursor is not one of ours.")}) from error
    return ids.index(last) + 1 if last in ids else max(0, fallback)


def _next(base_url: str, asked: SubmittedForm, cursor: str) -> str:
    pairs = [pair for pair in asked.pairs if pair[0] != "cursor"]
    return f"{base_url}/api/v1/register?{urlencode([*pairs, ('cursor', cursor)])}"
