"""A new receipt on its way to the page that shows it: signed, short, never in a URL."""

import json
from collections.abc import Mapping
from typing import Any, Final

from litestar import Response

from app.comments.services import Sent
from app.web.cookies import cookie_name, delete_cookie, set_cookie, sign, unsign
from app.web.dependencies import app_settings
from app.web.requests import Request

_COOKIE: Final = "sent"
_SECONDS: Final = 600


def keep_receipt(
    request: Request, response: Response[str], slug: str, sent: Sent
) -> None:
    """Hand the code over to the next page."""
    settings = app_settings(request)
    kept = {
        "code": sent.receipt_code,
        "at": sent.submission.submitted_at.isoformat(),
        "slug": slug,
    }
    signed = sign(settings, _COOKIE, json.dumps(kept).encode())
    name = cookie_name(settings, _COOKIE)
    set_cookie(response, settings, name, signed, seconds=_SECONDS)


def read_receipt(request: Request, slug: str) -> Mapping[str, Any]:
    """Return code and time of sending, if they were handed over just now."""
    settings = app_settings(request)
    name = cookie_name(settings, _COOKIE)
    raw = unsign(settings, _COOKIE, request.cookies.get(name, ""))
    kept: Mapping[str, Any] = json.loads(raw) if raw else {}
    return kept if kept.get("slug") == slug else {}


def forget_receipt(request: Request, response: Response[str]) -> None:
    """A receipt is shown once."""
    settings = app_settings(request)
    name = cookie_name(settings, _COOKIE)
    if name in request.cookies:
        delete_cookie(response, settings, name)
