"""Real servers on data folders of their own, and Debian's Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.settings import ROOT
from tests.browser.official import sign_in

FOLKMOOT = str(Path(sys.executable).parent / "folkmoot")
# On a busy machine a page takes seconds and a start half a minute; nothing waits
# longer than it must.
_START_SECONDS = 90
expect.set_options(timeout=20_000)
FROM_ELSEWHERE = {
    "id": "7",
    "title": "Snoeien op tijd",
    "organisatie": "Gemeente Eikendam",
    "status": "in_gebruik",
    "doel": "Het algoritme zegt welke bomen eerst gesnoeid worden.",
    "juridische_basis": "",
    "impactassessment": "Nee",
    "url": "https://register.example/7",
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("the server did not start")


def settings_in(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "FOLKMOOT_DATA_DIR": str(folder),
        "FOLKMOOT_PSEUDO_LANGUAGE": "yes",
        "FOLKMOOT_LOG_LEVEL": "ERROR",
    }


def folkmoot(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([FOLKMOOT, *arguments], env=environment, cwd=ROOT, check=True)


@contextmanager
def serving(environment: dict[str, str], *options: str) -> Iterator[str]:
    """Run `folkmoot serve` and yield its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    command = [FOLKMOOT, "serve", "--port", str(port), *options]
    here = {**environment, "FOLKMOOT_BASE_URL": address}
    with subprocess.Popen(command, env=here, cwd=ROOT) as server:
        try:
            wait_until_ready(port, server)
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as it was loaded; nobody serves or changes it."""
    folder = tmp_path_factory.mktemp("seeded")
    folkmoot(settings_in(folder), "migrate")
    folkmoot(settings_in(folder), "seed")
    return folder


@pytest.fixture(scope="session")
def demonstration(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the site that all tests read and none writes to.

    A record from another register stands beside those of the demonstration.
    """
    folder = shutil.copytree(seeded, tmp_path_factory.mktemp("shown") / "data")
    copy = folder / "copy.json"
    copy.write_text(json.dumps({"algoritmes": [FROM_ELSEWHERE]}))
    take = ("register", "import", str(copy), "--format", "nl-short")
    folkmoot(settings_in(folder), *take)
    return folder


@pytest.fixture(scope="module")
def own_site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration for the tests of one file, which may write to it."""
    folder = shutil.copytree(seeded, tmp_path_factory.mktemp("own") / "data")
    with serving(settings_in(folder), "--no-worker") as address:
        yield address


@pytest.fixture(scope="session")
def base_url(demonstration: Path) -> Iterator[str]:
    """The address of the demonstration; pytest-playwright opens pages against it."""
    with serving(settings_in(demonstration), "--no-worker") as address:
        yield address


@pytest.fixture(scope="session")
def administrator() -> dict[str, str]:
    """How the administrator of the demonstration signs in."""
    council = ROOT / "seed/demonstration/ostervale.toml"
    found: dict[str, str] = tomllib.loads(council.read_text())["officials"][0]
    return found


@pytest.fixture(scope="session")
def signed_in(
    browser: Browser, base_url: str, administrator: dict[str, str]
) -> Iterator[Page]:
    """A page on the demonstration, signed in as its administrator."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    sign_in(page, administrator["email"], administrator["password"])
    yield page
    context.close()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    quiet = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    return {"executable_path": chromium, "args": quiet}
