"""Opening a test's own site in an application that was built once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from litestar import Litestar
from litestar.testing import TestClient

from app.asgi import open_site
from app.settings import Settings


class _Compiled(BytecodeCache):
    """Templates that an earlier test compiled."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = _Compiled()


@contextmanager
def browse(
    app: Litestar, settings: Settings, *, at: str = ""
) -> Iterator[TestClient[Litestar]]:
    """Serve the site of these settings, at its own address or another one.

    Redirects are not followed.
    """
    open_site(app, settings)
    app.state.site.templates.bytecode_cache = _COMPILED
    with TestClient(
        app, base_url=at or settings.base_url, raise_server_exceptions=False
    ) as client:
        client.follow_redirects = False
        yield client
