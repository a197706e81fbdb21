import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoding import encode_passages
from embeddings.library import Library
from embeddings.passages import Document, Metadata, Origin, Passage
from embeddings.schema import FILE_NAME
from embeddings.vocabulary import word_counts
from embeddings.writing import writing
from tests.conftest import WordEncoder, make_document

A = make_document("Alpha found ten graves. Beta fled.", "a.txt")
B = make_document("Gamma saw a “<b>tank</b>”. Ünïcode 🙂 text.", "sub/b.txt")


def passages_of(document: Document) -> list[Passage]:
    return [Passage(document, start, end) for start, end in document.sentences]


def put(library: Library, document: Document) -> None:
    passages = passages_of(document)
    library.put(document, passages, encode_passages(WordEncoder(), passages))


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


def test_vectors_of_passages_and_their_sentences_come_back(library: Library) -> None:
    whole = Passage(A, 0, len(A.text))
    vectors = encode_passages(WordEncoder(), [whole])
    library.put(A, [whole], vectors)
    (number,) = (n for n in library.passage_numbers().tolist() if library.passages([n]) == [whole])
    (stored,) = library.vectors_of([number])
    assert np.array_equal(stored[0], vectors[0][0])
    assert np.allclose(stored, vectors[0], atol=0.004)


def test_put_again_replaces_the_document(library: Library) -> None:
    changed = Document("new", "t", "a.txt", "Delta came.", ((0, 11),))
    before = library.generation
    put(library, changed)
    assert list(library.documents()) == [changed, B]
    numbers = library.passage_numbers().tolist()
    assert library.passages(numbers) == [*passages_of(B), Passage(changed, 0, 11)]
    assert library.generation != before


def test_removed_document_is_gone_from_all_tables(library: Library) -> None:
    library.remove(["a.txt", "unknown.txt"])
    assert list(library.documents()) == [B]
    assert library.passages(library.passage_numbers().tolist()) == passages_of(B)


def test_failed_put_changes_nothing(library: Library) -> None:
    before = (list(library.documents()), library.generation, library.passage_count)
    twin = Document(B.id, "t", "a.txt", "Same id as another.", ())  # ids are unique
    with pytest.raises(sqlite3.IntegrityError):
        library.put(twin, [], [])
    assert (list(library.documents()), library.generation, library.passage_count) == before


def test_vectors_must_match_passages(library: Library) -> None:
    with pytest.raises(ValueError, match="0 vectors for 2 passages"):
        library.put(A, passages_of(A), [])


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


def test_words_are_counted_as_written(library: Library) -> None:
    assert library.words() == word_counts(A.text) + word_counts(B.text)
    put(library, make_document("Alpha fled.", "a.txt"))
    assert library.words() == Counter(["Alpha", "fled"]) + word_counts(B.text)
    library.remove(["a.txt", "sub/b.txt"])
    assert library.words() == Counter()


def test_metadata_pages_and_origin_come_back(library: Library) -> None:
    document = replace(
        make_document("One. Two.", "c.pdf"),
        pages=(0, 5),
        metadata=Metadata("Jane Roe", "2022-09-20", None, "https://x.example"),
        origin=Origin("abc", "pdf-1 pypdfium2 5"),
    )
    put(library, document)
    with Library.open(library.folder) as again:
        assert again.document("c.pdf") == document
        assert again.document("unknown") is None
        assert again.origins() == {
            "a.txt": Origin(),
            "c.pdf": Origin("abc", "pdf-1 pypdfium2 5"),
            "sub/b.txt": Origin(),
        }


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE documents SET text = replace(text, 'ten', 'two')", "the stored text of a.txt is"),
        ("UPDATE documents SET pages = '[0]'", "the stored text of a.txt is not what was stored"),
        ("UPDATE documents SET text = CAST(x'ff' AS TEXT)", "a text in it is damaged"),
        ("UPDATE passages SET start_char = 1 WHERE number = 1", "passage 1 is not what was stored"),
        ("UPDATE passages SET vector = x'00' WHERE number = 1", "passage 1 is not what was stored"),
        (
            "UPDATE passages SET sentence_vectors = x'' WHERE number = 1",
            "passage 1 is not what was stored",
        ),
    ],
)
def test_damage_within_a_row_is_told_when_it_is_read(library: Library, statement, reason) -> None:
    with closing(sqlite3.connect(library.folder / FILE_NAME)) as connection, connection:
        connection.execute(statement)
    with (
        Library.open(library.folder) as again,
        pytest.raises(ValueError, match=rf"library\.sqlite3 cannot be used \({reason}"),
    ):
        assert again.passages([1])[0].document in list(again.documents())


