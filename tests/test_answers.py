from dataclasses import replace

import pytest

from embeddings.passages import Passage
from qa.answers import Answer, Citation, Position, Span
from qa.render import answer_json, answer_text, voices_text
from qa.voices import Voice
from tests.conftest import make_document

TEXT = "They fell. They found 445 graves in a wood. They left."


def cite(text: str, source: str = "a.txt", number: int = 1) -> Citation:
    passage = Passage(make_document(TEXT, source), 0, len(TEXT))
    return Citation(number, Span(passage, TEXT.index(text), TEXT.index(text) + len(text), 1.0))


@pytest.mark.parametrize(
    ("answer", "excerpt"),
    [
        ("445", "They found 445 graves in a wood."),
        ("wood. They left", "They found 445 graves in a wood. They left."),
        ("They fell", "They fell."),
    ],
)
def test_excerpt_is_the_whole_sentences_around_the_answer(answer: str, excerpt: str) -> None:
    citation = cite(answer)
    assert citation.excerpt == excerpt
    assert TEXT[citation.excerpt_start :].startswith(excerpt)


@pytest.mark.parametrize(("start", "end"), [(10, 99), (20, 20), (5, 25), (30, 12)])
def test_span_outside_its_passage_cannot_be_built(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"is not a slice of passage 11-43 of a\.txt"):
        Span(Passage(make_document(TEXT), 11, 43), start, end, 0.0)


def test_position_without_citation_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="needs a citation"):
        Position((), 0.9)


A, SAME, OTHER = cite("445"), cite("445", "b.txt", 2), cite("They fell", "b.txt")


@pytest.mark.parametrize(
    ("positions", "parts", "text", "abstained", "stance"),
    [
        ((), (), None, True, "single"),
        ((Position((A,), 0.9),), (), "445", False, "single"),
        ((Position((A, SAME), 0.9),), (), "445", False, "agree"),
        ((Position((A, cite("445", number=2)), 0.9),), (), "445", False, "single"),
        ((Position((A,), 0.9), Position((OTHER,), 0.8)), (), "445", False, "differ"),
        ((), (Position((OTHER,), 0.8), Position((A,), 0.9)), "They fell", False, "single"),
    ],
)
def test_answer_derives_text_and_stance(positions, parts, text, abstained, stance) -> None:
    answer = Answer("q", "q", positions, parts)
    assert (answer.text, answer.abstained, answer.stance) == (text, abstained, stance)


@pytest.mark.parametrize(
    ("pages", "page"), [((), None), ((0,), 1), ((0, 10, 23, 40), 3), ((0, 0, 50), 2)]
)
def test_citation_names_the_page_it_begins_on(pages: tuple[int, ...], page: int | None) -> None:
    document = replace(make_document(TEXT), pages=pages)
    assert Citation(1, Span(Passage(document, 0, len(TEXT)), 23, 26, 1.0)).page == page


def test_attribution_must_stand_in_the_source() -> None:
    assert Position((A,), 0.9, "They").attribution == "They"
    with pytest.raises(ValueError, match="'Olena' does not stand in the source"):
        Position((A,), 0.9, "Olena")


@pytest.mark.parametrize(
    ("fitted", "told", "alone"),
    [
        (True, "  very likely right (93%)", "(93%)"),
        (False, "  confidence unknown: not fitted for this reader", "(confidence unknown)"),
    ],
)
def test_confidence_of_another_reader_is_no_probability(
    fitted: bool, told: str, alone: str
) -> None:
    position = Position((cite("445 graves"),), 0.93, fitted=fitted)
    answer = Answer("?", "?", positions=(position,), confidence=0.93)
    assert answer_text(answer).splitlines() == [
        "The sources say:",
        "“445 graves” [1]",
        "  [1] a.txt (a.txt)",
        "      They found 445 graves in a wood.",
        told,
    ]
    voice = Voice(position.citations[0].document, position)
    assert voices_text([voice]).splitlines()[1:] == [f"  a.txt (a.txt): “445 graves” {alone}"]


def test_json_has_the_same_fields_for_a_confidence_that_was_not_fitted() -> None:
    fitted, other = (
        answer_json(Answer("?", "?", (Position((cite("445"),), 0.93, fitted=each),)))
        for each in (True, False)
    )
    assert fitted == other
