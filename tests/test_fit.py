import pytest

from embeddings.documents import build_document
from embeddings.passages import Passage
from qa.answers import Span
from qa.fit import can_answer
from qa.questions.kinds import question_kind

TEXT = (
    "On 9 May the crew lost two T-80 tanks and 146 shells near Brod. They left at dawn. "
    "“It was late,” said Ana Kos, 41, a nurse (and a mother). The march took six days. At nine "
    "Ben was given seven. The gate closed at ten to four. The fair is held weekly. Xi won for life "
    "overnight. The 470-room hotel has tunnels of 12 kilometres."
)


@pytest.mark.parametrize(
    ("question", "answer", "fits"),
    [
        ("How many tanks were lost?", "two", True),
        ("How many tanks were lost?", "the crew", False),
        ("How many of the 146 shells were lost?", "146", False),
        ("How far did they get?", "near Brod", True),
        ("When did they leave?", "dawn", True),
        ("When did they leave?", "the crew", False),
        ("How long did the march take?", "six days", True),
        ("How long did the march take?", "the crew", False),
        ("How many years did he get?", "seven", True),
        ("How long did he get?", "seven", False),
        ("When was it?", "nine", True),
        ("When did it close?", "ten to four", True),
        ("When did it close?", "The gate", False),
        ("Who was given seven, Ana or Ben?", "Ben", True),
        ("Who was given seven, like Ben?", "Ben", False),
        ("Who is the nurse?", "Ana Kos", True),
        ("Who is Ana Kos?", "Ana Kos", False),
        ("Who is Ana Kos?", "a nurse", True),
        ("Who is Ana Kos?", "41", False),
        ("What happened?", "near Brod. They left", False),
        ("What is she?", "a nurse (and", False),
        ("What is she?", "a nurse (and a mother)", True),
        ("Was it late?", "It was late", True),
        ("Which of the two, Ana Kos and Ben, was late?", "Ben", True),
        ("When did they leave?", "overnight", True),
        ("How long was he jailed?", "life", True),
        ("How long are the tunnels?", "12 kilometres", True),
        ("How many rooms are there?", "The 470-room hotel", True),
        ("How often is the fair held?", "weekly", True),
        ("Who won?", "Xi", True),
    ],
)
def test_only_what_has_the_form_of_an_answer_fits(question: str, answer: str, fits: bool) -> None:
    document = build_document("a.txt", TEXT)
    start = TEXT.index(answer)
    span = Span(Passage(document, 0, len(TEXT)), start, start + len(answer), 0.0)
    assert can_answer(question_kind(question), question, span) is fits
