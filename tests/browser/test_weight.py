"""What a first visit costs, as it is sent: the page, styles, scripts, pictures, fonts."""

import re
from urllib.parse import urljoin

import httpx
import pytest

pytestmark = pytest.mark.browser

AIM = 40 * 1024
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
IN_STYLES = re.compile(r'url\(["\']?([^"\')]+)')


@pytest.fixture
def visitor(base_url):
    """Somebody who has seen nothing of the site yet."""
    address = base_url.replace("localhost", "127.0.0.1")
    with httpx.Client(base_url=address) as client:
        yield client


def weight(visitor: httpx.Client, path: str, encoding: str) -> dict[str, int]:
    """How many bytes come for a page and for everything that it loads."""
    headers = {"Accept-Encoding": encoding}
    todo, weights = [path], {}
    while todo:
        address = todo.pop()
        answer = visitor.get(address, headers=headers)
        assert answer.status_code == 200, address
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        weights[address] = head + int(answer.headers["content-length"])
        known = {*weights, *todo}
        todo += {urljoin(address, one) for one in needed(answer)} - known
    return weights


def needed(answer: httpx.Response) -> list[str]:
    if "css" in answer.headers["content-type"]:
        found = IN_STYLES.findall(answer.text)
        return [one for one in found if not one.startswith(("data:", "#"))]
    return LINKED.findall(answer.text) if "<html" in answer.text else []


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize(
    "path", ["/en/", "/en/register", "/en/consultations", "/en/register/ask-ostervale"]
)
def test_a_first_visit_is_small(visitor, path, encoding):
    weights = weight(visitor, path, encoding)

    assert any(one.endswith(".css") for one in weights)
    assert sum(weights.values()) < AIM, weights
