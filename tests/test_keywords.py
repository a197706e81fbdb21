import unicodedata
from pathlib import Path

import numpy as np
import pytest

from embeddings.choice import Choice
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.names import Name
from tests.conftest import make_document
from tests.test_library import put

TEXTS = {
    "a.txt": "The bridge in Kyiv fell. Oxsana Hruzodub told the court about her neighbours.",
    "b.txt": "A church in Kiev burned. Oksana Hruzadub wept in court. They sang at Holi.",
    "c.txt": "Nobody came to Odesa. The holy water was cold. Anna Petrova left her church.",
    "d.txt": "Hanna Petrova stayed. The town church stood, and in the church a bridge model.",
}


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path, "words", 256) as library:
        for source, text in TEXTS.items():
            put(library, make_document(text, source))
        yield library


def found(library: Library, question: str, top_k: int = 3) -> list[str]:
    numbers = [number for number, _ in KeywordIndex(library).search(question, top_k)]
    return [passage.text for passage in library.passages(numbers)]


@pytest.mark.parametrize("name", ["Kyiv", "Kiev", "kiev", "Kyjiw", "Київ"])
def test_a_name_is_found_in_every_spelling(library: Library, name: str) -> None:
    assert sorted(found(library, f"What happened in {name}?")) == [
        "A church in Kiev burned.",
        "The bridge in Kyiv fell.",
    ]


@pytest.mark.parametrize(
    ("question", "spellings"),
    [
        ("Who fled Kyjiw?", ["Kiev", "Kyiv"]),
        ("Who is Hruzodub?", ["Hruzadub", "Hruzodub"]),
        ("Did Oksana Hruzopub weep?", ["Hruzodub", "Oksana", "Oxsana"]),
        ("Was the water holy?", []),
        ("Where is Odesa?", []),
        ("Is Petrova there?", []),
        ("Who knows Zhytomyr?", []),
    ],
)
def test_names_have_the_spellings_of_the_library(library: Library, question, spellings) -> None:
    names = KeywordIndex(library).names(question)
    assert sorted(s for name in names for s in name.spellings) == spellings


def test_a_name_says_where_it_stands(library: Library) -> None:
    assert KeywordIndex(library).names("Near Kyjiw?") == [Name(5, 10, ("kiiv",), ("Kiev", "Kyiv"))]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("a church bridge model", "The town church stood, and in the church a bridge model."),
        ("who sang holi songs", "They sang at Holi."),
        ("cold holy water", "The holy water was cold."),
    ],
)
def test_rare_and_neighbouring_words_decide(library: Library, question: str, best: str) -> None:
    assert found(library, question)[0] == best


def test_scores_of_given_passages_are_those_of_the_search(library: Library) -> None:
    index = KeywordIndex(library)
    ranked = dict(index.search("Which church burned in Kyiv?", 20))
    chosen = [*list(ranked)[:2], 999]
    assert index.scores("Which church burned in Kyiv?", chosen) == {
        number: pytest.approx(ranked[number]) for number in chosen[:2]
    }


def test_search_is_confined_to_a_choice(library: Library) -> None:
    index = KeywordIndex(library)
    ranked = index.search("Which church burned in Kyiv?", 20)
    best, *rest = (number for number, _ in ranked)
    for choice in (Choice(np.array([best]), others=True), Choice(np.array(rest), others=False)):
        found = index.search("Which church burned in Kyiv?", 20, choice)
        assert found == [(number, pytest.approx(score)) for number, score in ranked[1:]]


def test_scores_do_not_grow_with_the_number_of_words(library: Library) -> None:
    index = KeywordIndex(library)
    one, three = (index.search(q, 1)[0][1] for q in ("burned", "church burned kiev"))
    assert one == pytest.approx(three, rel=0.6)


def test_words_are_found_however_their_letters_are_composed(tmp_path: Path) -> None:
    with Library.create(tmp_path, "words", 256) as library:
        text = unicodedata.normalize("NFD", "A bridge in Köln fell. Its reconstruc\xadtion began.")
        put(library, make_document(text))
        index = KeywordIndex(library)
        assert index.unknown("What was Köln's reconstruction? Didn't Köln’s bridge?") == ()
        assert index.unknown("Miller's bridge isn’t O'Hara's") == ("Miller", "O'Hara")
        assert found(library, "Köln") == [text[: text.index(" Its")]]
        assert found(library, "reconstruction") == [text[text.index("Its") :]]
