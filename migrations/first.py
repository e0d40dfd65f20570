"""Writes `0001_first.py` anew from the models, for the time before a first release."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.db import open_database
from app.settings import ROOT

FIRST = ROOT / "migrations/versions/0001_first.py"


def main() -> None:
    config = Config(ROOT / "alembic.ini")
    with tempfile.TemporaryDirectory() as folder:
        # Written where no other migration lies: the later ones build on this one.
        config.set_main_option("version_locations", folder)
        database = open_database(f"sqlite:///{Path(folder) / 'empty.db'}")
        config.attributes["engine"] = database.engine
        command.revision(config, message="first", rev_id="0001", autogenerate=True)
        FIRST.write_bytes((Path(folder) / FIRST.name).read_bytes())
    text = FIRST.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("    # ###")]
    FIRST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tools = Path(sys.executable).parent
    subprocess.run([tools / "ruff", "check", "--fix", "--quiet", FIRST], check=False)
    subprocess.run([tools / "ruff", "format", "--quiet", FIRST], check=True)


if __name__ == "__main__":
    main()
