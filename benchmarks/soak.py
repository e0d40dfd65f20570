"""Minutes of mixed load: many clients, several web processes, one who publishes.

    .venv/bin/python benchmarks/soak.py [--minutes 10] [--clients 32] [--processes 2]
                                        [--database-url URL]

`folkmoot serve` with its worker, as shipped, on the demonstration; SQLite, or a fresh,
empty PostgreSQL database. Of a hundred requests 70 read a page that is kept, 10 search
the register, 10 open the form, 10 send comments over the API. Beside them somebody
publishes a new version of a system every second and reads it at once. Each minute
shows what was answered and what the processes hold in memory. At the end every
submission that was acknowledged is looked for in the database, once each.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from sqlalchemy import text
from sqlmodel import select
from web import (
    environment,
    fetch,
    get,
    open_consultation,
    pages,
    post,
    read_answer,
)

from app.db import Database, open_database
from app.register.models import System
from app.register.schemas.change import Change
from app.register.services import publish_record, save_draft
from app.settings import ROOT

SEED = 4
KINDS = ("page", "search", "form", "submission")
SHARES = (70, 10, 10, 10)
WORDS = ("letters", "housing", "parking", "benefit", "wether", "translation")


@dataclass(slots=True)
class Seen:
    """What one minute, or the whole run, came to."""

    times: dict[str, list[float]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    published: int = 0
    stale: int = 0

    def quantile(self, kind: str, share: float) -> float:
        ordered = sorted(self.times[kind])
        return ordered[int(len(ordered) * share)] * 1000 if ordered else 0.0

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())


@dataclass(slots=True)
class Site:
    """A site that we started, with all its processes."""

    process: subprocess.Popen[bytes]
    port: int
    database: Database

    @property
    def ids(self) -> list[int]:
        """Of `serve`, the web's processes and the worker."""
        found, fresh = [self.process.pid], [self.process.pid]
        while fresh:
            task = Path(f"/proc/{fresh.pop()}/task")
            for children in task.glob("*/children"):
                these = [int(one) for one in children.read_text().split()]
                found += these
                fresh += these
        return found

    @property
    def megabytes(self) -> list[int]:
        """What each process holds, largest first."""
        return sorted(filter(None, map(resident, self.ids)), reverse=True)


def resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--database-url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = start(Path(folder), given.database_url, given.processes)
        try:
            before = count_submissions(site.database)
            whole = uvloop.run(soak(site, given.minutes, given.clients))
            tell_end(whole, count_submissions(site.database) - before)
        finally:
            site.process.send_signal(signal.SIGTERM)
            site.process.wait()
            site.database.engine.dispose()


