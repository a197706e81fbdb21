from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import build_document
from embeddings.indexing import Summary, update
from embeddings.library import Library
from embeddings.loaders import Skipped, Unchanged
from embeddings.passages import Origin
from tests.conftest import WordEncoder

A = build_document("a.txt", "Alpha found ten graves. Beta fled.")
B = build_document("b.txt", "Gamma saw a tank.")
NEW_A = build_document("a.txt", "Alpha found eleven graves.")


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path, "words", 256) as library:
        update(library, [A, B], WordEncoder())
        yield library


@pytest.mark.parametrize(
    ("documents", "prune", "summary", "stored"),
    [
        ([A, B], False, Summary((), (), ("a.txt", "b.txt"), ()), [A, B]),
        ([NEW_A], False, Summary((), ("a.txt",), (), ()), [NEW_A, B]),
        ([NEW_A], True, Summary((), ("a.txt",), (), ("b.txt",)), [NEW_A]),
        ([], True, Summary((), (), (), ("a.txt", "b.txt")), []),
        (
            [build_document("c.txt", "Delta.")],
            False,
            Summary(("c.txt",), (), (), ()),
            [A, B, build_document("c.txt", "Delta.")],
        ),
    ],
)
def test_update_changes_what_differs(library: Library, documents, prune, summary, stored) -> None:
    assert update(library, documents, WordEncoder(), prune=prune) == summary
    assert list(library.documents()) == stored


def test_unchanged_documents_are_not_encoded_again(library: Library) -> None:
    class Counting(WordEncoder):
        texts = 0

        def encode(self, texts):
            self.texts += len(texts)
            return super().encode(texts)

    encoder = Counting()
    generation = library.generation
    update(library, [A, B], encoder)
    assert (encoder.texts, library.generation) == (0, generation)


def test_stopped_run_keeps_what_was_finished(library: Library) -> None:
    class Failing(WordEncoder):
        def encode(self, texts):
            if any("tank" in text for text in texts):
                raise KeyboardInterrupt
            return super().encode(texts)

    changed_b = build_document("b.txt", "Gamma saw another tank.")
    with pytest.raises(KeyboardInterrupt):
        update(library, [NEW_A, changed_b], Failing())
    assert list(library.documents()) == [NEW_A, B]


def test_other_encoder_is_refused(library: Library) -> None:
    other = WordEncoder()
    other.name = "other"
    with pytest.raises(ValueError, match="built with encoder words, not other; use that encoder"):
        update(library, [A], other)


def test_what_cannot_be_read_now_stays_as_it_was(library: Library) -> None:
    c = build_document("box.zip/c.txt", "Delta came.")
    update(library, [c], WordEncoder())
    given = [Skipped("a.txt", "empty"), Skipped("box.zip", "damaged"), Skipped("new.txt", "empty")]
    stays = "; what was read of it before stays in the library"
    assert update(library, given, WordEncoder(), prune=True) == Summary(
        (),
        (),
        (),
        ("b.txt",),
        (
            Skipped("a.txt", f"empty{stays}"),
            Skipped("box.zip", f"damaged{stays}"),
            Skipped("new.txt", "empty"),
        ),
    )
    assert list(library.documents()) == [A, c]


def test_unchanged_files_are_counted(library: Library) -> None:
    assert update(library, [Unchanged("a.txt")], WordEncoder(), prune=True) == Summary(
        (), (), ("a.txt",), ("b.txt",)
    )


def test_text_read_by_a_new_version_is_stored_again(library: Library) -> None:
    read_anew = replace(A, origin=Origin("abc", "text-2"))
    assert update(library, [read_anew], WordEncoder()).changed == ("a.txt",)
    assert library.origins()["a.txt"] == Origin("abc", "text-2")
