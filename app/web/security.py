"""The outermost wrapper: headers on every answer, refusal of malformed addresses."""

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.requests import is_for_machines

logger = logging.getLogger("folkmoot.access")

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MACHINE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
_MAX_TARGET: Final = 4096

Refuse = Callable[[Scope, Receive, Send], Awaitable[None]]


def headers_for(settings: Settings, path: str) -> dict[bytes, bytes]:
    """Return the headers that every answer carries."""
    policy = MACHINE_POLICY if is_for_machines(path) else PAGE_POLICY
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    if settings.is_https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return {name.encode(): value.encode() for name, value in headers.items()}


class SecurityMiddleware:
    """Adds the headers, refuses what cannot be an address, writes the access log."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Refuse) -> None:
        self.app = app
        self.refuse = refuse
        self.pages = headers_for(settings, "/")
        self.machines = headers_for(settings, "/api/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500
        ours = self.machines if is_for_machines(scope["path"]) else self.pages

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                names = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n, v) for n, v in ours.items() if n not in names),
                ]
            await send(message)

        handle = self.app if _is_address(scope) else self.refuse
        try:
            await handle(scope, receive, send_guarded)
        finally:
            _log(scope, status, time.perf_counter() - started)


def _is_address(scope: Scope) -> bool:
    """Tell whether path and query are UTF-8 of sensible length without NUL."""
    target = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    both = target + b"?" + scope["query_string"]
    if len(both) > _MAX_TARGET:
        return False
    decoded = unquote_to_bytes(both)
    try:
        text = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\0" not in text and "\ufffd" not in scope["path"]


def _log(scope: HTTPScope, status: int, seconds: float) -> None:
    """Write one line: the route's pattern, never what somebody typed or who it was."""
    logger.info(
        "request",
        extra={
            "method": scope["method"],
            "route": scope.get("path_template", "-"),
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "request": secrets.token_hex(6),
        },
    )


class JsonFormatter(logging.Formatter):
    """One JSON object a line; extra fields beside the message."""

    _USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        extra = {k: v for k, v in vars(record).items() if k not in self._USUAL}
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **extra,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(settings: Settings) -> None:
    """Send our log lines to standard error as JSON; says nothing about persons."""
    ours = logging.getLogger("folkmoot")
    ours.setLevel(settings.log_level)
    if not ours.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonFormatter())
        ours.addHandler(handler)
        ours.propagate = False
