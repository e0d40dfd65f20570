"""Turns texts into vectors of meaning: one protocol, several models.

Vectors of one embedder are comparable between runs, so topics keep their place. All
are unit length (zero for a text without known words).
"""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[float], None]

_BATCH: Final = 4_096


class Embedder(Protocol):
    """A model that places texts by meaning."""

    @property
    def name(self) -> str:
        """What it is and which version, for the record of a run."""
        ...

    def knows(self, language: str) -> bool:
        """Say whether it was made for a language."""
        ...

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Return one unit vector for each text."""
        ...


def unit(vectors: Vectors) -> Vectors:
    """Scale every row to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return result


class WordLlama:
    """WordLlama's 256-dimensional token vectors, read from its installed package.

    The files are opened directly: importing the package would reconfigure logging,
    and pooling here lets tokens be weighed.
    """

    def __init__(self) -> None:
        from safetensors.numpy import load_file  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        folder = _package_folder("wordllama")
        weights = load_file(folder / "weights" / "l2_supercat_256.safetensors")
        self._tokens = weights["embedding.weight"].astype(np.float32)
        self._tokenizer = Tokenizer.from_file(
            str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
        )
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def name(self) -> str:
        return "wordllama-l2-supercat-256"

    def knows(self, language: str) -> bool:
        return language == "en"

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        result = np.zeros((len(texts), self._tokens.shape[1]), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            result[start : start + len(batch)] = self._pool(batch)
            progress(min(1.0, (start + len(batch)) / len(texts)))
        return unit(result)

    def _pool(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        result = np.zeros((len(texts), self._tokens.shape[1]), np.float32)
        for row, one in enumerate(encoded):
            if one.ids:
                result[row] = self._tokens[one.ids].mean(axis=0)
        return result


def choose(name: str) -> Embedder:
    """Return the embedder asked for: `auto` or `static` so far.

    Raises:
        ValueError: There is no embedder of that name.
    """
    if name in {"auto", "static"}:
        return WordLlama()
    message = f"there is no embedder {name!r}: use auto, static, onnx:FOLDER or transformers:FOLDER"
    raise ValueError(message)


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package} is not installed"
        raise ValueError(message)
    return Path(spec.origin).parent
