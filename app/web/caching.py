"""Public pages that hold no token: an ETag, and 304 while nothing changed."""

import hashlib

from litestar import Response

from app.web.catalogues import current_language
from app.web.flash import has_flashes
from app.web.pages import Page, is_partial, is_signed_in, render
from app.web.requests import Request, site_of


def public(request: Request, page: Page, version: str) -> Response[str]:
    """Render a public page, or say that the browser's copy is still good.

    `version` must change whenever what the page shows does.
    """
    if is_signed_in(request) or has_flashes(request):
        return render(request, page)
    tag = _tag(request, page, version)
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response("", status_code=304, headers=headers)
    return render(request, page, headers=headers)


def public_by_content(request: Request, page: Page) -> Response[str]:
    """Render a page drawn from many rooms; its tag is a digest of what it says."""
    response = render(request, page)
    if is_signed_in(request) or has_flashes(request):
        return response
    tag = f'W/"{hashlib.sha256(response.content.encode()).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response("", status_code=304, headers=headers)
    response.headers.update(headers)
    return response


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
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'
