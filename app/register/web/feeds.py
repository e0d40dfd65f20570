"""Atom feeds: everything, one body, one kind of event, one search, one system.

Each goes back to the first event, page by page (RFC 5005). Where everything is told,
many records that came at one moment are one entry, so that an import pushes nothing out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from litestar import Controller, Response, get
from sqlmodel import Session

from app.errors import N_, NotFound
from app.register.models import EventKind
from app.register.pages.news import (
    comparison_of,
    headline_of,
    more_of,
    note_of,
    takings_of,
)
from app.register.queries.events import Wanted, narrowed
from app.register.queries.following import words_of_query
from app.register.queries.index import get_changed_at
from app.register.queries.news import News, NewsPage, Span, get_news_page
from app.register.rules.open_data.feed import Feed, FeedEntry, atom
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.places import BEGINNING, just_before, place_at
from app.register.schemas.search import RegisterQuery
from app.register.web.negotiation import MEDIA_TYPES, data_response
from app.register.web.public import query_in
from app.web.catalogues import translate, translate_many
from app.web.dependencies import Now, ReadSession, app_settings
from app.web.formats import format_number
from app.web.forms import query_of
from app.web.requests import Request

Pairs: TypeAlias = list[tuple[str, str]]


class FeedController(Controller):
    """The feeds. A search's address with `feed.atom` in front follows that search."""

    path = "/register"
    include_in_schema = False

    @get("/feed.atom", sync_to_thread=True)
    def everything(
        self, request: Request, session: ReadSession, now: Now
    ) -> Response[bytes]:
        query, kind = query_in(request).to(1), _kind_in(request)
        asked = query.pairs
        if kind is not None:
            asked = [*asked, ("event", kind.value)]
        title = _title(session, query, kind)
        wanted = narrowed(session, Wanted(kind=kind), query, now.date())
        place = _Address("/register", "/register/feed.atom", asked)
        content = _feed_of(request, session, title, place, wanted)
        return data_response(request, content, MEDIA_TYPES["atom"])


def _title(session: Session, query: RegisterQuery, kind: EventKind | None) -> str:
    """Return what a feed is about first: feed readers cut long titles short."""
    words = [translate(one) for one in words_of_query(session, query)]
    if kind is not None:
        words.append(translate(kind.label))
    if not words:
        return translate("AI register: what changed")
    return translate("%(what)s: what changed in the AI register", what=", ".join(words))


def system_feed(request: Request, session: Session, public: PublicRecord) -> bytes:
    """Return the feed of one system, with every event by itself."""
    path = f"/register/{public.system.slug}"
    wanted = Wanted(system_id=public.system.id)
    place = _Address(path, f"{path}.atom", [])
    return _feed_of(request, session, public.record.name, place, wanted)


def _kind_in(request: Request) -> EventKind | None:
    asked = query_of(request).get("event")
    if not asked:
        return None
    if asked not in set(EventKind):
        raise NotFound("event", asked)
    return EventKind(asked)


def _span_in(request: Request) -> Span:
    """Return which page of a feed is asked for; an address we never gave has none."""
    asked = query_of(request)
    before, after = asked.get("before"), asked.get("after")
    if before and after:
        raise NotFound("page", after)
    return Span(
        before=place_at(before) if before else None,
        after=place_at(after) if after else None,
    )


@dataclass(frozen=True, slots=True)
class _Address:
    """Where a feed and the page it speaks of lie, with what narrows both."""

    page: str
    feed: str
    asked: Pairs

    @property
    def is_one_body(self) -> bool:
        return [name for name, _ in self.asked].count("body") == 1

    def of_page(self, base_url: str) -> str:
        return f"{base_url}{self.page}{_query(self.asked)}"

    def of_feed(self, base_url: str, *more: tuple[str, str]) -> str:
        return f"{base_url}{self.feed}{_query([*self.asked, *more])}"


# What the list of systems calls what a feed calls an event; the others it knows not.
_LISTED: Final = {
    EventKind.WEAKENED: ("weakened", "yes"),
    EventKind.REVIEW_OVERDUE: ("review", "overdue"),
}