def test_damaged_page_is_told_by_the_check(library: Library) -> None:
    library.close()
    path = library.folder / FILE_NAME
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'words'")
    data[(page - 1) * 4096 : (page - 1) * 4096 + 100] = b"\xff" * 100
    path.write_bytes(data)
    with (
        Library.open(library.folder) as again,
        pytest.raises(ValueError, match=r"library\.sqlite3 cannot be used \(Page \d+: "),
    ):
        again.check()


def test_others_read_the_last_state_while_one_writes(library: Library) -> None:
    with Library.open(library.folder) as reader, library._changing() as connection:
        library._delete(connection, "a.txt")
        assert list(reader.documents()) == [A, B]
    with Library.open(library.folder) as reader:
        assert list(reader.documents()) == [B]


def test_log_left_by_a_library_that_was_moved_away_is_not_read(library: Library) -> None:
    log = library.folder / (FILE_NAME + "-wal")
    left = log.read_bytes()
    library.close()
    (library.folder / FILE_NAME).rename(library.folder / "old.sqlite3")
    log.write_bytes(left)
    with Library.create(library.folder, "words", 256) as new:
        assert list(new.documents()) == []


def test_only_one_process_writes(tmp_path: Path, caplog) -> None:
    with writing(tmp_path, "words", 256) as library:
        put(library, A)
        with (
            pytest.raises(TimeoutError, match=r"another process has been .* for 0\.1 seconds"),
            writing(tmp_path, "words", 256, wait=0.1),
        ):
            pass
    assert "another process is changing" in caplog.text
    with writing(tmp_path, "words", 256) as library:
        assert list(library.documents()) == [A]


def test_full_disk_is_told_and_changes_nothing(library: Library) -> None:
    before = list(library.documents()), library.generation
    library._connection.rows("PRAGMA max_page_count = 1")  # as if nothing more could be written
    with pytest.raises(OSError, match=r"disk is full; the library is as before: free space"):
        put(library, make_document("Delta came. " * 5000, "c.txt"))
    assert (list(library.documents()), library.generation) == before


def test_unknown_passage_number_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError, match="no passages"):
        library.passages([999])


def test_library_made_anew_under_an_open_one_is_read_and_written(library: Library) -> None:
    old = library.generation
    shutil.rmtree(library.folder)
    with pytest.raises(FileNotFoundError, match="was removed or moved while it was open"):
        library.sources()
    with pytest.raises(FileNotFoundError, match="with: sourcesay index"):
        put(library, B)
    with Library.create(library.folder, "words", 256) as anew:
        put(anew, B)
        assert library.sources() == {"sub/b.txt": "sub/b.txt"}
        assert library.generation == anew.generation != old
        put(library, A)
        assert list(anew.documents()) == [A, B]
        assert library.check() is None


def test_who_may_not_write_sees_what_the_owner_changes(tmp_path: Path, monkeypatch) -> None:
    may_not = tmp_path / "library"
    with Library.create(may_not, "words", 256) as owner:
        put(owner, make_document("Ten graves.", "a.txt"))
    allowed = os.access
    monkeypatch.setattr(
        "os.access", lambda path, mode: Path(path) != may_not and allowed(path, mode)
    )
    with Library.open(may_not) as reader:
        assert list(reader.sources()) == ["a.txt"]
        with monkeypatch.context() as owning:
            owning.setattr("os.access", allowed)
            for number in range(30):
                with Library.open(may_not) as owner:
                    put(owner, make_document("The bridge fell. " * 200, f"{number}.txt"))
        assert (len(reader.sources()), reader.passage_count) == (31, 6001)
    with monkeypatch.context() as owning:
        owning.setattr("os.access", allowed)
        writing = Library.open(may_not)
        put(writing, make_document("Still in the log.", "log.txt"))
    with Library.open(may_not) as reader:
        assert "log.txt" in reader.sources()
    writing.close()


def test_library_on_a_read_only_disk_can_be_read(library: Library, monkeypatch) -> None:
    library.close()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with Library.open(library.folder) as again:
        assert list(again.documents()) == [A, B]
        with pytest.raises(PermissionError, match=r"library\.sqlite3 may not be written"):
            again.remove(["a.txt"])
