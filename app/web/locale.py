"""Language in the address: `/nl/register` is the page `/register` in Dutch.

The wrapper stands before routing, so that pages, errors and unknown addresses all
speak the language asked for. Pages asked for without a language are redirected.
"""

from typing import Final
from urllib.parse import quote

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from app.web.catalogues import Catalogues, speak
from app.web.cookies import cookies_in

LANGUAGE_COOKIE: Final = "language"
_WITHOUT_LANGUAGE: Final = (
    "/api/", "/schema", "/static/", "/healthz", "/readyz", "/robots.txt",
    "/.well-known/", "/favicon.ico", "/sitemap.xml",
)  # fmt: skip
# Files hold no sentence of ours, and feeds few: one address in every language.
_FILE_ENDINGS: Final = (
    ".json", ".jsonld", ".jsonl", ".csv", ".xlsx", ".atom", ".ics", ".gz", ".txt",
)  # fmt: skip


class LocaleMiddleware:
    """Takes the language off the path, or redirects to an address that has one."""

    def __init__(self, app: ASGIApp, catalogues: Catalogues) -> None:
        self.app = app
        self.catalogues = catalogues

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        code, rest = _split(path)
        if code in self.catalogues.codes:
            speak(self.catalogues, code)
            await self._serve(scope, receive, send, rest)
            return
        negotiated = self.negotiate(scope)
        speak(self.catalogues, negotiated)
        is_page = not path.startswith(_WITHOUT_LANGUAGE)
        is_page = is_page and not path.endswith(_FILE_ENDINGS)
        if is_page and scope["method"] in {"GET", "HEAD"}:
            await _redirect(scope, send, f"/{negotiated}{path}")
        else:
            await self._serve(scope, receive, send, path)

    async def _serve(
        self, scope: Scope, receive: Receive, send: Send, path: str
    ) -> None:
        scope["path"] = path
        scope["raw_path"] = path.encode("utf-8", "replace")
        await self.app(scope, receive, send)

    def negotiate(self, scope: Scope) -> str:
        """Choose by cookie, then by what the browser prefers, then the default."""
        headers = dict(scope["headers"])
        chosen = cookies_in(headers.get(b"cookie", b"")).get(LANGUAGE_COOKIE, "")
        if chosen in self.catalogues.codes:
            return chosen
        accepted = headers.get(b"accept-language", b"").decode("latin-1")
        for wanted in _by_preference(accepted):
            for code in (wanted, wanted.partition("-")[0]):
                if code in self.catalogues.codes:
                    return code
        return self.catalogues.default


def _split(path: str) -> tuple[str, str]:
    first, _, rest = path.removeprefix("/").partition("/")
    return first, f"/{rest}"


def _by_preference(header: str) -> list[str]:
    weighted = []
    for position, part in enumerate(header[:500].split(",")):
        code, _, quality = part.partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if weight > 0 and code.strip():
            weighted.append((-weight, position, code.strip().lower()))
    return [code for _, _, code in sorted(weighted)]


async def _redirect(scope: Scope, send: Send, location: str) -> None:
    query = scope["query_string"]
    # A path that begins with two slashes would lead to another host.
    target = "/" + location.lstrip("/")
    headers = [
        (b"location", _quoted(target) + (b"?" + query if query else b"")),
        (b"cache-control", b"no-store"),
        (b"vary", b"accept-language, cookie"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _quoted(path: str) -> bytes:
    return quote(path, safe="/~:@!$&'()*+,;=-._").encode("ascii")
