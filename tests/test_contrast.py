import pytest

from embeddings.passages import Passage
from qa.answers import Span
from qa.contrast import contrary, denies
from qa.questions.kinds import question_kind
from tests.conftest import make_document


def whole(text: str) -> Span:
    return Span(Passage(make_document(text + "."), 0, len(text) + 1), 0, len(text), 1.0)


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        ("How many fled?", "443 people", "445 people", True),
        ("How many fled?", "at least 440 people", "443 people", False),
        ("How long did it last?", "five months", "six months", True),
        ("When was it?", "1 May", "3 May", True),
        ("How were they marked?", "with wooden crosses", "with numbers", True),
        ("How were they marked?", "wooden crosses", "numbers", True),
        ("Who led them?", "Ada", "Ben", True),
        ("Who led them?", "Maxim Maximov", "Maksim Maksimov", False),
        ("Why did they go?", "hunger", "war", False),
        ("Which tools were found?", "axes", "saws", False),
        ("Was there power?", "there was no power", "power was restored", True),
        ("Was there power?", "there was no power", "there was never any power", False),
        ("Was it arson?", "the police have ruled out arson", "somebody laid it on purpose", True),
        ("Was there power?", "the power came back", "power was restored", False),
    ],
)
def test_contrary_answers_must_both_be_seen(question, a, b, expected) -> None:
    kind = question_kind(question)
    found = [contrary(kind, *pair) for pair in ((whole(a), whole(b)), (whole(b), whole(a)))]
    assert found == [expected, expected]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("there was no power", True),
        ("they didn’t know", True),
        ("he denied it", True),
        ("the mayor calls that a lie", True),
        ("the bodies lie in the opposite field", False),
        ("nobody could not know", False),
        ("nothing was left without power", False),
        ("the notes were northern", False),
    ],
)
def test_denial(clause, expected) -> None:
    assert denies(clause) is expected
