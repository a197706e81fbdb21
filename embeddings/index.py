"""Dense search over a library's passages: a FAISS index, derived from the library.

Small libraries are searched exactly: 100,000 vectors of 384 numbers are 154 MB and some 10 ms a
question. Larger ones in inverted lists of vectors scaled to bytes (IVF, SQ8), a quarter of the
memory, which the operating system maps in as it is needed, and a few ms a question. What they
miss is measured by benchmarks/scale.py; the retriever computes the similarities that count anew.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from embeddings.choice import Choice
from embeddings.encoder import Encoder
from embeddings.files import sha256, whole_file
from embeddings.library import Library

EXACT = 100_000  # passages up to which search is exact
LISTS = 4  # inverted lists for each passage, as a multiple of the root of their number
PROBED = 256  # lists searched for a question: of 20 nearest vectors they hold 19.98
SAMPLE = 50  # passages for each list, from which the lists are learned

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
    """Inner-product search; numbers are the library's passage numbers.

    All that a retriever asks of it is ``search``: another engine can stand in its place.
    """

    def __init__(self, faiss_index: faiss.Index) -> None:
        self._index = faiss_index
        if isinstance(faiss_index, faiss.IndexIVF):
            faiss_index.nprobe = PROBED  # and not what it was when its file was written

    @classmethod
    def build(cls, numbers: np.ndarray, vectors: np.ndarray, dimension: int) -> PassageIndex:
        """An index of ``vectors`` (passages, dimension) under ``numbers`` (passages,)."""
        if vectors.shape != (len(numbers), dimension):
            raise ValueError(
                f"vectors of shape {vectors.shape} for {len(numbers)} passages "
                f"of dimension {dimension}"
            )
        numbers = numbers.astype(np.int64)
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        exact = len(numbers) <= EXACT
        flat = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        index: faiss.Index = flat if exact else _learned(vectors, dimension)
        if len(numbers):
            index.add_with_ids(vectors, numbers)
        return cls(index)

    def search(
        self, vector: np.ndarray, top_k: int, choice: Choice | None = None
    ) -> list[tuple[int, float]]:
        """Passage numbers with cosine similarities, best first; at most ``top_k``, of a choice."""
        if top_k < 1 or self._index.ntotal == 0:
            return []
        scores, numbers = self._index.search(
            vector.reshape(1, -1),
            min(top_k, self._index.ntotal),
            params=None if choice is None else self._confined(choice),
        )
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]

    def _confined(self, choice: Choice) -> Any:
        """Search parameters for a choice; the smaller part is sought in every list."""
        listed = faiss.IDSelectorBatch(choice.numbers)
        options: dict[str, Any] = {"sel": faiss.IDSelectorNot(listed) if choice.others else listed}
        if not isinstance(self._index, faiss.IndexIVF):
            return faiss.SearchParameters(**options)
        options["nprobe"] = PROBED if choice.others else self._index.nlist
        return faiss.SearchParametersIVF(**options)

    def updated(self, library: Library, encoder: Encoder) -> PassageIndex:
        """An index of the library as it is now; only passages that are new are read from it.

        Inverted lists cannot be changed in their file: the saved index is opened again.
        """
        if not isinstance(self._index, faiss.IndexIDMap2):
            return open_index(library, encoder)
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
        try:
            with whole_file(path) as partial:
                faiss.write_index(self._index, str(partial))
        except RuntimeError as error:  # faiss has no other error for a full disk
            raise OSError(str(error)) from error
        return sha256(path)

    @classmethod
    def load(cls, path: Path, digest: str) -> PassageIndex:
        """The index saved at ``path``; inverted lists stay in the file until they are needed.

        Raises FileNotFoundError where there is none, ValueError where it is not the one saved.
        """
        if sha256(path) != digest:
            raise ValueError("its contents do not match its hash")
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP))


def _learned(vectors: np.ndarray, dimension: int) -> faiss.IndexIVF:
    """Empty inverted lists around the centres of the vectors."""
    lists = int(LISTS * len(vectors) ** 0.5)
    kind = f"IVF{lists},SQ8"
    index: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    size = min(len(vectors), SAMPLE * lists)
    chosen = np.random.default_rng(0).choice(len(vectors), size, replace=False)
    index.train(vectors[np.sort(chosen)])
    return index


def check_encoder(library: Library, encoder: Encoder) -> None:
    """Raise ValueError where the library's vectors come from another encoder."""
    if library.encoder != (encoder.name, encoder.dimension):
        raise ValueError(
            f"the library {library.folder} was built with encoder {library.encoder[0]}, not "
            f"{encoder.name}; use that encoder, or index the sources into another library"
        )


def open_index(library: Library, encoder: Encoder) -> PassageIndex:
    """The library's saved index if it still fits, else one built anew from the stored vectors.

    Raises ValueError where the library was built with another encoder.
    """
    check_encoder(library, encoder)
    path, manifest_path = library.folder / "passages.faiss", library.folder / "passages.json"
    wanted = (encoder.name, encoder.dimension, library.passage_count, library.generation)
    try:
        manifest = Manifest(**json.loads(manifest_path.read_text(encoding="utf-8")))
        if (manifest.encoder, manifest.dimension, manifest.passages, manifest.generation) != wanted:
            raise ValueError("it is older than the library")
        return PassageIndex.load(path, manifest.sha256)
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
        with whole_file(manifest_path) as partial:
            partial.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    except OSError as error:
        log.warning("the index of %s works but could not be saved: %s", library.folder, error)
    return index
