"""The audit trail, for administrators."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get
from sqlmodel import Session

from app.accounts.models import AuditEntry, Official, Role
from app.accounts.queries import (
    AuditFilter,
    count_audit_entries,
    list_acts,
    list_audit_entries,
    list_officials,
)
from app.accounts.rules import (
    label_of_act,
    label_of_detail,
    label_of_object,
    require_role,
)
from app.accounts.web import SignedIn
from app.publishing.queries.audit import Named, Ref, name_objects
from app.web.catalogues import translate
from app.web.dependencies import PageNumber, ReadSession
from app.web.forms import SubmittedForm, query_of
from app.web.pages import render
from app.web.requests import Request

_ENTRIES: Final = 25
# Parts of an entry's detail that are ids, and of what.
_NAMES: Final = {"on_behalf_of": "organisation", "earlier.by": "official"}
_FILTERS: Final = ("act", "official", "object", "since", "until")


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry, and in words what was done to what."""

    entry: AuditEntry
    act: str
    kind: str
    named: Named | None
    # What was noted besides, each with its label.
    detail: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the officials of a body did."""

    template: ClassVar[str] = "publishing/audit.html"
    fragment: ClassVar[str | None] = None

    official: Official
    entries: Sequence[ToldEntry]
    acts: Sequence[tuple[str, str]]
    officials: Sequence[Official]
    form: SubmittedForm
    query: str
    count: int
    number: int
    pages: int


class AuditController(Controller):
    """The trail."""

    path = "/office/audit"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        number: PageNumber = 1,
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        form = query_of(request)
        wanted = _filter(form)
        body = official.organisation_id
        count = count_audit_entries(session, body, wanted)
        skipped = (number - 1) * _ENTRIES
        entries = list_audit_entries(
            session, body, wanted, limit=_ENTRIES, offset=skipped
        )
        acts = list_acts(session, body)
        given = {name: form.get(name) for name in _FILTERS if form.get(name)}
        page = AuditPage(
            official,
            _told(session, entries),
            acts=[(one, translate(label_of_act(one))) for one in acts],
            officials=list_officials(session, body),
            form=form,
            query=urlencode(given),
            count=count,
            number=number,
            pages=max(1, -(-count // _ENTRIES)),
        )
        return render(request, page)


def _told(session: Session, entries: Sequence[AuditEntry]) -> list[ToldEntry]:
    """Return entries in words, with what they were done to as far as it exists."""
    details = [list(flat(one.detail)) for one in entries]
    refs = [(one.object_kind, one.object_id) for one in entries]
    refs += [
        (_NAMES[key], value) for one in details for key, value in one if key in _NAMES
    ]
    names = name_objects(session, refs)
    return [
        ToldEntry(
            one,
            translate(label_of_act(one.act)),
            translate(label_of_object(one.object_kind)),
            names.get((one.object_kind, one.object_id)),
            [
                (translate(label_of_detail(key)), _called(names, key, value))
                for key, value in detail
            ],
        )
        for one, detail in zip(entries, details, strict=True)
    ]


def flat(detail: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """Yield what an entry notes, with a dot before what stands inside something."""
    for key, value in detail.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{within}{key}.")
        elif isinstance(value, list):
            yield within + key, ", ".join(str(one) for one in value)
        else:
            yield within + key, str(value)


def _called(names: Mapping[Ref, Named], key: str, value: str) -> str:
    named = names.get((_NAMES.get(key, ""), value))
    return named.name if named else value


def _filter(form: SubmittedForm) -> AuditFilter:
    """Read the filter; what cannot be read filters nothing."""
    until = _day(form.get("until"))
    return AuditFilter(
        act=form.get("act")[:80],
        official_id=_key(form.get("official")),
        object_id=form.get("object")[:80],
        since=_day(form.get("since")),
        before=until + timedelta(days=1) if until else None,
    )


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The day after must exist as well.
    return datetime.combine(day, time(), UTC) if day < date.max else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
