"""The request as our handlers see it, and what a running site carries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, TypeAlias, cast
from urllib.parse import SplitResult, urlsplit

import litestar
from jinja2 import Environment
from litestar.datastructures import State

from app.db import Database
from app.settings import Settings
from app.web.assets import Assets
from app.web.catalogues import Catalogues

Request: TypeAlias = litestar.Request[Any, Any, State]


@dataclass(frozen=True, slots=True)
class Site:
    """What every request needs and one application holds."""

    settings: Settings
    database: Database
    templates: Environment
    catalogues: Catalogues
    assets: Assets
    is_demonstration: Callable[[], bool]
    # Changes when a template or an asset does.
    version: str
    proxies: tuple[IPv4Network | IPv6Network, ...] = field(default=())


def site_of(request: Request) -> Site:
    return cast("Site", request.app.state.site)


def networks(addresses: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(address, strict=False) for address in addresses)


def is_for_machines(path: str) -> bool:
    """Tell whether an address answers programs: no language, no pages."""
    return path.startswith(("/api/", "/schema"))


def client_address(request: Request) -> str:
    """Return the address of the person, believing only the proxies we were told of."""
    address = request.client.host if request.client else ""
    proxies = site_of(request).proxies
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    for hop in reversed([part.strip() for part in forwarded if part.strip()]):
        if not _is_within(address, proxies):
            break
        address = hop
    return address


def _is_within(address: str, proxies: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in proxy for proxy in proxies)


def split_address(address: str) -> SplitResult:
    """Return the parts of an address from outside; no parts when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")
