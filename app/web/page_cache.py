"""Answers kept pages before routing: no thread, no session, no template.

Inside the wrapper that adds the security headers, outside the one that reads the
language off the path, so that the whole path is the key. Whoever is signed in, or has
a message to be shown, never comes near. HEAD is answered here as GET without a body.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app.web.editions import Edition, Watch
from app.web.kept_pages import Address, KeptPage, KeptPages

# Where `caching.public` leaves a page that may be kept.
KEPT: Final = "folkmoot_kept_page"
_SWEEP_SECONDS: Final = 15
_NOT_PAGES: Final = ("/static/", "/api/", "/schema", "/healthz", "/readyz")
# Parts of cookie names, with and without the prefix they have under https.
_PRIVATE_COOKIES: Final = (b"sid=", b"flash=")
_DATA_TYPES: Final = (b"json", b"atom")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a request that decide which kept page answers it."""

    path: str
    query: bytes
    headers: dict[bytes, bytes]
    is_partial: bool
    may_be_kept: bool


class PageCache:
    """The wrapper. `pages` and `watch` are the application's own."""

    def __init__(
        self,
        app: ASGIApp,
        pages: KeptPages,
        watch: Watch,
        languages: tuple[str, ...],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.app = app
        self.pages = pages
        self.watch = watch
        self.languages = frozenset(one.encode() for one in languages)
        self.clock = clock
        self._making: dict[Address, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
        elif scope["method"] == "GET":
            await self._read(scope, receive, send)
        elif scope["method"] == "HEAD":
            # The same headers, with the length of what is not sent.
            as_get = cast("HTTPScope", {**scope, "method": "GET"})
            await self._read(as_get, receive, _headers_only(send))
        else:
            await self.app(scope, receive, send)
            # At once, and not at the next visit: what was erased is gone from here.
            edition = await self.watch.edition()
            if edition is not None:
                self.pages.turn_to(edition)

    async def _read(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = self._asked(scope)
        if not asked.may_be_kept:
            await self._make(scope, receive, send, asked)
            return
        edition, page = await self._look(asked)
        address = self._address(asked)
        if page is None and address in self._making:
            await self._making[address].wait()
            edition, page = await self._look(asked)
        if page is not None:
            scope["path_template"] = page.route
            await _answer(send, page, asked.headers)
        elif edition is None or address is None:
            await self._make(scope, receive, send, asked, edition)
        else:
            await self._make_for_all(scope, receive, send, (asked, edition, address))

    async def _make_for_all(
        self,
        scope: HTTPScope,
        receive: Receive,
        send: Send,
        wanted: tuple[Asked, Edition, Address],
    ) -> None:
        """Make a page while others who ask for it wait."""
        asked, edition, address = wanted
        made = self._making.setdefault(address, asyncio.Event())
        try:
            await self._make(scope, receive, send, asked, edition)
        finally:
            made.set()
            self._making.pop(address, None)

    async def _look(self, asked: Asked) -> tuple[Edition | None, KeptPage | None]:
        edition = await self.watch.edition()
        if edition is None:
            return None, None
        self.pages.turn_to(edition)
        address = self._address(asked)
        if address is None:
            return edition, None
        return edition, self.pages.find(address, edition, self.clock())

    def _address(self, asked: Asked) -> Address | None:
        return self.pages.address(asked.path, asked.query, is_partial=asked.is_partial)

    async def _make(
        self,
        scope: HTTPScope,
        receive: Receive,
        send: Send,
        asked: Asked,
        edition: Edition | None = None,
    ) -> None:
        """Let the application answer; a page that it leaves is sent and kept.

        The edition was read before, so what is shown is as new, or newer.
        """
        is_ours = False

        async def swap(message: Message) -> None:
            nonlocal is_ours
            page = cast("KeptPage | None", scope.get(KEPT))
            if message["type"] == "http.response.start":
                is_ours = page is not None and message["status"] == page.status
                if is_ours and page is not None:
                    self._keep(scope, page, asked, edition)
                    await _answer(send, page, asked.headers)
            if not is_ours:
                await send(message)

        await self.app(scope, receive, swap)

    def _keep(
        self, scope: HTTPScope, page: KeptPage, asked: Asked, edition: Edition | None
    ) -> None:
        page.route = str(scope.get("path_template", "-"))
        if edition is None or page.status != 200:  # noqa: PLR2004
            return
        page.edition = edition
        self.pages.keep(asked.path, asked.query, page, is_partial=asked.is_partial)

    def _asked(self, scope: HTTPScope) -> Asked:
        headers = dict(scope["headers"])
        path = scope["path"]
        return Asked(
            path=path,
            query=scope["query_string"],
            headers=headers,
            is_partial=headers.get(b"hx-request") == b"true"
            and headers.get(b"hx-history-restore-request") != b"true",
            may_be_kept=not (
                path.startswith(_NOT_PAGES)
                # One page under ever more slashes would take all the memory.
                or "//" in path
                or _is_private(headers)
                or self._changes_language(path, headers)
            ),
        )

    def _changes_language(self, path: str, headers: dict[bytes, bytes]) -> bool:
        """Tell whether somebody comes from a page of ours in another language.

        The application then sets a cookie, to remember which one they chose.
        """
        if len(self.languages) == 1:
            return False
        before = headers.get(b"referer", b"").split(b"/", 4)
        if len(before) < 4 or before[2] != headers.get(b"host"):  # noqa: PLR2004
            return False
        own = path.encode("utf-8", "replace").split(b"/", 2)[1]
        return before[3] in self.languages and before[3] != own


async def sweep_for_ever(pages: KeptPages, watch: Watch) -> None:
    """Let go of old pages also when nobody asks for anything."""
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        edition = await watch.edition()
        if edition is not None:
            pages.sweep(edition, time.time())


async def stop_sweeping(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _is_private(headers: dict[bytes, bytes]) -> bool:
    cookies = headers.get(b"cookie", b"")
    if any(name in cookies for name in _PRIVATE_COOKIES):
        return True
    # Some addresses answer programs with data instead of the page.
    accepted = headers.get(b"accept", b"").lower()
    return any(kind in accepted for kind in _DATA_TYPES)


async def _answer(send: Send, page: KeptPage, asked: dict[bytes, bytes]) -> None:
    known = asked.get(b"if-none-match")
    if known is not None and page.digest.encode() in known:
        await _send(send, 304, page.headers, b"")
        return
    accepted = asked.get(b"accept-encoding", b"")
    headers, body = page.form(preferred_encoding(accepted))
    await _send(send, page.status, headers, body)


def preferred_encoding(accepted: bytes) -> bytes:
    """Return the smallest encoding that a browser can unpack."""
    if b"br" in accepted:
        return b"br"
    return b"gzip" if b"gzip" in accepted else b""


async def _send(
    send: Send, status: int, headers: tuple[tuple[bytes, bytes], ...], body: bytes
) -> None:
    start: Any = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _headers_only(send: Send) -> Send:
    async def send_headers(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return send_headers
