"""`folkmoot serve`, `folkmoot worker` and `folkmoot migrate`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import Final

import click

from app.cli.opening import open_for_command
from app.db import Database, open_database
from app.settings import ROOT, Settings, read_settings

# Rooms that know what jobs do; only a worker loads them.
TASK_MODULES: Final = (
    "app.mail.tasks",
    "app.register.tasks",
    "app.comments.tasks",
    "app.topics.tasks",
    "app.publishing.tasks",
)

_STOP_SECONDS: Final = 20
_LOOK_SECONDS: Final = 0.2
_LONGEST_WAIT_SECONDS: Final = 60


@click.command()
@click.option("--host", help="Address to listen on; FOLKMOOT_HOST.")
@click.option("--port", type=int, help="Port to listen on; PORT or FOLKMOOT_PORT.")
@click.option("--no-worker", is_flag=True, help="Start the web only.")
def serve(host: str | None, port: int | None, *, no_worker: bool) -> None:
    """Serve the pages, with a worker beside them. Ctrl-C stops both.

    \b
    Example:
      PORT=8080 folkmoot serve
    """
    settings = read_settings()
    port = port or settings.port
    database = open_database(settings.url_of_database)
    require_migrated(database)
    database.engine.dispose()  # this process only looks after the others
    os.environ["FOLKMOOT_PORT"] = str(port)
    os.environ.setdefault("FOLKMOOT_BASE_URL", f"http://localhost:{port}")
    commands = [_web(settings, host or settings.host, port)]
    if not no_worker:
        commands.append([sys.executable, "-m", "app.cli", "worker"])
    _greet(os.environ["FOLKMOOT_BASE_URL"], settings)
    sys.exit(Children(commands).run())


def _web(settings: Settings, host: str, port: int) -> list[str]:
    options = ["--host", host, "--port", str(port)]
    if settings.web_processes > 1:
        options += ["--workers", str(settings.web_processes)]
    # No access log: addresses of people are not written down.
    return [
        sys.executable, "-m", "uvicorn", "app.asgi:serve", "--factory",
        "--no-access-log", "--no-server-header", "--log-level", "warning",
        "--timeout-graceful-shutdown", "10", *options,
    ]  # fmt: skip


def _greet(address: str, settings: Settings) -> None:
    click.echo(f"Folkmoot is at {address}   (Ctrl-C stops it)")
    lines = demonstration_sign_ins(settings)
    if lines:
        click.echo(f"Officials of the demonstration sign in at {address}/sign-in:")
        for line in lines:
            click.echo(f"  {line}")


def demonstration_sign_ins(settings: Settings) -> Sequence[str]:
    """Return the sign-ins of the demonstration, if it is loaded."""
    path = settings.data_dir / "demonstration-sign-ins.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()


class Children:
    """Processes that are started again when they die and stopped together."""

    def __init__(self, commands: list[list[str]]) -> None:
        self.commands = commands
        self.is_stopping = False
        # In a group of their own, so that Ctrl-C reaches them through us only.
        self.running = [self._start(one) for one in commands]
        self.started_at = [time.monotonic()] * len(commands)
        self.waits: dict[int, int] = {}
        self.revive_at: dict[int, float] = {}

    def run(self) -> int:
        """Wait until asked to stop; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self.is_stopping and self.look():
            time.sleep(_LOOK_SECONDS)
        code = 0 if self.is_stopping else self.running[0].returncode or 1
        self.end()
        return code

    def look(self) -> bool:
        """Start workers again that died; tell whether the web still runs."""
        for place, process in enumerate(self.running):
            if process.poll() is None:
                continue
            if place == 0:
                click.echo("The web process stopped.", err=True)
                return False
            self._revive(place)
        return True

    def _revive(self, place: int) -> None:
        """Start a worker again, after a wait that grows while it keeps dying."""
        now = time.monotonic()
        if place not in self.revive_at:
            click.echo("The worker died; starting another one.", err=True)
            lived = now - self.started_at[place]
            is_well = lived > _LONGEST_WAIT_SECONDS
            self.waits[place] = 1 if is_well else self.waits.get(place, 1) * 2
            wait = min(self.waits[place], _LONGEST_WAIT_SECONDS)
            self.revive_at[place] = now + wait
        elif now >= self.revive_at[place]:
            del self.revive_at[place]
            self.started_at[place] = now
            self.running[place] = self._start(self.commands[place])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.is_stopping = True

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for process in self.running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        click.echo("Stopped.")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def worker(*, once: bool) -> None:
    """Do the work that requests do not wait for: analysis, schedules, messages.

    Start as many as you like on PostgreSQL; on SQLite `serve` starts the one you need.

    \b
    Example:
      folkmoot worker
    """
    from app.jobs import Worker
    from app.jobs.queue import enqueue_due_schedules
    from app.web.security import set_up_logs

    settings = read_settings()
    set_up_logs(settings)
    load_tasks()
    database = open_for_command(settings)
    require_migrated(database)
    working = Worker(database, settings)
    if once:
        enqueue_due_schedules(database)
        click.echo(f"{working.run_until_idle()} jobs done.")
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: working.stop())
    working.run()


def load_tasks() -> None:
    """Let this process know what jobs do."""
    for name in TASK_MODULES:
        import_module(name)


@click.command()
def migrate() -> None:
    """Bring the database to this version's form. Safe to run again.

    \b
    Example:
      folkmoot migrate
    """
    from alembic import command

    settings = read_settings()
    database = open_for_command(settings)
    config = alembic_config(database)
    command.upgrade(config, "head")
    click.echo(f"The database is up to date ({database.engine.dialect.name}).")


def alembic_config(database: Database):  # type: ignore[no-untyped-def] # noqa: ANN201
    """Return Alembic's settings for a database."""
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    config.attributes["engine"] = database.engine
    return config


def migration_state(database: Database) -> tuple[str | None, str | None]:
    """Return the database's revision and this version's."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(alembic_config(database))
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, script.get_current_head()


def require_migrated(database: Database) -> None:
    """Stop with what to do when the database is of another version."""
    current, head = migration_state(database)
    if current != head:
        message = "The database is not up to date. Run `folkmoot migrate` first."
        raise click.ClickException(message)
