import pytest

from embeddings.passages import Document, Hit, Passage
from qa.answers import Citation, Position, Span
from qa.copies import with_copies
from tests.conftest import make_document

DISPATCH = (
    "Police in Corvale said on Monday that 12 people were missing after the flood that broke the "
    "northern dam and drowned the fields."
)


def whole(document: Document) -> Passage:
    return Passage(document, 0, len(document.text))


def position(number: int, document: Document, text: str) -> Position:
    start = document.text.index(text)
    return Position((Citation(number, Span(whole(document), start, start + len(text), 2.0)),), 0.9)


PAPER = make_document(DISPATCH, "paper.txt")
OTHER = make_document(f"Weather. {DISPATCH}", "other.txt")
EDITED = make_document(DISPATCH.replace("12", "a dozen"), "edited.txt")


@pytest.mark.parametrize(
    ("copies", "cited", "voices"),
    [
        ((), [(1, "paper.txt", "12 people")], 1),
        ((OTHER,), [(1, "paper.txt", "12 people"), (3, "other.txt", "12 people")], 1),
        ((EDITED,), [(1, "paper.txt", "12 people")], 1),
        ((PAPER,), [(1, "paper.txt", "12 people")], 1),
    ],
)
def test_a_copy_is_cited_and_is_no_second_voice(copies, cited, voices) -> None:
    apart = position(2, make_document("It was 13 people.", "apart.txt"), "13 people")
    hits = [Hit(whole(PAPER), 1.0, tuple(whole(copy) for copy in copies))]
    first, second = with_copies([position(1, PAPER, "12 people"), apart], hits)
    assert [(c.number, c.document.source, c.span.text) for c in first.citations] == cited
    assert (first.voices, second) == (voices, apart)
