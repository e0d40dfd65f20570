"""Turns a page, a dataclass that names its template, into a response."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar, Final, Protocol
from urllib.parse import quote

from litestar import MediaType, Response

from app.web import csrf
from app.web.catalogues import current_language, text_direction
from app.web.cookies import session_cookie_name, set_cookie
from app.web.flash import forget_flashes, keep_flashes, read_flashes
from app.web.locale import LANGUAGE_COOKIE
from app.web.requests import Request, site_of, split_address
from app.web.sessions import stop_writing
from app.web.templates import render_template, url

_YEAR: Final = 365 * 24 * 60 * 60


class Page(Protocol):
    """A frozen dataclass whose fields are exactly its template's variables."""

    template: ClassVar[str]
    fragment: ClassVar[str | None]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def render(
    request: Request,
    page: Page,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    """Render a page, or its fragment when htmx asks for one."""
    stop_writing(request)
    wants_fragment = page.fragment is not None and is_partial(request)
    name = page.fragment if wants_fragment and page.fragment else page.template
    flashes = read_flashes(request)
    body = render_template(
        site_of(request).templates, request, name, _variables(request, page, flashes)
    )
    response = Response(
        body,
        media_type=MediaType.HTML,
        status_code=status_code,
        headers={"Content-Language": current_language(), **(headers or {})},
    )
    if page.fragment is not None:
        response.headers["Vary"] = "HX-Request"
    response.headers.setdefault("Cache-Control", _cache_control(request))
    csrf.keep_cookie(request, response)
    if not wants_fragment:
        forget_flashes(request, response)
    _remember_language(request, response)
    return response


def see_other(request: Request, path: str) -> Response[str]:
    """Send the browser on to a page of ours, in the language of this one."""
    response = Response(
        "",
        media_type=MediaType.HTML,
        status_code=303,
        headers={"Location": quoted(url(path)), "Cache-Control": "no-store"},
    )
    keep_flashes(request, response)
    return response


def quoted(address: str) -> str:
    """Return an address that may stand in a header, whatever it was made of."""
    return quote(address, safe="%/?#&=:;,+@!$'()*~")


def safe_next(address: str) -> str:
    """Return the local path in an address that came from outside, or the home page."""
    parts = split_address(address.replace("\\", "/"))
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_local or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_partial(request: Request) -> bool:
    """Tell whether htmx asks for a part of the page it already shows."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-history-restore-request") != "true"
    )


def is_signed_in(request: Request) -> bool:
    """Tell whether the browser holds an official's session, good or not."""
    return session_cookie_name(site_of(request).settings) in request.cookies


def _variables(
    request: Request, page: Page, flashes: tuple[str, ...]
) -> dict[str, Any]:
    # Shallow, since pages hold rows that must not be copied.
    own = {one.name: getattr(page, one.name) for one in fields(page)}
    return {
        "lang": current_language(),
        "text_direction": text_direction(),
        "request_path": request.scope["path"],
        "flashes": flashes,
        **own,
    }


def _cache_control(request: Request) -> str:
    is_private = (
        csrf.was_issued(request.scope)
        or is_signed_in(request)
        or request.scope["path"].startswith("/office")
    )
    return "no-store" if is_private else "no-cache"


def _remember_language(request: Request, response: Response[str]) -> None:
    """Keep the language of somebody who came from the same site in another one."""
    site = site_of(request)
    origin = split_address(request.headers.get("referer", ""))
    if origin.netloc != request.headers.get("host"):
        return
    before = origin.path.split("/")[1:2]
    if before and before[0] in site.catalogues.codes and before != [current_language()]:
        language = current_language()
        set_cookie(response, site.settings, LANGUAGE_COOKIE, language, seconds=_YEAR)
