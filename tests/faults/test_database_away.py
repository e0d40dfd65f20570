"""The database server goes and comes back: a clear answer, and no restart."""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from tests.conftest import SERVER, on_server
from tests.posting import Client

pytestmark = pytest.mark.skipif(not SERVER, reason="SQLite has no server to lose")

PATHS = ["/en/", "/en/consultations/letters", "/en/register", "/en/receipt"]


BACKENDS = "FROM pg_stat_activity WHERE datname ="


class Server:
    """Whether this one database lets anybody in."""

    def __init__(self, url: str) -> None:
        self.name = make_url(url).database

    def stop(self) -> None:
        on_server(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        on_server(f"SELECT pg_terminate_backend(pid) {BACKENDS} '{self.name}'")

    def start(self) -> None:
        on_server(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")


@pytest.fixture
def server(client: Client, consultation, session, database_url) -> Iterator[Server]:
    session.close()
    server = Server(database_url)
    yield server
    server.start()


@pytest.mark.parametrize("path", PATHS[:3])
def test_a_page_says_clearly_that_it_cannot_be_shown_now(client, server, path):
    client.get(path)
    server.stop()

    refused = client.get(path)

    assert refused.status_code == 503
    assert "Please try again in a moment" in refused.text
    assert "retry-after" in refused.headers


def test_programs_are_told_as_well(client, server):
    server.stop()

    refused = client.get("/api/v1/consultations")

    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_site_is_alive_but_not_ready(client, server):
    server.stop()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_again_when_the_server_is_back(client, server, path):
    client.get(path)
    server.stop()
    client.get(path)
    server.start()

    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200
