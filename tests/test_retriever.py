from pathlib import Path

import pytest

from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.retriever import Retriever, fuse
from tests.conftest import WordEncoder, make_document
from tests.test_library import put

TEXT = (
    "Prosecutors counted 445 graves. The soldiers were buried together. "
    "A café reopened near the brewery. O'Neil's “column” NEAR (x) AND y."
)


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document(TEXT))
        yield library


def retriever(library: Library) -> Retriever:
    encoder = WordEncoder()
    return Retriever(library, encoder, open_index(library, encoder), KeywordIndex(library))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many graves?", "Prosecutors counted 445 graves."),
        ("445", "Prosecutors counted 445 graves."),
        ("Where was the soldier buried?", "The soldiers were buried together."),
        ("cafe", "A café reopened near the brewery."),
        ("o'neil's column AND (", "O'Neil's “column” NEAR (x) AND y."),
    ],
)
def test_matching_passage_comes_first(library: Library, question: str, expected: str) -> None:
    assert retriever(library).retrieve(question, 3)[0].passage.text == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", []),
        ("🙂", []),
        ("was the of", ["The soldiers were buried together."]),
        ("brewery zzz", ["A café reopened near the brewery."]),
        ('"; DROP TABLE documents; --', []),
        ("graves NEAR soldiers*", None),
        ("x" * 10_000, []),
        (" ".join(f"w{i}" for i in range(5000)), []),
    ],
)
def test_keyword_search_takes_any_text(library: Library, question: str, expected) -> None:
    found = KeywordIndex(library).search(question, 3)
    texts = [library.passages([number])[0].text for number, _ in found]
    if expected is None:
        assert len(texts) == 3
    else:
        assert texts[: len(expected)] == expected
        assert bool(texts) == bool(expected)


@pytest.mark.parametrize("question", ["", "  "])
def test_empty_question_finds_nothing(library: Library, question: str) -> None:
    assert retriever(library).retrieve(question, 5) == []


def test_top_k_above_the_number_of_passages_returns_all(library: Library) -> None:
    assert len(retriever(library).retrieve("graves", 99)) == 4


def test_empty_library_finds_nothing(tmp_path: Path) -> None:
    with Library.create(tmp_path, "words", 256) as library:
        assert retriever(library).retrieve("graves", 5) == []


@pytest.mark.parametrize(
    ("rankings", "expected"),
    [
        ([], []),
        ([[(1, 0.9), (2, 0.8)], []], [(1, 1 / 61), (2, 1 / 62)]),
        ([[(1, 0.9), (2, 0.8)], [(2, 7.0)]], [(2, 1 / 62 + 1 / 61), (1, 1 / 61)]),
        ([[(5, 0.9)], [(3, 7.0)]], [(3, 1 / 61), (5, 1 / 61)]),
    ],
)
def test_fuse_adds_reciprocal_ranks(rankings, expected) -> None:
    assert fuse(rankings) == expected
