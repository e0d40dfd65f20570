"""Daily copies of the whole register, with checksums that anyone can verify."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session, select

from app.db import Database
from app.register.models import Snapshot
from app.register.queries.files import FILES, file_lines
from app.register.queries.search import count_systems
from app.register.rules.open_data.copies import without_system
from app.register.schemas.search import RegisterQuery
from app.settings import Settings

CHECKSUMS: Final = "SHA256SUMS.txt"


def snapshot_folder(settings: Settings, day: date) -> Path:
    return settings.data_dir / "snapshots" / day.isoformat()


def write_snapshot(
    session: Session, database: Database, settings: Settings, *, now: datetime
) -> Snapshot:
    """Write today's copy; a second call on the same day replaces it."""
    folder = snapshot_folder(settings, now.date())
    folder.mkdir(parents=True, exist_ok=True)
    files = [
        _write(
            folder / f"{name}.gz",
            file_lines(name, database, settings, RegisterQuery(), now),
        )
        for name in FILES
    ]
    _write_sums(folder, files)
    snapshot = Snapshot(
        day=now.date(), made_at=now, systems=count_systems(session), files=files
    )
    return session.merge(snapshot)


def clean_copies(session: Session, settings: Settings, slug: str) -> int:
    """Take a system out of every daily copy; return how many copies held it.

    Their checksums change with them: a copy that somebody kept still shows that.
    """
    changed = 0
    for snapshot in session.exec(select(Snapshot)).all():
        folder = snapshot_folder(settings, snapshot.day)
        if not all((folder / str(one["name"])).is_file() for one in snapshot.files):
            continue
        texts = {
            str(one["name"]): gzip.decompress((folder / str(one["name"])).read_bytes())
            for one in snapshot.files
        }
        cleaned = {
            name: without_system(name.removesuffix(".gz"), text.decode(), slug)
            for name, text in texts.items()
        }
        if all(texts[name] == text.encode() for name, text in cleaned.items()):
            continue
        snapshot.files = [
            _write(folder / name, iter([text])) for name, text in cleaned.items()
        ]
        snapshot.systems -= 1
        _write_sums(folder, snapshot.files)
        session.add(snapshot)
        changed += 1
    return changed


def _write_sums(folder: Path, files: Sequence[Mapping[str, Any]]) -> None:
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files)
    (folder / CHECKSUMS).write_text(sums, encoding="ascii")


def _write(path: Path, lines: Iterator[str]) -> dict[str, Any]:
    # Without a time inside, the same register gives the same file.
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", mode="wb", fileobj=raw, mtime=0) as packed,
    ):
        for line in lines:
            packed.write(line.encode())
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"name": path.name, "bytes": len(content), "sha256": digest}