def _listed(asked: Pairs) -> Pairs:
    """Return what narrows the list of systems to those that a feed tells of."""
    kinds = [_LISTED.get(EventKind(one)) for name, one in asked if name == "event"]
    return [
        *(pair for pair in asked if pair[0] != "event"),
        *(one for one in kinds if one is not None),
    ]


def _query(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


def _feed_of(
    request: Request, session: Session, title: str, place: _Address, wanted: Wanted
) -> bytes:
    """Return a page of a feed as an Atom document; ids stay the same for ever."""
    settings = app_settings(request)
    base_url = settings.base_url.rstrip("/")
    span = _span_in(request)
    page = get_news_page(session, wanted, span)
    marks = [("before", span.before), ("after", span.after)]
    here = [(name, one.mark) for name, one in marks if one is not None]
    feed = Feed(
        id=place.of_page(base_url),
        title=title,
        url=place.of_feed(base_url, *here),
        page_url=f"{base_url}{place.page}{_query(_listed(place.asked))}",
        changed_at=get_changed_at(session),
        author=settings.organisation_name,
        pages=_neighbours(page, place, base_url),
    )
    return atom(feed, [_entry(one, feed, place, base_url) for one in page.news])


def _neighbours(page: NewsPage, place: _Address, base_url: str) -> dict[str, str]:
    """Return the links to a feed's other pages (RFC 5005, section 3)."""
    if page.newer is None and page.older is None:
        return {}
    links = {"first": place.of_feed(base_url)}
    if page.newer is not None:
        links["previous"] = place.of_feed(base_url, ("after", page.newer.mark))
    if page.older is not None:
        links["next"] = place.of_feed(base_url, ("before", page.older.mark))
    return {**links, "last": place.of_feed(base_url, ("after", BEGINNING.mark))}


def _entry(news: News, feed: Feed, place: _Address, base_url: str) -> FeedEntry:
    if news.piece.count > 1:
        return _entry_of_many(news, feed, place, base_url)
    (one,) = news.shown
    event = one.event
    lines = [event.note, *takings_of(one)]
    lines.append(_told_cause(event.detail.get("caused_by") or {}))
    if event.detail.get("is_change"):
        lines.append(translate("What was said before stays on the system's page."))
    return FeedEntry(
        id=f"urn:uuid:{event.id}",
        title=f"{one.name}: {translate(one.label)}",
        summary="\n".join(line for line in lines if line),
        url=f"{base_url}{one.address}",
        at=event.at,
        updated_at=event.at,
        kind=event.kind.value,
        author=one.body,
        compared=f"{base_url}{both}" if (both := comparison_of(one)) else "",
    )


def _told_cause(cause: Mapping[str, Any]) -> str:
    """Return which topic, promise or consultation led to a version, and how many wrote."""
    label, comments = cause.get("label", ""), cause.get("comments")
    if not label or not comments:
        return f"{translate('Changed because of:')} {label}" if label else ""
    return translate_many(
        N_("Changed because of %(count)s comment: %(label)s"),
        N_(
            "Changed because of %(count)s comments (distinct texts: %(texts)s): "
            "%(label)s"
        ),
        comments,
        count=format_number(comments),
        texts=format_number(cause.get("distinct_texts") or comments),
        label=label,
    )


def _entry_of_many(news: News, feed: Feed, place: _Address, base_url: str) -> FeedEntry:
    """Return many events as one entry, with the way to each of them."""
    piece = news.piece
    named = [
        f"{one.name} ({one.body}): {base_url}/register/{one.slug}" for one in news.shown
    ]
    lines = [note_of(news), *named, more_of(news, len(named))]
    # The same moment holds other records in another body's feed: another entry.
    name = f"{feed.id} {piece.kind.value} {piece.at.isoformat()}"
    start = ("before", just_before(piece.at, piece.kind).mark)
    return FeedEntry(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        title=headline_of(news),
        summary="\n".join(line for line in lines if line),
        url=feed.page_url,
        at=piece.at,
        updated_at=piece.grew_at,
        kind=piece.kind.value,
        author=news.shown[0].body if place.is_one_body else feed.author,
        related=place.of_feed(base_url, ("event", piece.kind.value), start),
    )
