import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks import scale
from benchmarks.retrieval import measure, paragraph_library, rankings
from benchmarks.times import times_line
from benchmarks.vectors import KeptVectors
from embeddings.library import Library
from embeddings.passages import Document
from qa.evaluation.testset import Case, Evidence
from tests.conftest import WordEncoder

TEXT = "Ten graves were found.\n\nThe bridge fell.\nIt was rebuilt."


class CountingEncoder(WordEncoder):
    encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        return super().encode(texts)


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        ([], "answer: n 0"),
        ([1, 2, 3], "answer: n 3, median 2.00 s, 95th percentile 2.90 s"),
    ],
)
def test_times_are_told_however_few(seconds: list[float], line: str) -> None:
    assert times_line("answer", seconds) == line


def test_kept_vectors_are_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    for texts in (["a grave"], ["a bridge", "a grave"], []):
        kept = KeptVectors(encoder, tmp_path / "vectors.sqlite3")
        assert np.array_equal(kept.encode(texts), WordEncoder().encode(texts))
    assert encoder.encoded == 2


def test_two_runs_may_keep_the_same_vectors(tmp_path: Path) -> None:
    class Overtaken(WordEncoder):
        def encode(self, texts):
            return KeptVectors(WordEncoder(), tmp_path / "vectors.sqlite3").encode(texts)

    kept = KeptVectors(Overtaken(), tmp_path / "vectors.sqlite3")
    assert np.array_equal(kept.encode(["a grave"]), WordEncoder().encode(["a grave"]))


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


def test_made_passages_are_searched_at_every_size(tmp_path: Path) -> None:
    texts = ["The bridge fell in spring. It was rebuilt.", "A church burned. Nobody was hurt."]
    encoder = WordEncoder()
    with Library.create(tmp_path, encoder.name, encoder.dimension) as library:
        for size in (30, 130):
            scale.fill(library, texts, encoder.encode(texts), size, random.Random(0))
            found = scale.measure(library, encoder, ["Who rebuilt the bridge?"])
            assert (found["passages"], found["recall"]) == (size, 1.0)
