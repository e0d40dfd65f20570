"""Public pages kept ready in memory: the same bytes for everyone, until they change.

A page is good for one edition of the database, for half a minute at most, and not
beyond the moment its handler names, such as a closing time. Memory is bounded: what
was not asked for goes first, and pages with a query cannot push out those without.
"""

import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import brotli

from app.web.editions import Edition

LONGEST_SECONDS: Final = 30.0
_DAY: Final = 24 * 60 * 60
_ROOM_PLAIN: Final = 48 * 1024 * 1024
_ROOM_ASKED: Final = 16 * 1024 * 1024
_MAX_QUERY: Final = 500
_MAX_PATHS: Final = 50_000
_BROTLI_QUALITY: Final = 5
_SIMPLE_NAME: Final = re.compile(rb"[A-Za-z0-9_.-]*")

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(slots=True, eq=False)
class KeptPage:
    """One page as it is sent, whole and packed.

    Attributes:
        query: The names in the address that it depends on; None when it may depend on
            any, and is kept only for the address without a query.
        is_live: Whether it also shows what people send, such as counts of comments.
        until: When time itself changes it, in seconds since 1970.
    """

    body: bytes
    digest: str
    status: int
    headers: Headers
    query: frozenset[bytes] | None
    is_live: bool
    until: float
    edition: Edition | None = None
    route: str = "-"
    _forms: dict[bytes, tuple[Headers, bytes]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return about how much memory it takes, packed copies included."""
        return 2 * len(self.body) + 2048

    def form(self, encoding: bytes) -> tuple[Headers, bytes]:
        """Return headers and body in an encoding; made when first asked for."""
        made = self._forms.get(encoding)
        if made is None:
            body = self._packed(encoding)
            headers = (*self.headers, (b"content-length", str(len(body)).encode()))
            if encoding:
                headers += ((b"content-encoding", encoding),)
            made = self._forms[encoding] = (headers, body)
        return made

    def _packed(self, encoding: bytes) -> bytes:
        if encoding == b"br":
            return bytes(brotli.compress(self.body, quality=_BROTLI_QUALITY))
        if encoding == b"gzip":
            return gzip.compress(self.body, 6, mtime=0)
        return self.body

    def is_good(self, edition: Edition, now: float) -> bool:
        """Tell whether rendering it again would give the same."""
        if self.edition is None or now >= self.until:
            return False
        if self.is_live:
            return self.edition == edition
        return self.edition.public == edition.public


def latest_end(now: float) -> float:
    """Return until when a page made now may be kept: pages know what day it is."""
    return min(now + LONGEST_SECONDS, (now // _DAY + 1) * _DAY)


class Address(NamedTuple):
    """What a browser asked for; `query` is what the page depends on, in order."""

    path: str
    is_partial: bool
    query: bytes


def relevant(query: bytes, names: frozenset[bytes] | None) -> bytes | None:
    """Return the part of a query that a page depends on, or None when unclear.

    Names come in alphabetical order, values of one name as they were given.
    """
    if not query:
        return b""
    if names is None:
        return None
    found = []
    for part in query.split(b"&"):
        name = part.partition(b"=")[0]
        if not _SIMPLE_NAME.fullmatch(name):
            return None
        if name in names:
            found.append((name, part))
    joined = b"&".join(part for _, part in sorted(found, key=lambda one: one[0]))
    return joined if len(joined) <= _MAX_QUERY else None


class Shelf:
    """Pages by address within so many bytes; the longest unused go first."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self.pages: OrderedDict[Address, KeptPage] = OrderedDict()

    def find(self, address: Address) -> KeptPage | None:
        page = self.pages.get(address)
        if page is not None:
            self.pages.move_to_end(address)
        return page

    def put(self, address: Address, page: KeptPage) -> None:
        self.drop(address)
        if page.size > self.room:
            return
        self.pages[address] = page
        self.taken += page.size
        while self.taken > self.room:
            self.drop(next(iter(self.pages)))

    def drop(self, address: Address) -> None:
        page = self.pages.pop(address, None)
        if page is not None:
            self.taken -= page.size

    def clear(self) -> None:
        self.pages.clear()
        self.taken = 0


class KeptPages:
    """Everything kept, and the rule by which it goes."""

    def __init__(
        self, *, plain_room: int = _ROOM_PLAIN, asked_room: int = _ROOM_ASKED
    ) -> None:
        self.plain = Shelf(plain_room)
        self.asked = Shelf(asked_room)
        # What each known page depends on in its address.
        self.names: dict[str, frozenset[bytes] | None] = {}
        self.public: int | None = None

    def turn_to(self, edition: Edition) -> None:
        """Forget everything when the public sees something else: it may be erased."""
        if edition.public != self.public:
            self.plain.clear()
            self.asked.clear()
            self.public = edition.public

    def address(self, path: str, query: bytes, *, is_partial: bool) -> Address | None:
        """Return under which address the page would be kept, if it is one we know."""
        if path not in self.names:
            return None
        part = relevant(query, self.names[path])
        return None if part is None else Address(path, is_partial, part)

    def find(self, address: Address, edition: Edition, now: float) -> KeptPage | None:
        page = self._shelf(address).find(address)
        return page if page is not None and page.is_good(edition, now) else None

    def keep(
        self, path: str, query: bytes, page: KeptPage, *, is_partial: bool
    ) -> None:
        """Keep a page that was just made for an address."""
        if len(self.names) >= _MAX_PATHS:
            self.names.clear()
        self.names[path] = page.query
        address = self.address(path, query, is_partial=is_partial)
        # Made for an edition that is past: nobody would ever get it.
        is_present = page.edition is not None and page.edition.public == self.public
        if address is not None and is_present:
            self._shelf(address).put(address, page)

    def sweep(self, edition: Edition, now: float) -> None:
        """Drop what is no longer good, so that nothing outlives its time unseen."""
        self.turn_to(edition)
        for shelf in (self.plain, self.asked):
            for address, page in list(shelf.pages.items()):
                if not page.is_good(edition, now):
                    shelf.drop(address)

    def _shelf(self, address: Address) -> Shelf:
        return self.asked if address.query else self.plain
