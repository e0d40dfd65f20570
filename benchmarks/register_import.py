"""How quick is taking a register in? Run: python -m benchmarks.register_import FILE

FILE is the 2025 inventory of United States federal agencies (CSV). It is taken in as
the command does, a hundred records at a time, each hundred committed: first into an
empty database, then once more as it is, then as a newer copy in which every record says
something else. Prints the seconds by the clock, those of the processor, and statements.
A database to use instead of a new SQLite file may follow; it has to be empty.
"""

import csv
import gc
import io
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import event

from app.db import Database, open_database
from app.register.services.intake import Terms, look_through, spans
from app.register.services.intake_files import open_file
from app.settings import ROOT

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def newer(data: bytes) -> bytes:
    """Return the file with another purpose in every record, and other stages in some."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, rows.fieldnames or [])
    table.writeheader()
    for number, row in enumerate(rows):
        row["problem_solved"] += f" Looked at anew, in round {number % 400}."
        if number % 7 == 0:
            row["development_stage"] = "Retired"
        if number % 5 == 0:
            row["hi_appeal_process"] = ""
        table.writerow(row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def take(database: Database, what: str, data: bytes, now: datetime) -> None:
    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    terms = Terms(now)
    clock, processor = time.perf_counter(), time.process_time()
    file = open_file("us-2025", data)
    with database.read_session() as session:
        look_through(session, file, terms)
    read = time.perf_counter() - clock
    event.listen(database.engine, "before_cursor_execute", note)
    report = file.begin()
    for span in spans(file.count):
        with database.write_session() as session:
            file.take(session, span, terms, report)
            session.commit()
    event.remove(database.engine, "before_cursor_execute", note)
    print(
        f"{what:28} {time.perf_counter() - clock:6.1f} s "
        f"(reading and looking through {read:4.1f} s)   "
        f"processor {time.process_time() - processor:6.1f} s   "
        f"{len(seen) / max(1, report.read):5.2f} statements a record   "
        f"{report.created} created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.rejected_count} rejected"
    )


def main() -> None:
    data = Path(sys.argv[1]).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'a.db'}"
        database = open_database(url)
        config = Config(ROOT / "alembic.ini")
        config.attributes["engine"] = database.engine
        command.upgrade(config, "head")
        gc.collect()
        gc.freeze()
        take(database, "a first import", data, NOW)
        take(database, "the same again", data, NOW)
        later = NOW + timedelta(days=30)
        take(database, "a copy with all changed", newer(data), later)
        database.engine.dispose()


if __name__ == "__main__":
    main()
