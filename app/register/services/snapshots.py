"""Daily copies of the whole register, with checksums that anyone can verify."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlmodel import Session

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


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy's folder: its files with their checksums, and how many systems."""

    files: list[dict[str, Any]]
    systems: int


def cut_copy(settings: Settings, snapshot: Snapshot, slug: str) -> Contents | None:
    """Take a system out of one daily copy; return what the copy holds then.

    That is told also when nothing was left to cut: an attempt that was killed may have
    changed the files and noted nothing. None when the files are gone.
    """
    folder = snapshot_folder(settings, snapshot.day)
    paths = [folder / str(one["name"]) for one in snapshot.files]
    if not all(path.is_file() for path in paths):
        return None
    systems = snapshot.systems
    for path in paths:
        text = gzip.decompress(path.read_bytes()).decode()
        name = path.name.removesuffix(".gz")
        cut = without_system(name, text, slug)
        if cut != text:
            _write(path, iter([cut]))
        if name.endswith(".jsonl"):
            systems = cut.count("\n")
    files = [_described(path) for path in paths]
    _write_sums(folder, files)
    return Contents(files, systems)


def note_contents(session: Session, day: date, held: Contents) -> None:
    """Keep what a copy holds now; a copy that somebody kept still shows the change."""
    snapshot = session.get_one(Snapshot, day)
    snapshot.files, snapshot.systems = held.files, held.systems
    session.add(snapshot)


def _write_sums(folder: Path, files: Sequence[Mapping[str, Any]]) -> None:
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files)
    with _replacing(folder / CHECKSUMS) as file:
        file.write(sums.encode("ascii"))


def _write(path: Path, lines: Iterator[str]) -> dict[str, Any]:
    # Without a time inside, the same register gives the same file.
    with (
        _replacing(path) as raw,
        gzip.GzipFile("", mode="wb", fileobj=raw, mtime=0) as packed,
    ):
        for line in lines:
            packed.write(line.encode())
    return _described(path)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write beside a file and then put it in its place: nobody is served half of it."""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        yield file
    beside.replace(path)


def _described(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"name": path.name, "bytes": len(content), "sha256": digest}
