"""`folkmoot backup`, `folkmoot restore` and `folkmoot audit`."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
import pysqlite3.dbapi2 as sqlite
from sqlalchemy import func, make_url
from sqlmodel import select

from app.accounts.models import AuditEntry
from app.accounts.queries import find_broken_audit_entry, find_last_seal
from app.cli.opening import open_for_command
from app.cli.serve import migration_state
from app.comments.models import Comment, Submission
from app.db import Database, open_database
from app.settings import Settings, read_settings

_COUNTED: Final = {"submissions": Submission, "comments": Comment, "acts": AuditEntry}


@click.command()
def backup() -> None:
    """Copy the database while it is in use, with a checksum beside it.

    Backups older than FOLKMOOT_BACKUP_DAYS are deleted, so that what people erased
    leaves the backups too.

    \b
    Example:
      folkmoot backup
    """
    settings = read_settings()
    folder = settings.data_dir / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    ending = "db" if settings.is_sqlite else "dump"
    path = folder / f"folkmoot-{now:%Y%m%dT%H%M%S%f}.{ending}"
    if settings.is_sqlite:
        _copy_sqlite(_file_of(settings), path)
        facts = _facts(open_database(f"sqlite:///{path}"))
    else:
        facts = _facts(open_database(settings.url_of_database))
        _dump_postgresql(settings, path)
    facts |= {"made_at": now.isoformat(), "sha256": _sha256(path)}
    _manifest(path).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    gone = _age_out(folder, now - timedelta(days=settings.backup_days))
    click.echo(f"{path} ({path.stat().st_size:,} bytes); {gone} old backups deleted.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Only prove that it can be restored.")
def restore(file: Path, *, verify: bool) -> None:
    """Put a backup in the place of the database, or prove that it could be.

    Stop the server first. The database that was there is kept beside it.

    \b
    Example:
      folkmoot restore var/backups/folkmoot-20260301T020000000000.db --verify
    """
    settings = read_settings()
    if not settings.is_sqlite:
        message = (
            "On PostgreSQL, stop Folkmoot, then: pg_restore --clean --if-exists "
            "--dbname=NAME FILE. `restore` does this for SQLite only."
        )
        raise click.ClickException(message)
    manifest = json.loads(_manifest(file).read_text(encoding="utf-8"))
    if _sha256(file) != manifest["sha256"]:
        message = "The file differs from its checksum. Use another backup."
        raise click.ClickException(message)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as scratch:
        copy = Path(scratch) / "copy.db"
        shutil.copy(file, copy)
        _prove(copy, manifest)
    click.echo("Checksum, integrity, counts and audit trail are right.")
    if not verify:
        _put_in_place(file, _file_of(settings))


@click.command("audit")
def audit() -> None:
    """Check that nobody altered the audit trail; names the first bad entry.

    \b
    Example:
      folkmoot audit
    """
    database = open_for_command()
    with database.read_session() as session:
        broken = find_broken_audit_entry(session)
        seal = find_last_seal(session)
    if broken is not None:
        message = f"Entry {broken} of the audit trail was altered, or one is missing."
        raise click.ClickException(message)
    click.echo(f"The audit trail holds. Its last seal: {seal or 'none yet'}")


def _file_of(settings: Settings) -> Path:
    return Path(str(make_url(settings.url_of_database).database))


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite.connect(str(source))) as reading,
        closing(sqlite.connect(str(target))) as writing,
    ):
        reading.backup(writing)


def _dump_postgresql(settings: Settings, target: Path) -> None:
    tool = shutil.which("pg_dump")
    if tool is None:
        message = "pg_dump is not here. Install PostgreSQL's client programs."
        raise click.ClickException(message)
    url = make_url(settings.url_of_database).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    subprocess.run(  # noqa: S603
        [tool, "--format=custom", f"--file={target}", address], check=True
    )


def _facts(database: Database) -> dict[str, Any]:
    with database.read_session() as session:
        counts = {
            name: session.exec(select(func.count()).select_from(table)).one()
            for name, table in _COUNTED.items()
        }
        seal = find_last_seal(session)
    revision, _ = migration_state(database)
    database.engine.dispose()
    return {"counts": counts, "audit_seal": seal, "revision": revision}


def _prove(copy: Path, manifest: dict[str, Any]) -> None:
    with closing(sqlite.connect(str(copy))) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    database = open_database(f"sqlite:///{copy}")
    with database.read_session() as session:
        broken = find_broken_audit_entry(session)
    facts = _facts(database)
    problems = [] if said == "ok" else [f"SQLite says: {said}"]
    if broken is not None:
        problems.append(f"audit entry {broken} was altered")
    problems += [
        f"{key}: {manifest[key]} was noted, {facts[key]} is there"
        for key in facts
        if facts[key] != manifest[key]
    ]
    if problems:
        raise click.ClickException("; ".join(problems))


def _put_in_place(file: Path, target: Path) -> None:
    if target.exists():
        aside = target.with_suffix(f".before-{datetime.now(UTC):%Y%m%dT%H%M%S}.db")
        _copy_sqlite(target, aside)
        click.echo(f"What was there is kept as {aside}.")
    for ending in ("-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    shutil.copy(file, target)
    click.echo(f"Restored to {target}. Start the server again.")


def _manifest(path: Path) -> Path:
    return path.with_suffix(path.suffix + ".json")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _age_out(folder: Path, before: datetime) -> int:
    old = [
        one
        for one in folder.glob("folkmoot-*")
        if one.suffix != ".json" and one.stat().st_mtime < before.timestamp()
    ]
    for one in old:
        one.unlink()
        _manifest(one).unlink(missing_ok=True)
    return len(old)
