import pytest

from embeddings.documents import build_document
from embeddings.passages import Passage
from qa.answers import Span
from qa.persons import is_of_another

TEXT = (
    "Hedda Strand, a nurse, died on the sixth floor. Pia Lund, 41, carried two patients out. She "
    "has worked there for seven years. It was cold. She is on bail. The union thanked Mr Dahl "
    "again. He drives a lorry. He and Strand were friends."
)


@pytest.mark.parametrize(
    ("question", "answer", "of_another"),
    [
        ("How long has Hedda Strand worked there?", "seven years", True),
        ("How long has Pia Lund worked there?", "seven years", False),
        ("How long has Piya Lundh worked there?", "seven years", False),  # spelled otherwise
        ("How long has Lund worked there?", "seven years", False),
        ("How long has the nurse worked there?", "seven years", False),
        ("Who has worked there for seven years?", "She", False),
        ("Where is Hedda Strand?", "on bail", True),
        ("Where is Pia Lund?", "on bail", False),
        ("What does Pia Lund drive?", "a lorry", True),
        ("What does Dahl drive?", "a lorry", False),
        ("What does Kharkiv drive?", "a lorry", False),  # no person of the text
        ("What was Hedda Strand to Dahl?", "friends", False),
        ("How old is Hedda Strand?", "41", False),  # the reader's to tell
    ],
)
def test_what_is_told_of_another_person(question: str, answer: str, of_another: bool) -> None:
    document = build_document("a.txt", TEXT)
    start = TEXT.index(answer)
    span = Span(Passage(document, 0, len(TEXT)), start, start + len(answer), 0.0)
    assert is_of_another(question, span) is of_another
