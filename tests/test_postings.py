import logging
import shutil
from pathlib import Path

import pytest

from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from tests.conftest import make_document
from tests.test_library import put


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document("Ten graves were found. The bridge fell."))
        yield library


def texts(library: Library, question: str) -> list[str]:
    found = KeywordIndex(library).search(question, 9)
    return [passage.text for passage in library.passages([number for number, _ in found])]


def folders(library: Library) -> list[str]:
    return sorted(path.name for path in library.folder.glob("*keywords-*"))


def test_the_index_is_made_once(library: Library, caplog) -> None:
    caplog.set_level(logging.INFO)
    assert texts(library, "bridge") == ["The bridge fell."]
    assert "building the word index" in caplog.text
    caplog.clear()
    assert texts(library, "bridge") == ["The bridge fell."]
    assert caplog.text == ""
    assert folders(library) == [f"keywords-{library.generation}"]


def test_the_index_follows_the_library(library: Library) -> None:
    open_before = KeywordIndex(library)
    put(library, make_document("A church burned.", "b.txt"))
    assert texts(library, "church or bridge") == ["The bridge fell.", "A church burned."]
    put(library, make_document("Ten graves were found."))
    assert texts(library, "church or bridge") == ["A church burned."]
    library.remove(["b.txt"])
    assert texts(library, "church or bridge") == []
    assert folders(library) == [f"keywords-{library.generation}"]
    assert [number for number, _ in open_before.search("bridge", 3)] == [2]


@pytest.mark.parametrize("removed", [1, 15, 30])
def test_words_of_removed_passages_do_not_count(library: Library, removed) -> None:
    sources = [f"{n}.txt" for n in range(30)]
    for source in sources:
        put(library, make_document("A church burned in Izium.", source))
    KeywordIndex(library)
    library.remove(sources[:removed])
    index = KeywordIndex(library)
    expected = 30 - removed
    found = index.search("church", 99)
    assert len(found) == expected
    assert all(score > 0 for _, score in found)
    assert index.unknown("church") == (() if expected else ("church",))


def _flip(folder: Path) -> None:
    path = max(folder.glob("*.idx"), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        _flip,
        lambda folder: (folder / "meta.json").unlink(),
        lambda folder: (folder / "numbers.npy").write_bytes(b""),
        lambda folder: (folder / "manifest.json").write_text("{"),
    ],
)
def test_a_damaged_index_is_made_again_with_a_word(library: Library, caplog, damage) -> None:
    KeywordIndex(library)
    damage(library.folder / f"keywords-{library.generation}")
    caplog.clear()
    assert texts(library, "bridge") == ["The bridge fell."]
    assert "rebuilding the word index" in caplog.text
    caplog.clear()
    assert texts(library, "graves") == ["Ten graves were found."]
    assert caplog.text == ""


def test_nothing_is_taken_over_from_a_damaged_older_index(library: Library) -> None:
    KeywordIndex(library)
    _flip(library.folder / f"keywords-{library.generation}")
    put(library, make_document("A church burned.", "b.txt"))
    assert texts(library, "church or bridge") == ["The bridge fell.", "A church burned."]


def test_an_index_that_cannot_be_saved_still_works(library: Library, caplog, monkeypatch) -> None:
    def full(*arguments, **options):
        raise OSError("No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    assert texts(library, "bridge") == ["The bridge fell."]
    assert "could not be saved: No space left on device" in caplog.text
    assert folders(library) == []


def test_a_library_without_its_index_folder_finds_as_before(library: Library) -> None:
    before = texts(library, "graves")
    shutil.rmtree(library.folder / f"keywords-{library.generation}")
    assert texts(library, "graves") == before == ["Ten graves were found."]


def test_a_passage_removed_while_the_index_is_made_is_passed_over(
    library: Library, monkeypatch
) -> None:
    put(library, make_document("A mill burned.", "b.txt"))
    numbers = library.passage_numbers
    removed = []

    def numbers_then_removal():
        known = numbers()
        if not removed:
            removed.append(library.remove(["b.txt"]))
        return known

    monkeypatch.setattr(library, "passage_numbers", numbers_then_removal)
    assert texts(library, "mill bridge") == ["The bridge fell."]


def test_an_index_is_for_all_who_may_read_the_library(library: Library) -> None:
    KeywordIndex(library)
    [index] = library.folder.glob("keywords-*")
    folder = library.folder / "made now"
    folder.mkdir()
    assert index.stat().st_mode == folder.stat().st_mode


def test_an_index_that_may_not_be_read_is_made_in_memory(library: Library, caplog) -> None:
    KeywordIndex(library)

    def forbidden(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("embeddings.postings._load", forbidden)
        patched.setattr("embeddings.postings._make", lambda *_: forbidden(library.folder))
        assert texts(library, "bridge") == ["The bridge fell."]
    assert "cannot be read" in caplog.text
