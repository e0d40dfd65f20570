"""Copies of the Dutch register, for tests."""

import json
from collections.abc import Mapping

BASE = "https://register.example"
SLIM = {"id": "1", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"}
SNEL = {"id": "2", "title": "Snel", "organisatie": "Dorp", "status": "ontwikkeling"}


def copy_of(*rows: Mapping[str, str | None]) -> bytes:
    return json.dumps({"algoritmes": list(rows)}).encode()