def start(home: Path, database_url: str, processes: int) -> Site:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = database_url or f"sqlite:///{home / 'folkmoot.db'}"
    with_us = environment(home) | {
        "FOLKMOOT_DATABASE_URL": url,
        "FOLKMOOT_WEB_PROCESSES": str(processes),
        "FOLKMOOT_PORT": str(port),
        "FOLKMOOT_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "app.cli"]
    for word in ("migrate", "seed"):
        subprocess.run([*command, word], cwd=ROOT, env=with_us, check=True)
    process = subprocess.Popen([*command, "serve"], cwd=ROOT, env=with_us)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            fetch(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return Site(process, port, open_database(url))
    process.kill()
    raise SystemExit("the site did not start")


def count_submissions(database: Database) -> int:
    with database.read_session() as session:
        query = text("SELECT count(*) FROM submission WHERE channel = 'api'")
        return int(session.connection().execute(query).scalar_one())


async def soak(site: Site, minutes: int, clients: int) -> Seen:
    chosen = requests(site.port)
    whole = Seen()
    print(
        f"\nload average before: {os.getloadavg()[0]:.1f}; {clients} clients, "
        f"{len(site.ids) - 1} processes under serve, "
        f"{site.database.engine.dialect.name}\n\n"
        "| minute | answers/s | page p99 ms | search p99 ms | form p99 ms "
        "| submission p99 ms | not 2xx | cut off | published | stale | MB |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    )
    for minute in range(minutes):
        seen = Seen()
        end = time.monotonic() + 60
        publishing = asyncio.to_thread(publish_until, site, seen, end)
        asking = (
            ask_until(site.port, chosen, seen, end, random.Random(f"{minute} {one}"))
            for one in range(clients)
        )
        await asyncio.gather(publishing, *asking)
        tell(f"{minute + 1}", seen, 60, site.megabytes)
        add(whole, seen)
    tell("all", whole, 60 * minutes, site.megabytes)
    return whole


def requests(port: int) -> dict[str, list]:
    open_one = open_consultation(port)
    return {
        "page": [get(path) for path in pages(port)],
        "search": [get(f"/en/register?q={word}", NOT_KEPT) for word in WORDS],
        "form": [get(f"/en/consultations/{open_one}/comment")],
        "submission": [post(f"/api/v1/consultations/{open_one}/submissions")],
    }


# Nothing is kept for whoever holds an official's cookie, good or not.
NOT_KEPT = "Accept: text/html\r\nAccept-Encoding: br\r\nCookie: sid=0\r\n"


async def ask_until(
    port: int, chosen: dict[str, list], seen: Seen, end: float, dice: random.Random
) -> None:
    while time.monotonic() < end:
        try:
            await ask_on_one_connection(port, chosen, seen, end, dice)
        except (OSError, asyncio.IncompleteReadError):
            seen.lost += 1


async def ask_on_one_connection(
    port: int, chosen: dict[str, list], seen: Seen, end: float, dice: random.Random
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while (begun := time.monotonic()) < end:
            kind = dice.choices(KINDS, SHARES)[0]
            writer.write(dice.choice(chosen[kind])())
            seen.statuses[await read_answer(reader)] += 1
            seen.times[kind].append(time.monotonic() - begun)
    finally:
        writer.close()


def publish_until(site: Site, seen: Seen, end: float) -> None:
    """Publish once a second; whoever reads afterwards must see it."""
    while time.monotonic() < end:
        mark = f"Told at {time.time_ns()}."
        with site.database.writing() as session:
            query = select(System).where(System.status == "in_use").order_by("slug")
            system = session.exec(query).first()
            slug = system.slug
            save_draft(
                session,
                system,
                {"one_line": {"value": f"It sorts letters. {mark}"}},
                official=None,
                now=datetime.now(UTC),
            )
            change = Change("A sentence was changed.")
            publish_record(session, system, None, change, now=datetime.now(UTC))
            session.commit()
        seen.published += 1
        for path in (f"/en/register/{slug}", f"/api/v1/register/{slug}"):
            if mark.encode() not in fetch(site.port, path)[0]:
                seen.stale += 1
        time.sleep(max(0.0, min(1.0, end - time.monotonic())))


def add(whole: Seen, minute: Seen) -> None:
    for kind in KINDS:
        whole.times[kind] += minute.times[kind]
    whole.statuses += minute.statuses
    whole.lost += minute.lost
    whole.published += minute.published
    whole.stale += minute.stale


def tell(name: str, seen: Seen, seconds: float, megabytes: list[int]) -> None:
    late = " | ".join(f"{seen.quantile(kind, 0.99):.0f}" for kind in KINDS)
    other = sum(n for status, n in seen.statuses.items() if not 200 <= status < 300)
    held = " + ".join(map(str, megabytes))
    print(
        f"| {name} | {seen.answers / seconds:.0f} | {late} | {other} | {seen.lost} "
        f"| {seen.published} | {seen.stale} | {held} |",
        flush=True,
    )


def tell_end(whole: Seen, stored: int) -> None:
    sent = len(whole.times["submission"])
    print(
        f"\nstatus: {json.dumps(dict(whole.statuses))}; "
        f"{sent} submissions answered, {stored} stored"
    )


if __name__ == "__main__":
    main()
