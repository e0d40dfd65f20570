"""Builds the served assets; run as `python -m app.web.assets`.

Our stylesheets as one, our script and pictures, and htmx from the installed package that carries
it, each under a name with a digest, beside ready-made compressed copies. A site whose
sources changed builds them again when it starts.
"""

import gzip
import hashlib
import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

import brotli

from app.settings import ROOT

SOURCES: Final = ROOT / "static"
BUILT: Final = SOURCES / "built"
_SUFFIXES: Final = frozenset({".js", ".svg", ".png", ".woff2"})


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served, and smaller for those who can unpack it."""

    name: str
    media_type: str
    content: bytes
    brotli: bytes
    gzip: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All assets in memory: by the name in the source, and by the name served."""

    names: Mapping[str, str]
    files: Mapping[str, Asset]

    @property
    def version(self) -> str:
        """Return a digest that changes when any asset does."""
        joined = "\n".join(sorted(self.names.values()))
        return hashlib.sha256(joined.encode()).hexdigest()[:12]


def load_assets(built: Path = BUILT) -> Assets:
    """Return the assets, built first when a source is newer or different."""
    sources = {path.name: path.read_bytes() for path in _source_files()}
    sheets = sorted((SOURCES / "styles").glob("*.css"))
    sources["app.css"] = b"\n".join(sheet.read_bytes() for sheet in sheets)
    manifest = _read_manifest(built)
    if {name: _hashed(name, text) for name, text in sources.items()} != manifest:
        manifest = _build(sources, built)
    files = {served: _read(built, served) for served in manifest.values()}
    return Assets(MappingProxyType(manifest), MappingProxyType(files))


def _source_files() -> list[Path]:
    spec = find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        message = "django-htmx is not installed; run `make install`"
        raise RuntimeError(message)
    package = Path(spec.submodule_search_locations[0])
    own = [path for path in SOURCES.iterdir() if path.suffix in _SUFFIXES]
    return [*sorted(own), package / "static/django_htmx/htmx-2.min.js"]


def _hashed(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def _read_manifest(built: Path) -> dict[str, str]:
    try:
        manifest: dict[str, str] = json.loads((built / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest


def _build(sources: dict[str, bytes], built: Path) -> dict[str, str]:
    built.mkdir(parents=True, exist_ok=True)
    manifest = {name: _hashed(name, content) for name, content in sources.items()}
    for name, content in sources.items():
        served = manifest[name]
        _write(built / served, content)
        _write(built / f"{served}.br", brotli.compress(content))
        _write(built / f"{served}.gz", gzip.compress(content, 9, mtime=0))
    _write(built / "manifest.json", json.dumps(manifest, indent=1).encode())
    return manifest


def _write(path: Path, content: bytes) -> None:
    # Two processes may build at once; a rename never shows half a file.
    part = path.with_name(f"{path.name}.{id(content)}.part")
    part.write_bytes(content)
    part.replace(path)


def _read(built: Path, served: str) -> Asset:
    kind, _ = mimetypes.guess_type(served)
    kind = kind or "application/octet-stream"
    is_text = kind.startswith("text/") or kind == "image/svg+xml"
    return Asset(
        name=served,
        media_type=f"{kind}; charset=utf-8" if is_text else kind,
        content=(built / served).read_bytes(),
        brotli=(built / f"{served}.br").read_bytes(),
        gzip=(built / f"{served}.gz").read_bytes(),
    )


if __name__ == "__main__":
    load_assets()
