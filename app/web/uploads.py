"""Files: a bounded reader for multipart bodies, for officials' imports only."""

import io
from email.message import Message
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from litestar.exceptions import ClientException
from multipart import MultipartError, MultipartParser

from app.web.forms import SubmittedForm, Upload, clean

_MAX_PARTS: Final = 100
_MAX_FIELD: Final = 64 * 1024
_MAX_FILE_NAME: Final = 120


def parse_multipart(body: bytes, content_type: str) -> SubmittedForm:
    """Read a multipart body; every text is UTF-8, whatever a part claims.

    Raises:
        ClientException: The body is malformed or larger than it may be.
    """
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_boundary() or ""
    pairs: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    try:
        parser = MultipartParser(
            io.BytesIO(body),
            boundary,
            content_length=len(body),
            strict=True,
            part_limit=_MAX_PARTS,
            spool_limit=len(body) + 1,
            memory_limit=len(body) + 1,
            disk_limit=0,
        )
        for part in parser:
            name = clean(part.name or "")
            if part.filename is None:
                pairs.append((name, clean(_field(part.raw))))
            elif part.filename or part.raw:
                files[name] = Upload(display_name(part.filename), part.raw)
    except (MultipartError, ValueError, LookupError) as error:
        raise ClientException("malformed upload") from error
    return SubmittedForm(tuple(pairs), MappingProxyType(files))


def display_name(name: str) -> str:
    """Return a sent file name without its folders, fit only to be shown."""
    last = PurePosixPath(clean(name).replace("\\", "/").replace("\n", " ")).name
    return last[-_MAX_FILE_NAME:]


def _field(raw: bytes) -> str:
    if len(raw) > _MAX_FIELD:
        raise ClientException("a field is too long")
    return raw.decode("utf-8")
