"""A message for the next page, shown once; a signed cookie that lives five minutes."""

import json
import time
from typing import Any, Final

from litestar import Response

from app.web.cookies import cookie_name, delete_cookie, set_cookie, sign, unsign
from app.web.requests import Request, site_of

_STATE: Final = "folkmoot_flashes"
_SECONDS: Final = 300
_LONGEST: Final = 500


def flash(request: Request, message: str) -> None:
    """Show an already translated sentence on the page that comes next."""
    messages: list[str] = request.scope.setdefault(_STATE, [])  # type: ignore[typeddict-item]
    messages.append(message[:_LONGEST])


def has_flashes(request: Request) -> bool:
    return _name(request) in request.cookies or bool(request.scope.get(_STATE))


def read_flashes(request: Request) -> tuple[str, ...]:
    """Return what was said to this browser and not shown yet."""
    said: list[str] = list(request.scope.get(_STATE) or [])  # type: ignore[call-overload]
    raw = unsign(
        site_of(request).settings, "flash", request.cookies.get(_name(request), "")
    )
    if raw is None:
        return tuple(said)
    kept = json.loads(raw)
    if kept["until"] < time.time():
        return tuple(said)
    return (*kept["messages"], *said)


def keep_flashes(request: Request, response: Response[Any]) -> None:
    """Hand what was said in this request over to the next page."""
    messages = request.scope.get(_STATE)
    if messages:
        settings = site_of(request).settings
        value = json.dumps({"until": time.time() + _SECONDS, "messages": messages})
        signed = sign(settings, "flash", value.encode())
        set_cookie(response, settings, _name(request), signed, seconds=_SECONDS)


def forget_flashes(request: Request, response: Response[Any]) -> None:
    if _name(request) in request.cookies:
        delete_cookie(response, site_of(request).settings, _name(request))


def _name(request: Request) -> str:
    return cookie_name(site_of(request).settings, "flash")
