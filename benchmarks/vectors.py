"""Vectors kept between runs of the benchmarks, outside the repository."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # other programs' environments, which use this too, have not what it needs
    from embeddings.encoder import Encoder

BATCH = 512


class KeptVectors:
    """An encoder that encodes each text once and keeps its vector in an SQLite file."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        file.parent.mkdir(parents=True, exist_ok=True)
        self._kept = sqlite3.connect(file)
        self._kept.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
        )

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One unit row of float32 a text, shape (texts, dimension)."""
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest() for text in texts]
        found = {key: vector for key in keys if (vector := self._vector(key)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            found |= self._encoded(missing)
        rows = [np.frombuffer(found[key], dtype="<f4") for key in keys]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def _vector(self, key: str) -> bytes | None:
        row = self._kept.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _encoded(self, texts: dict[str, str]) -> dict[str, bytes]:
        keys, found = list(texts), {}
        for first in range(0, len(keys), BATCH):
            batch = keys[first : first + BATCH]
            vectors = self._encoder.encode([texts[key] for key in batch])
            rows = {k: v.astype("<f4").tobytes() for k, v in zip(batch, vectors, strict=True)}
            with self._kept:
                self._kept.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows.items())
            found |= rows
        return found
