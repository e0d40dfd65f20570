"""Pages and submissions a second, side by side with a bare Litestar template.

    .venv/bin/python benchmarks/web.py [--seconds 5] [--clients 16] [--data FOLDER]

One web process each, loopback, one run on one machine, the demonstration's content,
SQLite with durable commits, as shipped. The yardstick is a handler of Litestar that
renders a Jinja template into a page of the same length, without database, middleware
or compression. It takes turns with each page, since other work on the machine comes
and goes; the processor time that the server takes for one answer hardly depends on
that, so the ratio is shown of both. Clients are a process of their own that speaks the
least HTTP there is and shares the processors with the server.
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
from dataclasses import dataclass, field
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
# How often a page and its yardstick take turns.
ROUNDS = 8
Request = Callable[[], bytes]


@dataclass(slots=True)
class Measured:
    """What one row came to."""

    seconds: float = 0
    processor_seconds: float = 0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def processor_ms(self) -> float:
        return self.processor_seconds / len(self.times) * 1000

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

    def measure(self, server: "Server", request: Request) -> Measured:
        row = Measured()
        self.add(row, server, request, self.seconds)
        return row

    def add(
        self, row: Measured, server: "Server", request: Request, seconds: float
    ) -> None:
        before = server.processor_seconds
        uvloop.run(self._all(row, server.port, request, seconds))
        row.seconds += seconds
        row.processor_seconds += server.processor_seconds - before

    async def _all(
        self, row: Measured, port: int, request: Request, seconds: float
    ) -> None:
        end = time.monotonic() + seconds

        async def one() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while (begun := time.monotonic()) < end:
                writer.write(request())
                status = await read_answer(reader)
                row.times.append(time.monotonic() - begun)
                row.statuses[status] = row.statuses.get(status, 0) + 1
            writer.close()

        await asyncio.gather(*(one() for _ in range(self.clients)))


@dataclass(slots=True)
class Server:
    """A web process that we started."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def processor_seconds(self) -> float:
        """How long it has been on a processor so far, all its threads together."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        words = stat.rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


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
            show_all(bare, ours, Load(given.clients, given.seconds))
        finally:
            for server in (bare, ours):
                server.process.terminate()
                server.process.wait()


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


def serve(words: list[str], home: Path) -> Server:
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
            return Server(process, port)
    process.kill()
    raise SystemExit(f"{words[0]} did not start")


def fetch(port: int, path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read(), answer.headers.get("etag", "")


def show_all(bare: Server, ours: Server, load: Load) -> None:
    print(
        f"load average before: {os.getloadavg()[0]:.1f}; {load.clients} clients, "
        f"{load.seconds:g} s each\n"
    )
    print(
        "| what | bytes | answers/s | processor ms each | median ms | p99 ms | status "
        "| template of that length: answers/s | processor ms | ratio of answers/s | of "
        "processor time |\n|---|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|"
    )
    port = ours.port
    for path in pages(port):
        show_page(bare, ours, path, load)
    for path in pages(port)[:2]:
        tag = fetch(port, path)[1]
        known = get(path, f"{BROWSER}If-None-Match: {tag}\r\n")
        show_row(f"{path}, not modified", 0, load.measure(ours, known))
    # Nothing is kept for whoever holds an official's cookie, good or not.
    for path in pages(port):
        anew = get(path, f"{BROWSER}Cookie: sid=0\r\n")
        show_row(f"{path}, made anew", 0, load.measure(ours, anew))
    form = f"/en/consultations/{open_consultation(port)}/comment"
    show_row(f"{form}, never kept", 0, load.measure(ours, get(form)))
    api = f"/api/v1/consultations/{open_consultation(port)}/submissions"
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


def show_page(bare: Server, ours: Server, path: str, load: Load) -> None:
    size = len(fetch(ours.port, path)[0])
    template, page = Measured(), Measured()
    for _ in range(ROUNDS):
        load.add(template, bare, get(f"/template/{size // 140}"), load.seconds / ROUNDS)
        load.add(page, ours, get(path), load.seconds / ROUNDS)
    beside = (
        f" {template.per_second:.0f} | {template.processor_ms:.2f} | "
        f"{page.per_second / template.per_second:.1f} | "
        f"{template.processor_ms / page.processor_ms:.1f} |"
    )
    show_row(path, size, page, beside)


def show_row(name: str, size: int, row: Measured, beside: str = " | | | |") -> None:
    statuses = ", ".join(f"{key}: {count}" for key, count in row.statuses.items())
    print(
        f"| {name} | {size or ''} | {row.per_second:.0f} | {row.processor_ms:.2f} | "
        f"{row.median:.1f} | "
        f"{row.quantile(0.99):.1f} | {statuses} |{beside}",
        flush=True,
    )


if __name__ == "__main__":
    main()
