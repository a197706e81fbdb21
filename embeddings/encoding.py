"""The vectors of a passage: one of the whole, and one of each of its sentences.

A short passage of one topic is found by its own vector; where a passage tells of several things,
the vector of the sentence that answers lies nearer to the question than that of them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from embeddings.encoder import Encoder
from embeddings.passages import Passage

BATCH = 64  # texts encoded between two reports of progress


def encode_passages(
    encoder: Encoder,
    passages: Sequence[Passage],
    progress: Callable[[int, int], None] | None = None,
) -> list[np.ndarray]:
    """For each passage its vectors, (1 + sentences, dimension), float32, the whole's first.

    A text that several passages have, as where they overlap, is encoded once. ``progress`` is
    called with the number of texts encoded and their total.
    """
    wanted = [
        [passage.text, *(passage.document.text[s:e] for s, e in passage.sentences)]
        for passage in passages
    ]
    texts = list(dict.fromkeys(text for of_one in wanted for text in of_one))
    rows: dict[str, np.ndarray] = {}
    for first in range(0, len(texts), BATCH):
        if progress:
            progress(first, len(texts))
        batch = texts[first : first + BATCH]
        rows.update(zip(batch, encoder.encode(batch), strict=True))
    if progress:
        progress(len(texts), len(texts))
    return [np.array([rows[text] for text in of_one], dtype=np.float32) for of_one in wanted]
