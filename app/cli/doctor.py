"""`folkmoot doctor`: what is well, what is not, and what to do about it."""

import difflib
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Final

import click
import pysqlite3.dbapi2 as sqlite
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from app.cli.opening import open_for_command
from app.cli.serve import migration_state
from app.cli.trouble import first_line
from app.db import OLDEST_SAFE_SQLITE, Database
from app.jobs.models import JobRow, JobState, WorkerBeat
from app.settings import ROOT, Settings, read_settings, variable_of

_LEAST_DISK: Final = 1 << 30
_FSYNCS: Final = 20
_SLOW_FSYNC: Final = 0.02
_MOST_DRIFT: Final = 5
_OLDEST_BEAT: Final = 60
_PREFIX: Final = "FOLKMOOT_"
# Read elsewhere than in the settings: by one command, and by tests.
_NO_SETTINGS: Final = frozenset(
    {"FOLKMOOT_NEW_PASSWORD", "FOLKMOOT_REAL_DATA", "FOLKMOOT_WRITE_DOCS"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `ok`, `warn` or `fail`, and what to mend."""

    verdict: str
    about: str
    text: str


Check = Callable[[Settings, Database], Iterator[Finding]]


@click.command()
def doctor() -> None:
    """Check database, disk, clock, worker and settings; say what to mend.

    Ends with 1 when something fails.

    \b
    Example:
      folkmoot doctor
    """
    settings = read_settings()
    database = open_for_command(settings)
    worst = "ok"
    for check in (
        _library,
        _database,
        _disk,
        _clock,
        _worker,
        _settings,
        _variables,
        _mail,
    ):
        try:
            findings = list(check(settings, database))
        except (OSError, SQLAlchemyError) as error:
            name = check.__name__.strip("_")
            findings = [
                Finding("fail", name, f"cannot be checked: {first_line(error)}")
            ]
        for one in findings:
            click.echo(f"{one.verdict:4}  {one.about}: {one.text}")
            worst = max(worst, one.verdict, key=("ok", "warn", "fail").index)
    sys.exit(1 if worst == "fail" else 0)


def _library(settings: Settings, database: Database) -> Iterator[Finding]:  # noqa: ARG001
    found = sqlite.sqlite_version
    if not settings.is_sqlite:
        yield Finding("ok", "database kind", "PostgreSQL")
        return
    is_safe = tuple(sqlite.sqlite_version_info) >= OLDEST_SAFE_SQLITE
    yield Finding("ok" if is_safe else "fail", "SQLite", found)


def _database(settings: Settings, database: Database) -> Iterator[Finding]:
    current, head = migration_state(database)
    if current != head:
        yield Finding("fail", "migrations", "run `folkmoot migrate`")
    else:
        yield Finding("ok", "migrations", f"at {head}")
    if settings.is_sqlite:
        with database.read_session() as session:
            said = session.execute(text("PRAGMA quick_check")).scalar_one()
        verdict = "ok" if said == "ok" else "fail"
        yield Finding(verdict, "integrity", str(said))
        return
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        with database.read_session() as session:
            value = session.execute(text(f"SHOW {name}")).scalar_one()
        yield Finding(
            "ok" if value == "on" else "fail",
            name,
            f"{value}; it must be on, or acknowledged comments can be lost",
        )


def _disk(settings: Settings, database: Database) -> Iterator[Finding]:  # noqa: ARG001
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    verdict = "ok" if free > _LEAST_DISK else "warn"
    yield Finding(
        verdict, "free disk", f"{free / (1 << 30):.1f} GiB in the data folder"
    )
    seconds = statistics.median(_fsync_times(settings))
    yield Finding(
        "ok" if seconds < _SLOW_FSYNC else "warn",
        "disk flush",
        f"{seconds * 1000:.1f} ms; every comment waits for one",
    )


def _fsync_times(settings: Settings) -> Iterator[float]:
    path = settings.data_dir / ".doctor"
    try:
        with path.open("wb") as file:
            for _ in range(_FSYNCS):
                file.write(b"x" * 4096)
                file.flush()
                started = time.perf_counter()
                os.fsync(file.fileno())
                yield time.perf_counter() - started
    finally:
        path.unlink(missing_ok=True)


def _clock(settings: Settings, database: Database) -> Iterator[Finding]:
    now = datetime.now(UTC)
    if settings.is_sqlite:
        yield Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")
        return
    with database.read_session() as session:
        there = session.execute(text("SELECT now()")).scalar_one()
    drift = abs((there - now).total_seconds())
    verdict = "ok" if drift < _MOST_DRIFT else "fail"
    yield Finding(verdict, "clock", f"{drift:.1f} s from the database server's")


def _worker(settings: Settings, database: Database) -> Iterator[Finding]:  # noqa: ARG001
    with database.read_session() as session:
        beats = session.exec(select(WorkerBeat).order_by(col(WorkerBeat.at).desc()))
        last = beats.first()
        dead = session.exec(select(JobRow).where(JobRow.state == JobState.DEAD)).all()
    age = (datetime.now(UTC) - last.at).total_seconds() if last else None
    if age is None or age > _OLDEST_BEAT:
        yield Finding("warn", "worker", "none is running; start `folkmoot worker`")
    else:
        yield Finding("ok", "worker", f"last sign of life {age:.0f} s ago")
    for job in dead[:5]:
        yield Finding("warn", "dead job", f"{job.name}: {job.failure[:120]}")


def _mail(settings: Settings, database: Database) -> Iterator[Finding]:
    from app.mail.outbox import list_unsent
    from app.mail.sending import read_server

    if not settings.smtp_url:
        said = "not set up: FOLKMOOT_SMTP_URL is empty, so nothing is sent"
        yield Finding("warn", "mail", said)
        return
    try:
        server = read_server(settings.smtp_url)
    except ValueError as error:
        yield Finding("fail", "mail", f"FOLKMOOT_SMTP_URL: {error}")
        return
    with database.read_session() as session:
        failing = [one for one in list_unsent(session) if one.failure]
    if failing:
        said = f"{len(failing)} letters wait: {failing[-1].failure} at {server.host}"
        yield Finding("warn", "mail", said)
    else:
        yield Finding("ok", "mail", f"by {server.host}:{server.port}")


def _variables(settings: Settings, database: Database) -> Iterator[Finding]:  # noqa: ARG001
    """Find what was meant as a setting and is none, and languages without words."""
    known = {one.name for one in fields(Settings)}
    for name in sorted(set(os.environ) - _NO_SETTINGS):
        about = name.removeprefix(_PREFIX).lower()
        if about == name.lower() or about in known or about.startswith("test_"):
            continue
        near = difflib.get_close_matches(about, known, 1)
        meant = f"; did you mean {variable_of(near[0])}?" if near else ""
        yield Finding("warn", "setting", f"there is no {name}{meant}")
    for code in settings.languages:
        path = ROOT / "locale" / code / "LC_MESSAGES" / "messages.po"
        if code != "en" and not code.startswith("qps") and not path.exists():
            said = f"{code} has no translation: its pages are in English"
            yield Finding("warn", "language", said)


def _settings(settings: Settings, database: Database) -> Iterator[Finding]:  # noqa: ARG001
    if settings.is_https:
        yield Finding("ok", "address", settings.base_url)
    elif settings.is_local:
        yield Finding("ok", "address", f"{settings.base_url} (this machine only)")
    else:
        text_ = f"{settings.base_url}: use https, or cookies travel in the open"
        yield Finding("fail", "address", text_)
    path = settings.data_dir / "secret"
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding("fail", "secret", f"others can read it: chmod 600 {path}")
