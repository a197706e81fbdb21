import sqlite3
from pathlib import Path

import numpy as np
import pytest

from embeddings.library import Library
from embeddings.passages import Document, Passage
from embeddings.schema import FILE_NAME
from tests.conftest import WordEncoder, make_document

A = make_document("Alpha found ten graves. Beta fled.", "a.txt")
B = make_document("Gamma saw a “<b>tank</b>”. Ünïcode 🙂 text.", "sub/b.txt")


def passages_of(document: Document) -> list[Passage]:
    return [Passage(document, start, end) for start, end in document.sentences]


def put(library: Library, document: Document) -> None:
    passages = passages_of(document)
    library.put(document, passages, WordEncoder().encode([p.text for p in passages]))


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path / "library", "words", 256) as library:
        put(library, A)
        put(library, B)
        yield library


def test_stored_documents_and_passages_come_back_whole(library: Library) -> None:
    library.close()
    with Library.open(library.folder) as again:
        assert list(again.documents()) == [A, B]
        assert again.sources() == {"a.txt": "a.txt", "sub/b.txt": "sub/b.txt"}
        assert again.encoder == ("words", 256)
        numbers, vectors = again.vectors()
        assert again.passages(numbers.tolist()) == passages_of(A) + passages_of(B)
        assert np.array_equal(vectors[0], WordEncoder().encode(["Alpha found ten graves."])[0])


def test_put_again_replaces_the_document(library: Library) -> None:
    changed = Document("new", "t", "a.txt", "Delta came.", ((0, 11),))
    before = library.generation
    put(library, changed)
    assert list(library.documents()) == [changed, B]
    assert library.match('"alpha"', 5) == []
    [(number, _)] = library.match('"delta"', 5)
    assert library.passages([number]) == [Passage(changed, 0, 11)]
    assert library.generation != before


def test_removed_document_is_gone_from_all_tables(library: Library) -> None:
    library.remove(["a.txt", "unknown.txt"])
    assert list(library.documents()) == [B]
    assert library.passage_count == 2
    assert library.match('"graves"', 5) == []


def test_failed_put_changes_nothing(library: Library) -> None:
    before = (list(library.documents()), library.generation, library.passage_count)
    twin = Document(B.id, "t", "a.txt", "Same id as another.", ())  # ids are unique
    with pytest.raises(sqlite3.IntegrityError):
        library.put(twin, [], np.empty((0, 256)))
    assert (list(library.documents()), library.generation, library.passage_count) == before


def test_vectors_must_match_passages(library: Library) -> None:
    with pytest.raises(ValueError, match="0 vectors for 2 passages"):
        library.put(A, passages_of(A), np.empty((0, 256)))


def test_missing_library_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no library in .*; run: sourcesay index"):
        Library.open(tmp_path)


def test_existing_library_is_not_overwritten(library: Library) -> None:
    with pytest.raises(FileExistsError, match="already holds a library"):
        Library.create(library.folder, "words", 256)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"not a database" * 100,
        lambda data: data[:5000],
        lambda data: data[:100] + b"\xff" * 4000 + data[4100:],
    ],
)
def test_damaged_file_is_a_clear_error_and_left_in_place(tmp_path: Path, damage) -> None:
    with Library.create(tmp_path, "words", 256) as library:
        put(library, A)
    path = tmp_path / FILE_NAME
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"library\.sqlite3 cannot be used .* move it away"):
        Library.open(tmp_path)
    assert path.read_bytes() == damaged


def test_unknown_passage_number_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError, match="no passages"):
        library.passages([999])
