"""What a program may ask an address for: a parameter that there is not is refused.

Pages forgive an address that makes little sense; a program that misspells a filter would
take everything for what it looked for.
"""

from collections.abc import Collection
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.forms import SubmittedForm, parse_urlencoded


def takes(*names: str) -> dict[str, Any]:
    """Say, as a handler's `opt`, which parameters its address has; else it has none."""
    return {"takes": names}


async def only_known_parameters(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Guard an API: refuse parameters that an address does not have.

    Raises:
        Invalid: Names each of them, and those that there are.
    """
    asked = parse_urlencoded(connection.scope["query_string"])
    require_names(asked, handler.opt.get("takes", ()))


def require_names(asked: SubmittedForm, allowed: Collection[str]) -> None:
    """Refuse parameters that there are not.

    Raises:
        Invalid: Names each of them, and those that there are.
    """
    possible = ", ".join(allowed)
    said = (
        translate(
            N_("There is no such parameter. There are: %(names)s."), names=possible
        )
        if allowed
        else translate(N_("This address takes no parameters."))
    )
    unknown = [name for name in asked.names() if name not in allowed]
    if unknown:
        raise Invalid(dict.fromkeys(unknown, said))
