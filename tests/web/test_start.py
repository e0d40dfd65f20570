"""What a web process loads and does before its first request."""

import subprocess
import sys

from app.settings import ROOT

SCRIPT = """
import gc, sys
from app.asgi import serve
serve()
heavy = ["bertopic", "sklearn", "scipy", "pandas", "numpy", "vaderSentiment",
         "wordllama", "openpyxl", "alembic", "procrastinate"]
print([name for name in heavy if name in sys.modules], gc.get_freeze_count() > 50_000)
"""


def test_the_web_starts_with_no_more_than_it_needs(settings):
    environment = {"FOLKMOOT_DATABASE_URL": "", "FOLKMOOT_DATA_DIR": settings.data_dir}

    said = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={name: str(value) for name, value in environment.items()},
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout.strip() == "[] True"
