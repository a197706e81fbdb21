"""Texts to unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from embeddings.exported import ExportedModel, model_name

BUNDLED = Path(__file__).parent / "weights"
"""all-MiniLM-L6-v2, trained further; a folder of sentence-transformers."""

MAX_TOKENS = 256  # all-MiniLM-L6-v2 was trained on no more and reads no more


class Encoder(Protocol):
    """Anything that turns texts into comparable unit vectors.

    ``name`` identifies the weights: it is saved with a library and checked when one is opened.
    """

    @property
    def name(self) -> str:
        """Which weights these are."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One unit row of float32 a text, shape (texts, dimension)."""


class ExportedEncoder:
    """A model of MiniLM's kind as an int8 ONNX file, without torch."""

    dimension = 384

    def __init__(self, model_folder: Path) -> None:
        self._model = ExportedModel(model_folder, "encoder")
        self._model.tokenizer.enable_truncation(MAX_TOKENS)
        self.name = f"all-MiniLM-L6-v2-int8:{self._model.hash[:16]}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One unit row of float32 a text, shape (texts, 384)."""
        encodings = self._model.tokenizer.encode_batch(list(texts))
        rows = [outputs[0] for outputs in self._model.run_all(encodings)]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)


class SentenceEncoder:
    """Any sentence-transformers model, by local path or hub name."""

    def __init__(self, name_or_path: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name_or_path, device="cpu")
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ValueError(f"{name_or_path} does not say its dimension; use another encoder")
        self.name = model_name(name_or_path)
        self.dimension = int(dimension)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One unit row of float32 a text, shape (texts, dimension)."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)


def load_encoder(name_or_path: str | None = None) -> Encoder:
    """The bundled encoder, or any other by local path or hub name.

    Raises FileNotFoundError where a path is given and nothing is there, OSError where a hub
    name cannot be loaded.
    """
    if name_or_path is None:
        return ExportedEncoder(BUNDLED)
    check_model_name(name_or_path)
    return SentenceEncoder(name_or_path)


def check_model_name(name_or_path: str) -> None:
    """Refuse what looks like a path and is none, before it is taken for a hub name."""
    looks_like_path = name_or_path.startswith((".", "/", "~")) or name_or_path.count("/") != 1
    if looks_like_path and not Path(name_or_path).is_dir():
        raise FileNotFoundError(
            f"no model at {name_or_path}: give a folder saved by save_pretrained, "
            "or a hub name such as owner/model"
        )
