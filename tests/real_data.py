"""Where data that is not part of the project lies, for tests that want it."""

import os
from pathlib import Path

import pytest

from app.settings import ROOT

FOLDER = Path(os.environ.get("FOLKMOOT_REAL_DATA", ROOT.parent / "shared/data"))


def real_data(name: str) -> Path:
    """Return the path, or skip the test and say what is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not here; FOLKMOOT_REAL_DATA names its folder")
    return path
