"""Forms prove that they came from our own page.

A random cookie; the token in the form is its keyed digest (bound to the official's
session when there is one), masked anew on every page so that compression gives nothing
away. Besides, browsers say where a request comes from, and we listen.
"""

import base64
import binascii
import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from litestar import Response
from litestar.types import Scope

from app.errors import N_, NotPermitted
from app.web.cookies import (
    cookie_name,
    session_cookie_name,
    set_cookie,
    signature,
)
from app.web.requests import Request, site_of, split_address

FIELD: Final = "_csrf"
_STATE: Final = "folkmoot_csrf"
_LENGTH: Final = 32
_COOKIE_SECONDS: Final = 24 * 60 * 60


class ForeignForm(NotPermitted):
    """The form did not come from a page of ours, or came too late."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This form was open for too long, or was not sent from this site. "
                "Please go back, reload the page and send it again."
            )
        )


def token_for(request: Request) -> str:
    """Return a token for a form on this page; remembers to set the cookie."""
    seed = _seed_of(request)
    if not seed:
        given = request.scope.get(_STATE)
        seed = str(given) if given else secrets.token_urlsafe(_LENGTH)
    request.scope[_STATE] = seed  # type: ignore[typeddict-unknown-key]
    mask = secrets.token_bytes(_LENGTH)
    masked = _xor(mask, _digest(request, seed))
    return base64.urlsafe_b64encode(mask + masked).decode("ascii")


def was_issued(scope: Scope) -> bool:
    return _STATE in scope


def keep_cookie(request: Request, response: Response[str]) -> None:
    """Set the cookie that belongs to the tokens given out while rendering."""
    seed = request.scope.get(_STATE)
    if seed:
        settings = site_of(request).settings
        name = cookie_name(settings, "csrf")
        set_cookie(response, settings, name, str(seed), seconds=_COOKIE_SECONDS)


def require_own_form(request: Request, token: str) -> None:
    """Refuse a request that our own page did not send.

    Raises:
        ForeignForm: Token, cookie or origin do not fit.
    """
    seed = _seed_of(request)
    if not (seed and is_from_here(request) and _matches(request, seed, token)):
        raise ForeignForm


def is_from_here(request: Request) -> bool:
    """Tell whether the browser says that one of our pages sent this."""
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {
        urlsplit(site_of(request).settings.base_url).netloc,
        request.headers.get("host", ""),
    }
    return split_address(origin).netloc in ours - {""}


def _seed_of(request: Request) -> str:
    name = cookie_name(site_of(request).settings, "csrf")
    return request.cookies.get(name, "")[:200]


def _digest(request: Request, seed: str) -> bytes:
    settings = site_of(request).settings
    official = request.cookies.get(session_cookie_name(settings), "")
    value = f"{seed}\n{official}".encode("utf-8", "surrogatepass")
    return signature(settings, "csrf", value)


def _matches(request: Request, seed: str, token: str) -> bool:
    try:
        raw = base64.urlsafe_b64decode(token.encode("utf-8", "surrogatepass"))
    except (binascii.Error, ValueError):
        return False
    if len(raw) != 2 * _LENGTH:
        return False
    given = _xor(raw[:_LENGTH], raw[_LENGTH:])
    return hmac.compare_digest(given, _digest(request, seed))


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
