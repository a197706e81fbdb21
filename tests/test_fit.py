import pytest

from embeddings.documents import build_document
from embeddings.passages import Passage
from qa.answers import Span
from qa.fit import can_answer

TEXT = (
    "On 9 May the crew lost two tanks near Brod. They left at dawn. “It was late,” said Ana Kos, "
    "41, a nurse (and a mother). He drove off."
)


@pytest.mark.parametrize(
    ("question", "answer", "fits"),
    [
        ("What was lost?", "two tanks", True),
        ("What happened?", "near Brod. They left", False),
        ("What is she?", "a nurse (and", False),
        ("What is she?", "a nurse (and a mother)", True),
        ("What did she say?", "late,” said", False),
        ("What did she say?", "It was late", True),
        ("What did Ana Kos do?", "drove off", True),
        ("What did Ben Roth do?", "drove off", False),
        ("When did they leave?", "the crew", True),  # the form is the reader's to tell
    ],
)
def test_an_answer_is_whole_and_of_the_person_asked_about(
    question: str, answer: str, fits: bool
) -> None:
    document = build_document("a.txt", TEXT)
    start = TEXT.index(answer)
    span = Span(Passage(document, 0, len(TEXT)), start, start + len(answer), 0.0)
    assert can_answer(question, span) is fits
