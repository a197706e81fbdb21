"""The vectors of passages and of their sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings.encoding import encode_passages
from embeddings.passages import Passage
from tests.conftest import WordEncoder, make_document

DOCUMENT = make_document("Alpha found ten graves. Beta fled. Gamma came.", "a.txt")
WORDS = WordEncoder()


class CountingEncoder(WordEncoder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.seen += texts
        return super().encode(texts)


def test_passage_has_a_vector_and_one_of_each_sentence() -> None:
    passages = [Passage(DOCUMENT, 0, 34), Passage(DOCUMENT, 24, 46)]
    texts = [
        ["Alpha found ten graves. Beta fled.", "Alpha found ten graves.", "Beta fled."],
        ["Beta fled. Gamma came.", "Beta fled.", "Gamma came."],
    ]
    found = encode_passages(WORDS, passages)
    assert len(found) == 2
    assert all(np.array_equal(f, WORDS.encode(t)) for f, t in zip(found, texts, strict=True))


def test_text_of_several_passages_is_encoded_once_and_progress_told() -> None:
    encoder, told = CountingEncoder(), []
    encode_passages(
        encoder,
        [Passage(DOCUMENT, 0, 23), Passage(DOCUMENT, 0, 34)],
        lambda done, total: told.append((done, total)),
    )
    assert sorted(encoder.seen) == [
        "Alpha found ten graves.",
        "Alpha found ten graves. Beta fled.",
        "Beta fled.",
    ]
    assert told == [(0, 3), (3, 3)]


def test_no_passages_have_no_vectors() -> None:
    assert encode_passages(WORDS, []) == []
