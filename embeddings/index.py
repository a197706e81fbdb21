"""Dense search over a library's passages: an exact FAISS index, derived from the library."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from embeddings.encoder import Encoder
from embeddings.library import Library

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index file was made from; any difference makes it stale."""

    encoder: str
    dimension: int
    passages: int
    generation: str
    sha256: str


class PassageIndex:
    """Exact inner-product search; numbers are the library's passage numbers."""

    def __init__(self, faiss_index: faiss.Index) -> None:
        self._index = faiss_index

    @classmethod
    def build(cls, numbers: np.ndarray, vectors: np.ndarray, dimension: int) -> PassageIndex:
        """An index of ``vectors`` (passages, dimension) under ``numbers`` (passages,)."""
        if vectors.shape != (len(numbers), dimension):
            raise ValueError(
                f"vectors of shape {vectors.shape} for {len(numbers)} passages "
                f"of dimension {dimension}"
            )
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        if len(numbers):
            index.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), numbers.astype(np.int64)
            )
        return cls(index)

    def search(self, vector: np.ndarray, top_k: int) -> list[tuple[int, float]]:
        """Passage numbers with cosine similarities, best first; at most ``top_k``."""
        if top_k < 1 or self._index.ntotal == 0:
            return []
        scores, numbers = self._index.search(vector.reshape(1, -1), min(top_k, self._index.ntotal))
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]

    def updated(self, library: Library) -> PassageIndex:
        """An index of the library as it is now; only passages that are new are read from it."""
        index: Any = faiss.clone_index(self._index)
        known = faiss.vector_to_array(index.id_map)
        new, vectors = library.vectors(after=int(known.max(initial=0)))
        if library.passage_count != len(known) + len(new):
            index.remove_ids(np.setdiff1d(known, library.passage_numbers()))
        if len(new):
            index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), new)
        return PassageIndex(index)

    def save(self, path: Path) -> str:
        """Write the index whole or not at all; returns the file's SHA-256."""
        data = faiss.serialize_index(self._index).tobytes()
        _write(path, data)
        return hashlib.sha256(data).hexdigest()


def open_index(library: Library, encoder: Encoder) -> PassageIndex:
    """The library's saved index if it still fits, else one built anew from the stored vectors.

    Raises ValueError where the library was built with another encoder.
    """
    if library.encoder != (encoder.name, encoder.dimension):
        raise ValueError(
            f"the library {library.folder} was built with encoder {library.encoder[0]}, not "
            f"{encoder.name}; use that encoder, or index the sources into another library"
        )
    path, manifest_path = library.folder / "passages.faiss", library.folder / "passages.json"
    wanted = (encoder.name, encoder.dimension, library.passage_count, library.generation)
    try:
        manifest = Manifest(**json.loads(manifest_path.read_text(encoding="utf-8")))
        if (manifest.encoder, manifest.dimension, manifest.passages, manifest.generation) != wanted:
            raise ValueError("it is older than the library")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != manifest.sha256:
            raise ValueError("its contents do not match its hash")
        return PassageIndex(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
    except FileNotFoundError:
        log.info("building the index of %s", library.folder)
    except (ValueError, TypeError, RuntimeError) as reason:
        log.warning("rebuilding the index of %s: %s", library.folder, reason)
    return rebuild_index(library, encoder)


def rebuild_index(library: Library, encoder: Encoder) -> PassageIndex:
    """Build the index from the library's vectors and save it beside the library."""
    generation = library.generation
    numbers, vectors = library.vectors()
    index = PassageIndex.build(numbers, vectors, encoder.dimension)
    path, manifest_path = library.folder / "passages.faiss", library.folder / "passages.json"
    try:
        digest = index.save(path)
        manifest = Manifest(encoder.name, encoder.dimension, len(numbers), generation, digest)
        _write(manifest_path, json.dumps(asdict(manifest), indent=1).encode())
    except OSError as error:
        log.warning("the index of %s works but could not be saved: %s", library.folder, error)
    return index


def _write(path: Path, data: bytes) -> None:
    """Put a whole file in its place, or leave what was there; other processes may do the same."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
