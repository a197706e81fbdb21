import json
import logging
import os
from pathlib import Path

import numpy as np
import pytest

from embeddings.choice import Choice
from embeddings.index import PassageIndex, open_index
from embeddings.library import Library
from tests.conftest import WordEncoder, make_document
from tests.test_library import put

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)


@pytest.mark.parametrize(
    ("query", "top_k", "expected"),
    [
        ([1, 0], 2, [(10, 1.0), (12, 0.6)]),
        ([0, 1], 9, [(11, 1.0), (12, 0.8), (10, 0.0)]),
        ([0, 1], 0, []),
    ],
)
def test_search_returns_nearest_first(query, top_k, expected) -> None:
    index = PassageIndex.build(np.array([10, 11, 12]), VECTORS, 2)
    found = index.search(np.array(query, dtype=np.float32), top_k)
    assert [(number, pytest.approx(score)) for number, score in found] == expected


@pytest.mark.parametrize("exact", [300, 299])
@pytest.mark.parametrize("others", [False, True])
def test_search_is_confined_to_a_choice(exact: int, others: bool, monkeypatch) -> None:
    monkeypatch.setattr("embeddings.index.EXACT", exact)
    random = np.random.default_rng(0)
    vectors = random.normal(size=(300, 8)).astype(np.float32)
    numbers = np.arange(300) + 7
    index = PassageIndex.build(numbers, vectors, 8)
    chosen = random.permutation(numbers)[:3]
    choice = Choice(np.setdiff1d(numbers, chosen) if others else chosen, others)
    best = sorted(chosen, key=lambda number: -vectors[number - 7] @ vectors[0])
    assert [number for number, _ in index.search(vectors[0], 5, choice)] == best
    nothing = Choice(np.empty(0, dtype=np.int64), others=False)
    assert index.search(vectors[0], 5, nothing) == []


def test_empty_index_finds_nothing() -> None:
    index = PassageIndex.build(np.empty(0, dtype=np.int64), np.empty((0, 2)), 2)
    assert index.search(np.array([1, 0], dtype=np.float32), 3) == []


def test_build_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match=r"shape \(3, 2\) for 2 passages of dimension 2"):
        PassageIndex.build(np.array([1, 2]), VECTORS, 2)


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document("Ten graves were found. The bridge fell."))
        yield library


def best_text(library: Library, index: PassageIndex, question: str) -> str:
    [(number, _)] = index.search(WordEncoder().encode([question])[0], 1)
    return library.passages([number])[0].text


def test_index_is_saved_and_loaded_again(library: Library, caplog) -> None:
    caplog.set_level(logging.INFO)
    open_index(library, WordEncoder())
    assert "building the index" in caplog.text
    caplog.clear()
    assert best_text(library, open_index(library, WordEncoder()), "bridge") == "The bridge fell."
    assert caplog.text == ""


def _truncate(folder: Path) -> None:
    path = folder / "passages.faiss"
    path.write_bytes(path.read_bytes()[:-10])


def _forge_count(folder: Path) -> None:
    path = folder / "passages.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"passages": 7}))


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (_truncate, "do not match its hash"),
        (_forge_count, "older than the library"),
        (lambda folder: (folder / "passages.json").write_text("{"), "rebuilding"),
        (lambda folder: (folder / "passages.json").write_text('{"a": 1}'), "rebuilding"),
        (lambda folder: (folder / "passages.json").write_text("[]"), "rebuilding"),
        (lambda folder: (folder / "passages.faiss").unlink(), ""),
    ],
)
def test_damaged_index_is_rebuilt_with_a_word(library: Library, caplog, damage, word) -> None:
    open_index(library, WordEncoder())
    damage(library.folder)
    caplog.clear()
    assert best_text(library, open_index(library, WordEncoder()), "bridge") == "The bridge fell."
    assert word in caplog.text
    caplog.clear()
    open_index(library, WordEncoder())
    assert caplog.text == ""


def test_what_a_killed_process_left_is_removed(library: Library) -> None:
    old, new = (library.folder / f"passages.faiss.{n}.part" for n in (1, 2))
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    open_index(library, WordEncoder())
    assert (old.exists(), new.exists()) == (False, True)


def test_changed_library_makes_the_index_stale(library: Library, caplog) -> None:
    open_index(library, WordEncoder())
    put(library, make_document("A church burned.", "b.txt"))
    index = open_index(library, WordEncoder())
    assert "older than the library" in caplog.text
    assert best_text(library, index, "church") == "A church burned."


def test_other_encoder_is_refused(library: Library) -> None:
    other = WordEncoder()
    other.name = "other"
    with pytest.raises(ValueError, match="built with encoder words, not other"):
        open_index(library, other)


def test_index_follows_the_library(library: Library) -> None:
    index = open_index(library, WordEncoder())
    put(library, make_document("A church burned.", "b.txt"))
    library.remove(["a.txt"])
    updated = index.updated(library, WordEncoder())
    assert best_text(library, updated, "church") == "A church burned."
    query = WordEncoder().encode(["graves church"])[0]
    assert (len(index.search(query, 9)), len(updated.search(query, 9))) == (2, 1)
    library.remove(["b.txt"])
    assert updated.updated(library, WordEncoder()).search(query, 9) == []


def test_a_large_index_finds_nearly_all_that_an_exact_one_finds(
    tmp_path: Path, monkeypatch
) -> None:
    random = np.random.default_rng(0)
    centres = random.normal(size=(40, 16))
    vectors = centres[random.integers(40, size=3000)] + 0.5 * random.normal(size=(3000, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    numbers = np.arange(3000) + 7
    exact = PassageIndex.build(numbers, vectors, 16)
    monkeypatch.setattr("embeddings.index.EXACT", 2999)
    monkeypatch.setattr("embeddings.index.PROBED", 48)  # of 219 lists
    digest = PassageIndex.build(numbers, vectors, 16).save(tmp_path / "large")
    large = PassageIndex.load(tmp_path / "large", digest)
    found = [
        len(dict(exact.search(v, 20)).keys() & dict(large.search(v, 20)).keys()) / 20
        for v in vectors[:50]
    ]
    assert np.mean(found) > 0.95
    assert (tmp_path / "large").stat().st_size < 3000 * (16 + 8) + 250 * 16 * 4 + 20_000
    assert [large.search(v, 1)[0][0] for v in vectors[:50]] == [*range(7, 57)]
