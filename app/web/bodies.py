"""Reads the body of every form: within bounds, by our own parser, checked for origin.

Litestar's form parsing is never used. The parsed form waits in the request's scope.
"""

from typing import Final, cast

import anyio.to_thread
from litestar.enums import ScopeType
from litestar.exceptions import ClientException, HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from app.web.csrf import FIELD, require_own_form
from app.web.forms import SubmittedForm, parse_urlencoded
from app.web.requests import Request, is_for_machines
from app.web.uploads import parse_multipart

_STATE: Final = "folkmoot_form"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PUBLIC_LIMIT: Final = 64 * 1024
_OFFICE_LIMIT: Final = 512 * 1024


class FormMiddleware(ASGIMiddleware):
    """Reads and checks what is posted to pages; leaves the API alone."""

    scopes = (ScopeType.HTTP,)

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        request: Request = Request(scope, receive, send)
        if request.method not in _SAFE and not is_for_machines(scope["path"]):
            form = await _read(request)
            # Kept first, so that a refusal can show what was typed.
            scope[_STATE] = form.without(FIELD)  # type: ignore[typeddict-unknown-key]
            require_own_form(request, form.get(FIELD))
        await next_app(scope, receive, send)


def provide_form(request: Request) -> SubmittedForm:
    """Give a handler the form that came with its request."""
    form = request.scope.get(_STATE)
    return cast("SubmittedForm", form) if form is not None else SubmittedForm()


async def _read(request: Request) -> SubmittedForm:
    opt = request.route_handler.opt
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data") and "upload_limit" in opt:
        body = await _body(request, int(opt["upload_limit"]))
        return await anyio.to_thread.run_sync(parse_multipart, body, kind)
    if not kind.startswith("application/x-www-form-urlencoded"):
        raise HTTPException(status_code=415)
    is_office = request.scope["path"].startswith("/office")
    usual = _OFFICE_LIMIT if is_office else _PUBLIC_LIMIT
    return parse_urlencoded(await _body(request, int(opt.get("form_limit", usual))))


async def _body(request: Request, limit: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit():
        raise ClientException("malformed length")
    if len(announced) > len(str(limit)) or int(announced) > limit:
        raise HTTPException(status_code=413)
    body = bytearray()
    while True:
        event = await request.receive()
        if event["type"] != "http.request":
            raise ClientException("the connection closed")
        body += event["body"]
        if len(body) > limit:
            raise HTTPException(status_code=413)
        if not event["more_body"]:
            return bytes(body)
