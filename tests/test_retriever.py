from pathlib import Path

import pytest

from embeddings.encoding import encode_passages
from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.names import Name, spelled, spelled_as_in
from embeddings.passages import Hit, Passage
from embeddings.retriever import SENTENCE, WHOLE, Retriever, seated
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


def test_scores_are_cosines_and_keyword_scores_added(tmp_path: Path) -> None:
    question = "Where was the soldier buried?"
    document = make_document("Ten graves were found. The soldiers were buried together. It rained.")
    with Library.create(tmp_path, "words", 256) as library:
        whole = Passage(document, 0, len(document.text))
        library.put(document, [whole], encode_passages(WordEncoder(), [whole]))
        [hit] = retriever(library).retrieve(question, 4)
        [(_, keyword)] = KeywordIndex(library).search(question, 1)
    texts = [question, document.text, "The soldiers were buried together."]
    asked, all_of_it, nearest = WordEncoder().encode(texts)
    expected = keyword + WHOLE * float(asked @ all_of_it) + SENTENCE * float(asked @ nearest)
    assert hit.score == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ["Is Kyjiw near Izjum?"]),
        (
            [Name(3, 8, ("kiiv",), ("Kyiv", "Kiev")), Name(14, 19, ("izium",), ("Izium",))],
            ["Is Kyiv near Izium?", "Is Kiev near Izium?"],
        ),
        (
            [Name(3, 8, ("kiiv",), ("Kyiv", "Kiev"))],
            ["Is Kyiv near Izjum?", "Is Kiev near Izjum?"],
        ),
    ],
)
def test_a_question_is_encoded_with_the_spellings_of_the_library(names, expected) -> None:
    assert list(spelled("Is Kyjiw near Izjum?", names)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain in Kiev.", "Is Kiev near Izium?"),
        ("Rain in Kyiv. Kiev is near Kiev.", "Is Kiev near Izium?"),
        ("Rain in Kievka.", "Is Kyiv near Izium?"),
        ("Kiev and Izyum.", "Is Kiev near Izyum?"),
    ],
)
def test_a_question_is_put_to_a_text_in_its_spelling(text: str, expected: str) -> None:
    names = [
        Name(3, 8, ("kiiv",), ("Kyiv", "Kiev")),
        Name(14, 19, ("izium",), ("Izium", "Izyum")),
    ]
    assert spelled_as_in(text, "Is Kyjiw near Izjum?", names) == expected


def test_passages_are_asked_in_their_own_spelling(tmp_path: Path) -> None:
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document("The bridge in Kyiv fell. A church in Kiev burned. Rain."))
        passages = library.passages([1, 2, 3])
        asked = retriever(library).asked_of("What fell in Kyiv?", passages)
    assert {question: [p.text for p in group] for question, group in asked.items()} == {
        "What fell in Kyiv?": ["The bridge in Kyiv fell."],
        "What fell in Kiev?": ["A church in Kiev burned.", "Rain."],
    }


@pytest.mark.parametrize(
    ("sources", "top_k", "expected"),
    [
        ("aaaaaaaaaab", 10, "aaaaaaaaab"),
        ("aaaaaaaaabcd", 10, "aaaaaaaaab"),
        ("aaaaaaaabac", 10, "aaaaaaaabc"),
        ("aaaaaaaaaaa", 10, "aaaaaaaaaa"),
        ("aaab", 10, "aaab"),
        ("aaaab", 3, "aaa"),
        ("aaaaaaaaaaba", 20, "aaaaaaaaaaba"),
    ],
)
def test_the_last_of_ten_passages_is_of_another_document(sources, top_k, expected) -> None:
    documents = {source: make_document("Text.", source) for source in "abcd"}
    hits = [Hit(Passage(documents[source], 0, 5), 1.0) for source in sources]
    assert "".join(hit.passage.document.source for hit in seated(hits, top_k)) == expected


def test_a_text_of_two_documents_takes_one_place(tmp_path: Path) -> None:
    dispatch = "Rescue teams worked through the night after the dam above the town gave way again."
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document(dispatch, "a.txt"))
        put(library, make_document(dispatch.replace("again", "twice"), "b.txt"))
        put(library, make_document("The dam was built long ago.", "c.txt"))
        hits = retriever(library).retrieve("Who worked after the dam gave way?", 2)
    assert [
        (hit.passage.document.source, [copy.document.source for copy in hit.copies]) for hit in hits
    ] == [("a.txt", ["b.txt"]), ("c.txt", [])]
