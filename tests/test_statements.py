import pytest

from embeddings.documents import build_document
from embeddings.passages import Passage
from qa.statements import find_statement
from tests.conftest import WordEncoder

TEXT = (
    "The mill burned for two days. “We lost every sack of grain,” said Ana Kos, the owner. "
    "Firefighters came from three towns. Mayor Jan Lind promised new houses by spring. "
    "However, he warned: “The river may rise again.” The road stayed shut."
)


@pytest.mark.parametrize(
    ("question", "speaker", "sentence"),
    [
        (
            "Who said they lost every sack of grain?",
            "Ana Kos",
            "“We lost every sack of grain,” said Ana Kos, the owner.",
        ),
        (
            "Who warned that the river may rise again?",
            "Mayor Jan Lind",
            "However, he warned: “The river may rise again.”",
        ),
    ],
)
def test_speaker_of_the_nearest_statement_is_found(question, speaker, sentence) -> None:
    document = build_document("a.txt", TEXT)
    passage = Passage(document, 0, len(TEXT))
    found = find_statement(question, [passage], WordEncoder())
    assert found is not None
    assert TEXT[slice(*found.speaker)] == speaker
    assert TEXT[slice(*found.sentence)] == sentence
    assert found.margin > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill burned for two days, said Ana Kos, the owner of the mill.", "Ana Kos"),
        ("The mill burned for two days, said the firm’s manager, Ana Kos.", "Ana Kos"),
        ("Kos, Lind and Berg said the mill burned for two days.", "Kos, Lind and Berg"),
        ("The mill burned for two days, said Ana Kos, head of Salt and Sea.", "Ana Kos"),
    ],
)
def test_speaker_is_named_without_the_office(text: str, expected: str) -> None:
    found = find_statement(
        "Who said the mill burned?",
        [Passage(build_document("a.txt", text), 0, len(text))],
        WordEncoder(),
    )
    assert found is not None
    assert text[slice(*found.speaker)] == expected


@pytest.mark.parametrize("text", ["The mill burned. The road stayed shut.", "x"])
def test_where_nobody_speaks_no_statement_is_found(text: str) -> None:
    passage = Passage(build_document("a.txt", text), 0, len(text))
    assert find_statement("Who said the mill burned?", [passage], WordEncoder()) is None
    assert find_statement("Who said so?", [], WordEncoder()) is None
