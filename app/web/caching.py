"""Public pages that hold no token: an ETag, 304, and a copy kept for everyone."""

import hashlib
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from litestar import MediaType, Response

from app.web import csrf
from app.web.catalogues import current_language
from app.web.flash import has_flashes
from app.web.kept_pages import Headers, KeptPage, latest_end
from app.web.page_cache import KEPT, preferred_encoding
from app.web.pages import Page, is_partial, is_signed_in, render
from app.web.requests import Request, site_of


@dataclass(frozen=True, slots=True)
class Keep:
    """How long a page may be kept: as it stands, until somebody publishes something.

    Attributes:
        query: The names in the address that the page depends on.
        until: The next moment at which time itself changes it.
        is_live: Whether it also shows what people send meanwhile, such as a count of
            comments; then it is kept until anything at all is written.
    """

    query: Collection[str] = ()
    until: datetime | None = None
    is_live: bool = False


def public(
    request: Request,
    page: Page,
    version: str = "",
    *,
    keep: Keep | None = None,
    vary: str = "",
    status_code: int = 200,
) -> Response[str]:
    """Render a public page, or say that the browser's copy is still good.

    The page is kept and given to everyone until something changes, for half a minute
    at most, unless it was made for somebody signed in or holds a form's token. Without
    `keep` it is kept until anything is written, and only for its bare address.

    `version`, if given, must change whenever what the page shows does, and spares
    rendering; else the tag is a digest of the page. `vary` names headers, besides
    htmx's, that choose what is at this address.
    """
    if is_signed_in(request) or has_flashes(request):
        return render(request, page, status_code=status_code)
    tag = _tag(request, page, version) if version else ""
    varies = [vary, "HX-Request" if page.fragment else "", "Accept-Encoding"]
    vary = ", ".join(name for name in varies if name)
    if tag and tag in request.headers.get("if-none-match", ""):
        return Response("", status_code=304, headers=_headers(tag, vary))
    response = render(request, page, status_code=status_code)
    if csrf.was_issued(request.scope) or response.cookies:
        return response
    body = response.content.encode()
    tag = tag or hashlib.sha256(body).hexdigest()[:24]
    now = time.time()
    kept = KeptPage(
        body=body,
        digest=tag,
        status=status_code,
        headers=_encoded(_headers(tag, vary)),
        query=frozenset(one.encode() for one in keep.query) if keep else None,
        is_live=keep is None or keep.is_live,
        until=_end(keep, now),
    )
    # Packed here, in the handler's thread, and not where all requests pass.
    kept.form(preferred_encoding(request.headers.get("accept-encoding", "").encode()))
    request.scope[KEPT] = kept  # type: ignore[typeddict-unknown-key]
    # The page cache sends the page itself; this stands in its place.
    return Response("", media_type=MediaType.HTML, status_code=status_code)


def _end(keep: Keep | None, now: float) -> float:
    latest = latest_end(now)
    return min(latest, keep.until.timestamp()) if keep and keep.until else latest


def _headers(tag: str, vary: str) -> dict[str, str]:
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": current_language(),
        "ETag": f'W/"{tag}"',
        "Cache-Control": "public, no-cache",
        "Vary": vary,
    }


def _encoded(headers: Mapping[str, str]) -> Headers:
    return tuple((k.lower().encode(), v.encode()) for k, v in headers.items())


def _tag(request: Request, page: Page, version: str) -> str:
    site = site_of(request)
    parts = (
        version,
        page.template,
        current_language(),
        site.version,
        str(is_partial(request)),
        str(site.is_demonstration()),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]
