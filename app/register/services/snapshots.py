"""Daily copies of the whole register, with checksums that anyone can verify."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from app.db import Database
from app.register.models import Snapshot
from app.register.queries.files import FILES, file_lines
from app.register.queries.search import count_systems
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
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files)
    (folder / CHECKSUMS).write_text(sums, encoding="ascii")
    snapshot = Snapshot(
        day=now.date(), made_at=now, systems=count_systems(session), files=files
    )
    return session.merge(snapshot)


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
