import dataclasses

import pytest

from app.web.requests import client_address, networks
from tests.web.probe import request_from


@pytest.mark.parametrize(
    ("host", "forwarded", "address"),
    [
        ("198.51.100.9", "192.0.2.1", "198.51.100.9"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.5, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("testclient", "192.0.2.1", "testclient"),
    ],
)
def test_only_known_proxies_are_believed(client, host, forwarded, address):
    app = client.app
    site = app.state.site
    app.state.site = dataclasses.replace(site, proxies=networks(("10.0.0.0/8",)))
    request = request_from(app, host, {"x-forwarded-for": forwarded})

    assert client_address(request) == address
