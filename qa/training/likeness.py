"""How alike two names are: the cosine of their mean token embeddings in the base model.

The embedding table of a pretrained encoder knows that "Malaysia" is like "Indonesia" and "Robert
Koch" like "Frank Burnet", without running the model.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

Vector = NDArray[np.float32]
VectorOf = Callable[[str], Vector]


class TokenVectors:
    """Unit vectors of short texts from the token embeddings in a model directory."""

    def __init__(self, directory: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        with safe_open(directory / "model.safetensors", "np") as file:
            names = [n for n in file.keys() if n.endswith("word_embeddings.weight")]  # noqa: SIM118
            if len(names) != 1:
                raise ValueError(f"no token embeddings in {directory}: found {names}")
            table = file.get_tensor(names[0]).astype(np.float32)
        self._table: Vector = unit(table - table.mean(axis=0))

    def __call__(self, text: str) -> Vector:
        tokens = self._tokenizer.encode(text, add_special_tokens=False).ids
        return unit(self._table[tokens].sum(axis=0))


def unit(vectors: Vector) -> Vector:
    """Rows of length one; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
