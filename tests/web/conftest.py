import dataclasses

import pytest
from litestar.testing import TestClient

from app.asgi import create_app
from tests.web.probe import add_probe


@pytest.fixture
def probe(client):
    """The application with a small form of its own."""
    add_probe(client.app)
    return client


@pytest.fixture
def client_in_two(settings):
    """The application in English and in the pseudo-language."""
    app = create_app(dataclasses.replace(settings, pseudo_language=True))
    add_probe(app)
    with TestClient(app, base_url=settings.base_url) as client:
        client.follow_redirects = False
        yield client
