"""A real server on the seeded demonstration, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.cli import COMMANDS
from app.settings import ROOT
from tests.conftest import migrate

_START_SECONDS = 30


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


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a site that holds the demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    environment = {
        **os.environ,
        "FOLKMOOT_DATA_DIR": str(folder),
        "FOLKMOOT_PSEUDO_LANGUAGE": "yes",
        "FOLKMOOT_LOG_LEVEL": "ERROR",
    }
    migrate(f"sqlite:///{folder / 'folkmoot.db'}")
    if "seed" in COMMANDS:
        folkmoot = [str(Path(sys.executable).parent / "folkmoot"), "seed"]
        subprocess.run(folkmoot, env=environment, cwd=ROOT, check=True)
    return environment


@pytest.fixture(scope="session")
def base_url(demonstration: dict[str, str]) -> Iterator[str]:
    """The address of a running server; pytest-playwright opens pages against it."""
    port = free_port()
    environment = {**demonstration, "FOLKMOOT_PORT": str(port)}
    command = [
        sys.executable, "-m", "uvicorn", "app.asgi:create_app", "--factory",
        "--port", str(port), "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment, cwd=ROOT) as server:
        wait_until_ready(port, server)
        yield f"http://localhost:{port}"
        server.terminate()


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
