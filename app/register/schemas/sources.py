"""The registers and standards that records are taken over from."""

from typing import Final

NAMES: Final = {
    "us-2025": "US federal inventory 2025",
    "nl-short": "Dutch algorithm register, daily copy",
    "nl-1.0": "Dutch publication standard 1.0",
}
