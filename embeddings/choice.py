"""Some of a library's passages: those that a search is confined to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from embeddings.library import Library


@dataclass(frozen=True, slots=True)
class Choice:
    """The passages of these ``numbers`` (passages,), or all ``others``: whichever is the fewer."""

    numbers: np.ndarray
    others: bool

    @classmethod
    def without(cls, library: Library, left_out: Collection[str]) -> Choice:
        """The passages of all documents but those of these ids."""
        kept = library.passage_numbers(left_out)
        left = np.setdiff1d(library.passage_numbers(), kept)
        return cls(left, others=True) if len(left) < len(kept) else cls(kept, others=False)
