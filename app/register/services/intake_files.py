"""Which files can be taken in, and how each is opened."""

from typing import Final

from app.errors import N_
from app.register.services.importing import READERS, ForeignFile
from app.register.services.intake import IncomingFile
from app.register.services.whole import WholeFile
from app.register.standards.recognise import explained, require_text
from app.register.standards.source import UnreadableFile

FORMATS: Final = {
    "us-2025": N_("US federal inventory of 2025 (CSV)"),
    "nl-short": N_("Dutch algorithm register, daily copy (JSON)"),
    "nl-1.0": N_("Dutch publication standard 1.0 (JSON)"),
    "folkmoot": N_("A register exported from Folkmoot (JSON)"),
}

_NOTHING: Final = N_("There is no record in this file. Check that it is the right one.")


def open_file(name: str, data: bytes) -> IncomingFile:
    """Read a file of one of `FORMATS`.

    Raises:
        UnreadableFile: The file as a whole cannot be read; says where and what to do.
    """
    require_text(data)
    try:
        file = ForeignFile(name, data) if name in READERS else WholeFile(data)
    except UnreadableFile as error:
        raise explained(name, data) or error from error
    if not file.begin().read:
        raise UnreadableFile(_NOTHING)
    is_other = explained(name, data) if not file.count else None
    if is_other is not None:
        raise is_other
    return file
