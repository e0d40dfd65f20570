"""Pages and submissions a second, side by side with a bare Litestar template.

    .venv/bin/python benchmarks/web.py [--seconds 5] [--clients 16] [--data FOLDER]

One web process each, loopback, one run on one machine, the demonstration's content,
SQLite with durable commits, as shipped. The yardstick is a handler of Litestar that
renders a Jinja template into a page of the same length, without database, middleware
or compression; it is measured right before and right after each page, since other work
on the machine comes and goes. Clients are a process of their own that speaks the least
HTTP there is and shares the processors with the server.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvloop

from app.settings import ROOT

# Around 140 bytes a row, with what every page does: loop, look up, escape.
BARE = '''
from litestar import Litestar, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from jinja2 import DictLoader, Environment

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{{ title }}</title></head><body>
<ul>{% for row in rows %}
<li class="row"><a href="/en/rows/{{ row.name }}">{{ row.title }}</a>
<p class="row__words">{{ row.words }}</p></li>{% endfor %}
</ul></body></html>"""
ROW = {"name": "row", "title": "A row with a title", "words": "Words & more words."}
environment = Environment(loader=DictLoader({"page": PAGE}), autoescape=True)
engine = JinjaTemplateEngine.from_environment(environment)

@get("/template/{rows:int}", sync_to_thread=False)
def page(rows: int) -> Template:
    return Template("page", context={"title": "Rows", "rows": [ROW] * rows})

@get("/", sync_to_thread=True)
def hello() -> str:
    return "hello"

app = Litestar(
    [page, hello], openapi_config=None, template_config=TemplateConfig(instance=engine)
)
'''
BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n"
Request = Callable[[], bytes]


@dataclass(slots=True)
class Measured:
    """What one row came to."""

    per_second: float
    times: list[float]
    statuses: dict[int, int]

    @property
    def median(self) -> float:
        return statistics.median(self.times) * 1000

    def quantile(self, share: float) -> float:
        return sorted(self.times)[int(len(self.times) * share)] * 1000


@dataclass(slots=True)
class Load:
    """How many clients ask for how long."""

    clients: int
    seconds: float

    def measure(self, port: int, request: Request) -> Measured:
        times: list[float] = []
        statuses: dict[int, int] = {}
        uvloop.run(self._all(port, request, times, statuses))
        return Measured(len(times) / self.seconds, times, statuses)

    async def _all(
        self,
        port: int,
        request: Request,
        times: list[float],
        statuses: dict[int, int],
    ) -> None:
        end = time.monotonic() + self.seconds

        async def one() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while (begun := time.monotonic()) < end:
                writer.write(request())
                status = await read_answer(reader)
                times.append(time.monotonic() - begun)
                statuses[status] = statuses.get(status, 0) + 1
            writer.close()

        await asyncio.gather(*(one() for _ in range(self.clients)))


async def read_answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, after = head.lower().partition(b"content-length: ")
    if after:
        await reader.readexactly(int(after.split(b"\r\n", 1)[0]))
    return int(head[9:12])


def get(path: str, headers: str = BROWSER) -> Request:
    whole = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
    return lambda: whole


def post(path: str) -> Request:
    def request() -> bytes:
        once = uuid.uuid4().hex
        words = f"Please keep a person on the telephone, says {once}."
        body = json.dumps({"comments": {"views": words}}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: {once}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return request


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--data", type=Path, help="copy this folder, do not seed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "bare.py").write_text(BARE)
        prepare(home, given.data)
        bare = serve(["bare:app", "--app-dir", folder], home)
        ours = serve(["app.asgi:serve", "--factory"], home)
        try:
            show_all(bare[1], ours[1], Load(given.clients, given.seconds))
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


def prepare(home: Path, data: Path | None) -> None:
    """Load the demonstration, or copy a folder that holds it; nothing is timed."""
    if data is not None:
        shutil.copy(data / "folkmoot.db", home)
        shutil.copy(data / "secret", home)
        return
    for word in ("migrate", "seed"):
        command = [sys.executable, "-m", "app.cli", word]
        subprocess.run(command, cwd=ROOT, env=environment(home), check=True)


def serve(words: list[str], home: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--port", str(port), "--no-access-log", "--log-level", "error"]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", *words, *options],
        cwd=ROOT,
        env=environment(home) | {"FOLKMOOT_BASE_URL": f"http://127.0.0.1:{port}"},
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            fetch(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return process, port
    process.kill()
    raise SystemExit(f"{words[0]} did not start")


def fetch(port: int, path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read(), answer.headers.get("etag", "")


def show_all(bare: int, ours: int, load: Load) -> None:
    print(
        f"load average before: {os.getloadavg()[0]:.1f}; {load.clients} clients, "
        f"{load.seconds:g} s each\n"
    )
    print(
        "| what | bytes | answers/s | median ms | p99 ms | status | template of that "
        "length, before and after | ratio |\n|---|---:|---:|---:|---:|---|---:|---:|"
    )
    for path in pages(ours):
        show_page(bare, ours, path, load)
    for path in pages(ours)[:2]:
        tag = fetch(ours, path)[1]
        known = get(path, f"{BROWSER}If-None-Match: {tag}\r\n")
        show_row(f"{path}, not modified", 0, load.measure(ours, known))
    # Nothing is kept for whoever holds an official's cookie, good or not.
    for path in pages(ours):
        anew = get(path, f"{BROWSER}Cookie: sid=0\r\n")
        show_row(f"{path}, made anew", 0, load.measure(ours, anew))
    form = f"/en/consultations/{open_consultation(ours)}/comment"
    show_row(f"{form}, never kept", 0, load.measure(ours, get(form)))
    api = f"/api/v1/consultations/{open_consultation(ours)}/submissions"
    show_row("submissions accepted (API)", 0, load.measure(ours, post(api)))
    show_row("bare handler, five letters", 5, load.measure(bare, get("/")))


def pages(ours: int) -> list[str]:
    """The pages that most people open first."""
    systems = json.loads(fetch(ours, "/api/v1/register")[0])["items"]
    return [
        "/en/",
        "/en/consultations",
        f"/en/consultations/{open_consultation(ours)}",
        "/en/register",
        f"/en/register/{systems[0]['slug']}",
    ]


def open_consultation(ours: int) -> str:
    found = json.loads(fetch(ours, "/api/v1/consultations")[0])
    return str(next(one["slug"] for one in found if one["phase"] == "open"))


def show_page(bare: int, ours: int, path: str, load: Load) -> None:
    size = len(fetch(ours, path)[0])
    yardstick = get(f"/template/{size // 140}")
    before = load.measure(bare, yardstick).per_second
    measured = load.measure(ours, get(path))
    after = load.measure(bare, yardstick).per_second
    ratio = measured.per_second / ((before + after) / 2)
    beside = f" {before:.0f}, {after:.0f} | {ratio:.1f} |"
    show_row(path, size, measured, beside)


def show_row(name: str, size: int, row: Measured, beside: str = " | |") -> None:
    statuses = ", ".join(f"{key}: {count}" for key, count in row.statuses.items())
    print(
        f"| {name} | {size or ''} | {row.per_second:.0f} | {row.median:.1f} | "
        f"{row.quantile(0.99):.1f} | {statuses} |{beside}",
        flush=True,
    )


if __name__ == "__main__":
    main()
