import dataclasses

import pytest

from app.asgi import create_app
from tests.browsing import browse
from tests.web.probe import add_probe, add_templates


@pytest.fixture(scope="session")
def probed_app(nowhere):
    """The application with a small form of its own; each test opens its site in it."""
    app = create_app(nowhere)
    add_probe(app)
    return app


@pytest.fixture
def probe(probed_app, settings):
    with browse(probed_app, settings) as client:
        add_templates(probed_app)
        yield client


@pytest.fixture
def client_in_two(probed_app, settings):
    """The application in English and in the pseudo-language."""
    in_two = dataclasses.replace(settings, pseudo_language=True)
    with browse(probed_app, in_two) as client:
        add_templates(probed_app)
        yield client
