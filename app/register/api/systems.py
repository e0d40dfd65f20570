"""The register for programs."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.openapi.spec import OpenAPIType, Operation, Schema
from litestar.params import FromPath

from app.errors import N_, Invalid
from app.register.api.asked import LIST_NAMES, require_values
from app.register.models import RegisterRecord
from app.register.queries import list_records
from app.register.queries.public_records import (
    get_public_record,
    iterate_public_records,
)
from app.register.queries.search import OFFERED, list_found
from app.register.rules.open_data.record_json import (
    PARTS,
    record_document,
    selected,
    version_document,
)
from app.register.rules.open_data.table import dictionary
from app.register.schemas.fields import FIELD_BY_KEY
from app.register.schemas.search import FACETS, Sort, read_query
from app.settings import Settings
from app.web.dependencies import Now, ReadSession, app_settings
from app.web.forms import SubmittedForm, query_of
from app.web.openapi import (
    OPEN_TO_ALL,
    answers,
    any_of,
    parameter,
    problems,
    text,
)
from app.web.parameters import only_known_parameters, takes
from app.web.requests import Request

_USUAL: Final = 20
_MOST: Final = 100
_LIMITS: Final = frozenset(str(number) for number in range(1, _MOST + 1))
_SYSTEM: Final[dict[str, Any]] = {
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
_FIELD: Final = [one for one in dictionary() if one["column"] == "automation_degree"]
_VERSION: Final[dict[str, Any]] = {
    "version": 2,
    "published_at": "2026-03-02T12:00:00+00:00",
    "status": "in_use",
    "change_note": "People are told by letter now.",
    "change_reason": "Many asked for it.",
    "no_consultation_reason": "",
    "caused_by": {"kind": "topic", "label": "A person to talk to", "comments": 64},
    "is_correction": False,
    "weakenings": [],
    "seal": "9b2c…",
}


_PAGE: Final[dict[str, Any]] = {
    "total": 21,
    "items": [_SYSTEM],
    "next_cursor": "MTowMTk2MGM1ZQ",
    "next": "https://register.example/api/v1/register?limit=1&cursor=MTowMTk2MGM1ZQ",
}
_NO_FIELD: Final = {"fields": "The register has no such field."}


@dataclass(frozen=True, slots=True)
class Systems:
    """One page of systems; `next` is the address of the following one."""

    total: int
    items: list[dict[str, Any]]
    next_cursor: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """What a version changed and why; `weakenings` is what it took from people."""

    version: int
    published_at: str
    status: str
    change_note: str
    change_reason: str
    no_consultation_reason: str
    caused_by: dict[str, Any] | None
    is_correction: bool
    weakenings: list[dict[str, str]]
    seal: str


_FIELDS: Final = parameter(
    "fields",
    "Parts or fields to send, separated by commas, such as `name,status,purpose`. "
    "Everything when left out.",
    text(),
)


@dataclass
class _ListOperation(Operation):
    """Describes what the address may ask for; `read_query` reads it."""

    def __post_init__(self) -> None:
        limit = Schema(
            type=OpenAPIType.INTEGER, minimum=1, maximum=_MOST, default=_USUAL
        )
        sort = text(enum=[one.value for one in Sort])
        self.parameters = [
            *(self.parameters or []),
            parameter("q", "Words to look for; typing mistakes are forgiven.", text()),
            *(_filter(name, label) for name, label in FACETS.items()),
            parameter("sort", "Usually `updated`; with words, `relevance`.", sort),
            parameter("limit", "How many systems at a time.", limit),
            parameter("cursor", "`next_cursor` of the page before.", text()),
            _FIELDS,
        ]


def _filter(name: str, label: str) -> Any:
    about = f"{label}. May be repeated; any of the values fits."
    return parameter(name, about, any_of(one.key for one in OFFERED.get(name, ())))


@dataclass
class _ShowOperation(Operation):
    def __post_init__(self) -> None:
        self.parameters = [*(self.parameters or []), _FIELDS]


class RegisterApi(Controller):
    """Systems in the register: current records, versions, fields."""

    path = "/api/v1/register"
    tags = ["Register"]
    guards = (only_known_parameters,)
    response_headers = OPEN_TO_ALL

    @get(
        "/",
        sync_to_thread=True,
        summary="List systems",
        operation_class=_ListOperation,
        opt=takes(*LIST_NAMES),
        responses={
            **answers(
                Systems,
                "One page of systems, here one with three fields",
                _PAGE,
            ),
            **problems(errors={"cursor": "This cursor is not one of ours."}),
        },
    )
    def list_systems(self, request: Request, session: ReadSession, now: Now) -> Systems:
        """Return public systems that fit the filters, page by page.

        `q` searches the full text and forgives typing mistakes. Filters of different
        names must all fit. A parameter or value that there is not is an error that
        names those there are. Follow `next` until it is null.
        """
        asked = query_of(request)
        require_values(session, asked)
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

    @get(
        "/fields",
        sync_to_thread=False,
        summary="List the fields of a record",
        responses={
            **answers(list[dict[str, Any]], "Every field and column", _FIELD),
            **problems(),
        },
    )
    def list_fields(self) -> list[dict[str, Any]]:
        """Return what each field and column means, its kind and allowed values."""
        return dictionary()

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="One system",
        operation_class=_ShowOperation,
        opt=takes("fields"),
        responses={
            **answers(dict[str, Any], "The record, or the parts asked for", _SYSTEM),
            **problems(404, errors=_NO_FIELD),
        },
    )
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> dict[str, Any]:
        """Return a system's current record with incidents and figures.

        An entry that was removed keeps its last text; `removed` says when and why.
        """
        wanted = _wanted(query_of(request))
        public = get_public_record(session, slug, now.date())
        return selected(
            record_document(public, _base_url(app_settings(request))), wanted
        )

    @get(
        "/{slug:str}/versions",
        sync_to_thread=True,
        summary="All versions",
        responses={
            **answers(list[Version], "Every version, newest first", [_VERSION]),
            **problems(404),
        },
    )
    def list_versions(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> list[Version]:
        """Return what each version changed and why, newest first."""
        public = get_public_record(session, slug, now.date())
        return [_version(one) for one in list_records(session, public.system)]

    @get(
        "/{slug:str}/versions/{version:int}",
        sync_to_thread=True,
        summary="One version",
        operation_class=_ShowOperation,
        opt=takes("fields"),
        responses={
            **answers(dict[str, Any], "The record, or the parts asked for", _SYSTEM),
            **problems(404, errors=_NO_FIELD),
        },
    )
    def show_version(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        version: FromPath[int],
    ) -> dict[str, Any]:
        """Return one version of a system's record as it was published.

        `no_consultation_reason` is what was given for this version; the current record
        keeps what was last given.
        """
        wanted = _wanted(query_of(request))
        public = get_public_record(session, slug, now.date(), version)
        return selected(
            version_document(public, _base_url(app_settings(request))), wanted
        )


def _version(record: RegisterRecord) -> Version:
    return Version(
        version=record.version,
        published_at=record.published_at.isoformat(),
        status=record.status.value,
        change_note=record.change_note,
        change_reason=record.change_reason,
        no_consultation_reason=record.no_consultation_reason,
        caused_by=record.caused_by,
        is_correction=record.is_correction,
        weakenings=record.weakenings,
        seal=record.seal,
    )


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
