"""Cookies: their names, how they are set, and how signed ones are made.

With https a name begins with `__Host-`, so that no other host can plant it.
"""

import base64
import binascii
import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from app.settings import Settings


def cookie_name(settings: Settings, name: str) -> str:
    return f"__Host-{name}" if settings.is_https else name


def session_cookie_name(settings: Settings) -> str:
    """Return the name of the cookie that holds an official's session."""
    return cookie_name(settings, "sid")


def set_cookie(
    response: Response[Any],
    settings: Settings,
    name: str,
    value: str,
    *,
    seconds: int | None = None,
) -> None:
    """Set a cookie that scripts cannot read and other sites do not send.

    Without `seconds` it goes when the browser closes.
    """
    response.set_cookie(
        Cookie(
            key=name,
            value=value,
            max_age=seconds,
            path="/",
            secure=settings.is_https,
            httponly=True,
            samesite="lax",
        )
    )


def delete_cookie(response: Response[Any], settings: Settings, name: str) -> None:
    set_cookie(response, settings, name, "", seconds=0)


def cookies_in(header: bytes) -> dict[str, str]:
    """Read a Cookie header; what cannot be read is not there."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header.decode("latin-1"))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def signature(settings: Settings, purpose: str, value: bytes) -> bytes:
    key = hashlib.sha256(purpose.encode() + b"\0" + settings.signing_key()).digest()
    return hmac.digest(key, value, "sha256")


def sign(settings: Settings, purpose: str, value: bytes) -> str:
    """Return the value and its signature, fit for a cookie or a hidden field."""
    return _text(value) + "." + _text(signature(settings, purpose, value))


def unsign(settings: Settings, purpose: str, signed: str) -> bytes | None:
    """Return the value if the signature is ours, else None."""
    text, _, seal = signed.encode("utf-8", "replace").partition(b".")
    try:
        value, given = (
            base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
            for part in (text, seal)
        )
    except (binascii.Error, ValueError):
        return None
    if not hmac.compare_digest(given, signature(settings, purpose, value)):
        return None
    return value


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
