"""Which files can be taken in, and how each is opened."""

from typing import Final

from app.errors import N_
from app.register.services.importing import READERS, ForeignFile
from app.register.services.intake import IncomingFile
from app.register.services.whole import WholeFile

FORMATS: Final = {
    "us-2025": N_("US federal inventory of 2025 (CSV)"),
    "nl-short": N_("Dutch algorithm register, daily copy (JSON)"),
    "nl-1.0": N_("Dutch publication standard 1.0 (JSON)"),
    "folkmoot": N_("A register exported from Folkmoot (JSON)"),
}


def open_file(name: str, data: bytes) -> IncomingFile:
    """Read a file of one of `FORMATS`.

    Raises:
        UnreadableFile: The file as a whole cannot be read; says where and what to do.
    """
    return ForeignFile(name, data) if name in READERS else WholeFile(data)
