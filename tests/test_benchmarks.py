from pathlib import Path

import numpy as np

from benchmarks.retrieval import measure, paragraph_library, rankings
from benchmarks.vectors import KeptVectors
from embeddings.passages import Document
from qa.evaluation.testset import Case, Evidence
from tests.conftest import WordEncoder

TEXT = "Ten graves were found.\n\nThe bridge fell.\nIt was rebuilt."


class CountingEncoder(WordEncoder):
    encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        return super().encode(texts)


def test_kept_vectors_are_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    for texts in (["a grave"], ["a bridge", "a grave"], []):
        kept = KeptVectors(encoder, tmp_path / "vectors.sqlite3")
        assert np.array_equal(kept.encode(texts), WordEncoder().encode(texts))
    assert encoder.encoded == 2


def test_each_paragraph_is_found_as_a_passage(tmp_path: Path) -> None:
    encoder = WordEncoder()
    document = Document("a", "a", "a.txt", TEXT)
    case = Case("1", "Who rebuilt the bridge?", True, ("It",), sources=(Evidence("a.txt", "It"),))
    with paragraph_library(tmp_path / "library", [document], encoder) as library:
        assert [p.text for p in library.passages([1, 2])] == TEXT.split("\n\n")
        found = measure(rankings(library, encoder), [case], [case.question])
    assert {name: figures["mrr"] for name, figures in found.items()} == {
        "keyword": {"1": 1.0},
        "dense": {"1": 1.0},
        "fused": {"1": 1.0},
    }
