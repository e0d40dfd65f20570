"""Atom feeds: everything, one body, one kind of event, one search, one system."""

from typing import Final

from litestar import Controller, Response, get
from sqlmodel import Session

from app.errors import NotFound
from app.register.models import EventKind
from app.register.queries.events import (
    PublicEvent,
    Wanted,
    list_events_found,
    list_public_events,
)
from app.register.queries.index import get_changed_at
from app.register.rules.open_data.feed import Feed, FeedEntry, atom
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.weakening import LABELS
from app.register.web.negotiation import MEDIA_TYPES, data_response
from app.register.web.public import query_in
from app.settings import Settings
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, app_settings
from app.web.forms import query_of
from app.web.requests import Request

_MOST: Final = 50


class FeedController(Controller):
    """The feeds. A search's address with `feed.atom` in front follows that search."""

    path = "/register"
    include_in_schema = False

    @get("/feed.atom", sync_to_thread=True)
    def everything(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        query = query_in(request)
        kind = _kind_in(request)
        events = list_events_found(session, query, now.date(), Wanted(kind=kind), _MOST)
        title = translate("AI register: what changed")
        page = f"/register{query.address}"
        if kind is not None:
            title = f"{title}: {translate(kind.label)}"
            page += f"{'&' if query.address else '?'}event={kind.value}"
        content = feed_of(session, app_settings(request), title, page, events)
        return data_response(request, content, MEDIA_TYPES["atom"])


def _kind_in(request: Request) -> EventKind | None:
    asked = query_of(request).get("event")
    if not asked:
        return None
    if asked not in set(EventKind):
        raise NotFound("event", asked)
    return EventKind(asked)


def system_feed(session: Session, public: PublicRecord, settings: Settings) -> bytes:
    """Return the feed of one system."""
    events = list_public_events(session, Wanted(system_id=public.system.id), _MOST)
    page = f"/register/{public.system.slug}"
    return feed_of(session, settings, public.record.name, page, events)


def feed_of(
    session: Session,
    settings: Settings,
    title: str,
    page: str,
    events: list[PublicEvent],
) -> bytes:
    """Return events as an Atom document; ids stay the same for ever."""
    base_url = settings.base_url.rstrip("/")
    path, _, query = page.partition("?")
    is_one_system = path != "/register"
    own = f"{path}.atom" if is_one_system else f"{path}/feed.atom"
    feed = Feed(
        id=f"{base_url}{page}",
        title=title,
        url=f"{base_url}{own}" + (f"?{query}" if query else ""),
        page_url=f"{base_url}{page}",
        changed_at=get_changed_at(session),
        author=settings.organisation_name,
    )
    return atom(feed, [_entry(one, base_url) for one in events])


def _entry(one: PublicEvent, base_url: str) -> FeedEntry:
    event = one.event
    lines = [event.note]
    lines += [translate(LABELS[weak["kind"]]) for weak in _weakenings(one)]
    cause = event.detail.get("caused_by") or {}
    if cause.get("label"):
        lines.append(f"{translate('Changed because of:')} {cause['label']}")
    return FeedEntry(
        id=f"urn:uuid:{event.id}",
        title=f"{one.name}: {translate(event.kind.label)}",
        summary="\n".join(line for line in lines if line),
        url=f"{base_url}/register/{one.slug}",
        at=event.at,
        kind=event.kind.value,
        author=one.body,
    )


def _weakenings(one: PublicEvent) -> list[dict[str, str]]:
    found = one.event.detail.get("weakenings") or []
    return [weak for weak in found if weak.get("kind") in LABELS]
