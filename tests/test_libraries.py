import os
from pathlib import Path

import pytest

from embeddings.library import Library
from embeddings.schema import FILE_NAME
from qa import libraries
from qa.libraries import cached_library, index_sources, library_of, open_library
from tests.conftest import WordEncoder, make_document


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCESAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Alpha found ten graves. Beta fled.", encoding="utf-8")
    return folder


def texts(library) -> dict[str, str]:
    with library:
        return {document.source: document.text for document in library.documents()}


def test_library_of_sources_is_made_once(sources: Path, monkeypatch) -> None:
    first = texts(cached_library(sources, WordEncoder()))
    monkeypatch.setattr(libraries, "index_sources", None)  # a second making would fail
    assert (
        texts(cached_library(sources, WordEncoder()))
        == first
        == {"a.txt": "Alpha found ten graves. Beta fled."}
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: (f / "a.txt").write_text("Alpha fled."), {"a.txt": "Alpha fled."}),
        (
            lambda f: (f / "a.txt").rename(f / "b.txt"),
            {"b.txt": "Alpha found ten graves. Beta fled."},
        ),
        (
            lambda f: (f / "b.txt").write_text("Gamma came."),
            {"a.txt": "Alpha found ten graves. Beta fled.", "b.txt": "Gamma came."},
        ),
    ],
)
def test_changed_sources_are_indexed_again(sources: Path, change, expected) -> None:
    cached_library(sources, WordEncoder()).close()
    change(sources)
    assert texts(cached_library(sources, WordEncoder())) == expected


def test_only_what_is_new_in_a_folder_is_encoded(
    sources: Path, tmp_path: Path, monkeypatch
) -> None:
    cached_library(sources, WordEncoder()).close()
    (sources / "b.txt").write_text("Gamma came.", encoding="utf-8")
    encoded: list[str] = []
    encode = WordEncoder.encode
    monkeypatch.setattr(WordEncoder, "encode", lambda s, t: encoded.extend(t) or encode(s, t))
    cached_library(sources, WordEncoder()).close()
    assert set(encoded) == {"Gamma came."}
    assert len(list((tmp_path / "cache" / "libraries").iterdir())) == 1


def test_killed_run_is_gone_on_with(sources: Path, monkeypatch) -> None:
    (sources / "b.txt").write_text("Gamma came.", encoding="utf-8")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(libraries, "open_index", killed)
        with pytest.raises(KeyboardInterrupt):
            cached_library(sources, WordEncoder())
    monkeypatch.setattr(WordEncoder, "encode", None)  # all is encoded already
    assert list(texts(cached_library(sources, WordEncoder()))) == ["a.txt", "b.txt"]


def test_what_a_killed_process_left_in_the_cache_is_removed(sources: Path, tmp_path: Path) -> None:
    left, fresh = (tmp_path / "cache" / "libraries" / name for name in ("new-a", "new-b"))
    for folder in (left, fresh):
        folder.mkdir(parents=True)
    os.utime(left, (0, 0))
    cached_library(sources, WordEncoder()).close()
    assert (left.exists(), fresh.exists()) == (False, True)


def test_library_among_its_sources_is_no_source_itself(sources: Path) -> None:
    for _ in range(2):
        assert index_sources(sources / "library", [sources], WordEncoder()).skipped == ()
    with pytest.raises(ValueError, match="no sources in"):
        index_sources(sources / "library", [sources / "library"], WordEncoder())


def test_damaged_cached_library_is_made_again(sources: Path, tmp_path: Path, caplog) -> None:
    with cached_library(sources, WordEncoder()) as library:
        path = library.folder / FILE_NAME
    path.write_bytes(b"damaged" * 1000)
    assert texts(cached_library(sources, WordEncoder())) == {
        "a.txt": "Alpha found ten graves. Beta fled."
    }
    assert "made again from the sources" in caplog.text
    assert [p.name for p in path.parent.parent.iterdir()] == [path.parent.name]


