"""Posts forms as a browser does: with the token of our own page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

_TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')

Client = TestClient[Litestar]


def token_in(html: str) -> str:
    found = _TOKEN.search(html)
    assert found, "the page holds no form with a token"
    return found[1]


def post_form(
    client: Client,
    url: str,
    data: Mapping[str, str | Sequence[str]] | None = None,
    *,
    page: str | None = None,
    **kwargs: Any,
) -> Response:
    """Open a page that holds a form, take its token, post to `url`.

    `page` is where the form is, when that is not `url` itself. Addresses may leave
    out the language.
    """
    shown = client.get(prefixed(page or url))
    token = token_in(shown.text)
    values = {"_csrf": token, **(data or {})}
    return client.post(prefixed(url), data=values, **kwargs)


def prefixed(url: str) -> str:
    return url if url.startswith("/en/") else f"/en{url}"
