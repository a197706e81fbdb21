import pytest

from embeddings.passages import Document, Passage
from tests.conftest import make_document

TEXT = "One two. Three four. Five."


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, "One two."),
        (4, 7, "One two."),
        (9, 14, "Three four."),
        (4, 14, "One two. Three four."),
        (8, 14, "One two. Three four."),
        (0, 26, TEXT),
        (25, 26, "Five."),
    ],
)
def test_sentences_around_are_whole(start: int, end: int, expected: str) -> None:
    document = make_document(TEXT)
    first, last = document.sentences_around(start, end)
    assert TEXT[first:last] == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 34, ["Alpha found ten graves.", "Beta fled."]),
        (0, 46, ["Alpha found ten graves.", "Beta fled.", "Gamma came."]),
        (24, 34, ["Beta fled."]),
        (6, 28, ["found ten graves.", "Beta"]),
        (23, 24, [" "]),
    ],
)
def test_sentences_of_a_passage_are_cut_at_its_borders(start: int, end: int, expected) -> None:
    document = make_document("Alpha found ten graves. Beta fled. Gamma came.", "a.txt")
    passage = Passage(document, start, end)
    assert [document.text[s:e] for s, e in passage.sentences] == expected


def test_text_without_sentences_is_one_excerpt() -> None:
    assert Document("1", "t", "t.txt", "no full stop").sentences_around(3, 7) == (0, 12)


@pytest.mark.parametrize("marks", [((0, 0),), ((0, 99),), ((5, 8), (0, 3)), ((0, 5), (4, 8))])
def test_marks_that_are_no_slices_are_refused(marks: tuple) -> None:
    with pytest.raises(ValueError, match=r"boilerplate of t\.txt are not sorted slices"):
        Document("1", "t", "t.txt", TEXT, boilerplate=marks)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 27)])
def test_passage_outside_its_document_cannot_be_built(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"is not a slice of a\.txt"):
        Passage(make_document(TEXT), start, end)


@pytest.mark.parametrize("pages", [(1,), (0, 5, 3), (0, 99)])
def test_pages_that_do_not_divide_the_text_are_refused(pages: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"pages of t\.txt"):
        Document("1", "t", "t.txt", TEXT, pages=pages)
