"""One address, several representations: by ending, or by what the client accepts."""

import hashlib
from typing import Final

from litestar import Response

from app.web.requests import Request

MEDIA_TYPES: Final = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "atom": "application/atom+xml",
}
_HTML: Final = "html"
# Feeds alone hold sentences of ours, in the language that their reader asks for.
_VARIES: Final = {MEDIA_TYPES["atom"]: "Accept, Accept-Language, Cookie"}


def split_ending(name: str) -> tuple[str, str]:
    """Return a name without its ending, and the ending when it is one of ours."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in MEDIA_TYPES else (name, "")


def wanted_kind(request: Request, ending: str) -> str:
    """Return the representation asked for: the ending wins, then `Accept`."""
    if ending:
        return ending
    weights = _weights(request.headers.get("accept", ""))
    offers = {_HTML: "text/html", **MEDIA_TYPES}
    best = max(offers, key=lambda kind: weights.get(offers[kind], -1.0))
    return (
        best
        if weights.get(offers[best], 0.0) > weights.get("text/html", 0.0)
        else _HTML
    )


def _weights(accept: str) -> dict[str, float]:
    weights = {}
    for part in accept[:1000].lower().split(","):
        media_type, _, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            weights[media_type.strip()] = float(quality) if quality else 1.0
        except ValueError:
            weights[media_type.strip()] = 1.0
    return weights


def data_response(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    status_code: int = 200,
    file_name: str = "",
) -> Response[bytes]:
    """Answer with data that anyone may use from anywhere, or that it has not changed."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "public, no-cache",
        "Vary": _VARIES.get(media_type, "Accept"),
        "Access-Control-Allow-Origin": "*",
    }
    if file_name:
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    if is_known(request, tag):
        return Response(b"", status_code=304, headers=headers)
    return Response(
        content, media_type=media_type, status_code=status_code, headers=headers
    )


def is_known(request: Request, tag: str) -> bool:
    """Tell whether the client's copy is the one we would send."""
    return tag in request.headers.get("if-none-match", "")
