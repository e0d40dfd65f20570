"""Pages and submissions a second, side by side with a bare Litestar handler.

    .venv/bin/python benchmarks/web.py [--seconds 5] [--clients 8]

One web process each, loopback, one run on one machine: the bare handler answers a
short fixed text from the same server and event loop, so what it reaches is the most
that this framework could give here. Clients run in a process of their own and share
the processors with the server. SQLite with durable commits, as shipped.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from app.consultations.models import Consultation, Question, QuestionKind
from app.db import open_database
from app.settings import ROOT

BARE = """
from litestar import Litestar, get

@get("/", sync_to_thread=True)
def hello() -> str:
    return "hello"

app = Litestar([hello], openapi_config=None)
"""
Ask = Callable[[httpx.AsyncClient, dict[str, str]], Awaitable[httpx.Response]]
PAGES = ("/en/consultations", "/en/consultations/kiosk", "/en/register")
FORM = "/en/consultations/kiosk/comment"
API = "/api/v1/consultations/kiosk/submissions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "bare.py").write_text(BARE)
        prepare(home)
        bare = serve(["bare:app", "--app-dir", folder], home)
        ours = serve(["app.asgi:create_app", "--factory"], home)
        try:
            measure(bare[1], ours[1], given)
        finally:
            for process in (bare[0], ours[0]):
                process.terminate()
                process.wait()


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "FOLKMOOT_DATA_DIR": str(home),
        "FOLKMOOT_SUBMISSIONS_PER_NETWORK": "0",
        "FOLKMOOT_LOG_LEVEL": "ERROR",
    }


def prepare(home: Path) -> None:
    """Make a database with one open consultation, as rows: nothing of it is timed."""
    command = [sys.executable, "-m", "app.cli", "migrate"]
    subprocess.run(command, cwd=ROOT, env=environment(home), check=True)
    command = [
        sys.executable,
        "-m",
        "app.cli",
        "create-official",
        "--name",
        "Load",
        "--email",
        "load@body.example",
        "--organisation",
        "body",
        "--organisation-name",
        "Body",
        "--password",
        "valley lantern orchard",
    ]
    subprocess.run(command, cwd=ROOT, env=environment(home), check=True)
    now = datetime.now(UTC)
    database = open_database(f"sqlite:///{home / 'folkmoot.db'}")
    with database.writing() as session:
        from sqlmodel import select

        from app.accounts.models import Organisation

        body = session.exec(select(Organisation)).one()
        kiosk = Consultation(
            organisation_id=body.id,
            slug="kiosk",
            title="A kiosk that answers",
            summary="Should a kiosk answer routine questions?",
            published_at=now - timedelta(days=2),
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
            created_at=now,
            updated_at=now,
        )
        session.add(kiosk)
        session.flush()
        session.add(
            Question(
                consultation_id=kiosk.id,
                key="views",
                position=1,
                kind=QuestionKind.FREE_TEXT,
                wording="What do you think?",
            )
        )
        session.commit()
    database.engine.dispose()


def serve(words: list[str], home: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        *words,
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home) | {"FOLKMOOT_BASE_URL": address}
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return process, address
    process.kill()
    raise SystemExit(f"{words[0]} did not start")


def measure(bare: str, ours: str, given: argparse.Namespace) -> None:
    rows = [("bare handler", lambda c, o: c.get(bare + "/", headers=o))]
    rows += [
        (path, lambda c, o, path=path: c.get(ours + path, headers=o)) for path in PAGES
    ]
    rows.append((f"{FORM} (never cached)", lambda c, o: c.get(ours + FORM, headers=o)))
    rows.append(
        (
            f"POST {API}",
            lambda c, o: c.post(
                ours + API,
                headers=o | {"Idempotency-Key": uuid.uuid4().hex},
                json={"comments": {"views": f"Keep a person. {uuid.uuid4()}"}},
            ),
        )
    )
    rows.append(rows[0])
    print(
        f"load average before: {os.getloadavg()[0]:.1f}; "
        f"{given.clients} clients, {given.seconds:g} s each\n"
    )
    print(
        "| what | answers/s | median ms | p99 ms | status |\n|---|---:|---:|---:|---|"
    )
    for name, ask in rows:
        times, seen = asyncio.run(load(ask, given.clients, given.seconds))
        p99 = sorted(times)[int(len(times) * 0.99)]
        print(
            f"| {name} | {len(times) / given.seconds:.0f} | "
            f"{statistics.median(times) * 1000:.1f} | {p99 * 1000:.1f} | "
            f"{json.dumps(seen)} |",
            flush=True,
        )


async def load(
    ask: Ask, clients: int, seconds: float
) -> tuple[list[float], dict[int, int]]:
    """Ask again and again from some clients; return times, and counts by status."""
    times: list[float] = []
    seen: dict[int, int] = {}
    async with httpx.AsyncClient(timeout=30) as client:
        end = time.monotonic() + seconds

        async def one() -> None:
            while (begun := time.monotonic()) < end:
                answer = await ask(client, {"Accept-Encoding": "identity"})
                times.append(time.monotonic() - begun)
                seen[answer.status_code] = seen.get(answer.status_code, 0) + 1

        await asyncio.gather(*(one() for _ in range(clients)))
    return times, seen


if __name__ == "__main__":
    main()
