import pytest

from embeddings.mentions import ELSEWHERE, HERE, mentions, names_asked
from embeddings.names import Name
from embeddings.passages import Passage
from tests.conftest import make_document

FIRST = "The dam near Velm broke, said Ana Rus."
TEXT = f"{FIRST} Twelve people of Izyum drowned."


@pytest.mark.parametrize(
    ("question", "names", "expected"),
    [
        ("How many drowned?", [], 0),
        ("How many drowned in Velm?", [], ELSEWHERE),
        ("How many of Izyum drowned?", [], HERE),
        ("How many of Izium drowned?", [], 0),
        ("How many of Izium drowned?", [Name(12, 17, ("izium",), ("Izium", "Izyum"))], HERE),
        ("How many of izium drowned?", [Name(12, 17, ("izium",), ("Izium", "Izyum"))], HERE),
        ("How many drowned in Velm and Odrin?", [], ELSEWHERE / 2),
        ("How many drowned in Velm, Izyum?", [], (ELSEWHERE + HERE) / 2),
        ("Velm: how many drowned?", [], 0),  # a sentence's first word may be no name
        ("Did it rain? How many drowned?", [], 0),
        ("Did the Velmers drown?", [], 0),
        ("Did the Velm’s dam break?", [], ELSEWHERE),
        ("Did (x[ of Velm* drown?", [], ELSEWHERE),
    ],
)
def test_names_of_a_question_are_sought_in_passage_and_document(
    question: str, names: list[Name], expected: float
) -> None:
    document = make_document(TEXT)
    passage = Passage(document, len(FIRST) + 1, len(TEXT))
    assert mentions(passage, names_asked(question, names)) == expected


def test_a_name_is_found_by_its_first_letters() -> None:
    document = make_document("Rain fell on Ukrainian fields.")
    passage = Passage(document, 0, len(document.text))
    assert mentions(passage, names_asked("Where in Ukraine did it rain?", [])) == HERE
