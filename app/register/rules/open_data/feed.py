"""Atom feeds (RFC 4287) in pages (RFC 5005), and review calendars (RFC 5545)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_ATOM: Final = "http://www.w3.org/2005/Atom"
_TYPE: Final = "application/atom+xml"
# What XML 1.0 cannot hold.
_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_LONGEST_LINE: Final = 74


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing to tell. `kind` is an event kind and becomes the entry's category.

    Attributes:
        at: When it happened.
        updated_at: When the entry last said something new.
        related: The feed that tells the same at greater length.
        compared: The page where both texts of what changed stand.
    """

    id: str
    title: str
    summary: str
    url: str
    at: datetime
    updated_at: datetime
    kind: str
    author: str
    related: str = ""
    compared: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; `changed_at` stands in where it has no entry.

    `pages` holds the addresses of its other pages by what they are to this one.
    """

    id: str
    title: str
    url: str
    page_url: str
    changed_at: datetime
    author: str
    pages: Mapping[str, str] = field(default_factory=dict)


def atom(feed: Feed, entries: Iterable[FeedEntry]) -> bytes:
    """Return an Atom document; texts are texts, never markup."""
    entries = list(entries)
    root = Element("feed", xmlns=_ATOM)
    updated = max((one.updated_at for one in entries), default=feed.changed_at)
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(updated))
    SubElement(root, "link", rel="self", type=_TYPE, href=feed.url)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page_url)
    for rel, href in feed.pages.items():
        SubElement(root, "link", rel=rel, type=_TYPE, href=href)
    _add(SubElement(root, "author"), "name", feed.author)
    for one in entries:
        _add_entry(root, one)
    indent(root)
    text: str = tostring(root, "unicode")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text.encode()


def _add_entry(root: Element, one: FeedEntry) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", one.id)
    _add(entry, "title", one.title)
    _add(entry, "updated", _moment(one.updated_at))
    _add(entry, "published", _moment(one.at))
    SubElement(entry, "link", rel="alternate", type="text/html", href=one.url)
    if one.related:
        SubElement(entry, "link", rel="related", type=_TYPE, href=one.related)
    if one.compared:
        SubElement(entry, "link", rel="related", type="text/html", href=one.compared)
    SubElement(entry, "category", term=one.kind)
    _add(SubElement(entry, "author"), "name", one.author)
    summary = _add(entry, "summary", one.summary)
    summary.set("type", "text")


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _UNWRITABLE.sub("", text)
    return element


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Review:
    """One record to be checked by a day."""

    id: str
    title: str
    url: str
    due_on: date


def calendar(name: str, reviews: Iterable[Review], now: datetime) -> str:
    """Return an iCalendar file with a whole-day entry and a reminder a week before."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Folkmoot//Register//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for one in reviews:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.title)}",
            f"URL:{one.url}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(one.title)}",
            "TRIGGER:-P7D",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Fold a line to 75 octets, never inside a character."""
    pieces: list[str] = [""]
    size = 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += width
    return "\r\n".join(pieces)