def test_what_is_left_of_a_cached_library_is_no_hindrance(sources: Path) -> None:
    with cached_library(sources, WordEncoder()) as library:
        path = library.folder / FILE_NAME
    path.unlink()  # as if a run had died while it removed a damaged one
    assert texts(cached_library(sources, WordEncoder())) == {
        "a.txt": "Alpha found ten graves. Beta fled."
    }
    assert [p.name for p in path.parent.parent.iterdir()] == [path.parent.name]


def test_folder_that_another_process_is_filling_is_left_to_it(sources: Path) -> None:
    with cached_library(sources, WordEncoder()) as library:
        folder = library.folder
    (folder / FILE_NAME).unlink()  # not made yet
    (folder / "of another").touch()
    cached_library(sources, WordEncoder()).close()
    assert (folder / "of another").exists()


def test_skipped_files_are_told(sources: Path, caplog) -> None:
    (sources / "photo.jpg").write_bytes(b"\xff\xd8")
    cached_library(sources, WordEncoder()).close()
    assert "skipped photo.jpg: no reader for .jpg files" in caplog.text


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no sources in .*empty: 0 files skipped"),
        ({"a.txt": b""}, "1 files skipped; a.txt: empty"),
        ({"a.txt": b"\x00\x01\x02" * 99, "b.exe": b"MZ"}, "2 files skipped; a.txt: binary"),
    ],
)
def test_folder_without_sources_is_a_clear_error(tmp_path: Path, files, message) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with pytest.raises(ValueError, match=message):
        index_sources(tmp_path / "library", [folder], WordEncoder())
    assert not (tmp_path / "library").exists()


def test_folders_indexed_one_by_one_keep_their_files_of_the_same_name(tmp_path: Path) -> None:
    library = tmp_path / "library"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"Of {name}.", encoding="utf-8")
        index_sources(library, [tmp_path / name], WordEncoder())
    both = {"a.txt": "Of one.", "two/a.txt": "Of two."}
    assert texts(Library.open(library)) == both
    for name in ("two", "one"):
        summary = index_sources(library, [tmp_path / name], WordEncoder())
        assert (summary.added, summary.changed) == ((), ())
    (tmp_path / "one").rename(tmp_path / "elsewhere")
    summary = index_sources(library, [tmp_path / "elsewhere"], WordEncoder())
    assert (summary.unchanged, texts(Library.open(library))) == (("a.txt",), both)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.txt").write_text("Another.", encoding="utf-8")
    index_sources(library, [tmp_path / "one"], WordEncoder())
    assert texts(Library.open(library)) == {**both, "one/a.txt": "Another."}


def test_indexing_leaves_nothing_to_build_for_the_first_question(sources: Path) -> None:
    index_sources(Path("library"), [sources], WordEncoder())
    with Library.open(Path("library")) as library:
        assert {path.name for path in library.folder.iterdir() if "-wal" not in path.name} == {
            "library.sqlite3",
            "library.sqlite3-shm",
            "passages.faiss",
            "passages.json",
            f"keywords-{library.generation}",
            "writing.lock",
        }


def test_library_of_documents_draws_their_sentences(sources: Path) -> None:
    with library_of([make_document("One fell. Two rose.", "x.txt")], WordEncoder()) as library:
        [document] = library.documents()
    assert document.sentences == ((0, 9), (10, 19))


def test_default_is_the_library_here_then_the_seeds(sources: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="give --library DIR or --sources DIR"):
        open_library(None, WordEncoder())
    sources.rename(tmp_path / "seeds")
    assert list(texts(open_library(None, WordEncoder()))) == ["a.txt"]
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "m.txt").write_text("More.", encoding="utf-8")
    index_sources(Path("library"), [Path("more")], WordEncoder())
    assert list(texts(open_library(None, WordEncoder()))) == ["m.txt"]
    assert list(texts(open_library(Path("library"), WordEncoder()))) == ["m.txt"]
