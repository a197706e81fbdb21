from collections.abc import Callable

import pytest

from embeddings.documents import build_document
from embeddings.passages import Document, Interval
from qa.extent import clause_around, range_around, stance_around, title_around

CLAUSES = [
    (
        "Power came back a month ago, but not in all districts of the city, leaving some dark.",
        "not in all",
        "not in all districts of the city",
    ),
    (
        "“My legs went numb. I couldn’t hear,” he recalls.",
        "I couldn’t hear",
        "I couldn’t hear",
    ),
    ("The bridge fell – nobody was hurt – in May.", "nobody", "nobody was hurt"),
    ('"The bell never rang," says Ada Moss, 68.', "never rang", "The bell never rang"),
    ("As night fell, the bell rang.", "the bell rang", "As night fell, the bell rang"),
    ("Nobody said the bridge was hit.", "was hit", "Nobody said the bridge was hit"),
    (
        "The army has never admitted that the bridge was hit.",
        "the bridge was hit",
        "The army has never admitted that the bridge was hit",
    ),
    ("He falsely claimed that it fell.", "it fell", "He falsely claimed that it fell"),
    ("Few believe the bridge was hit.", "was hit", "Few believe the bridge was hit"),
    (
        "Anyone who says the bridge was hit is lying.",
        "was hit",
        "Anyone who says the bridge was hit is lying",
    ),
    ("It rained.", "It rained", "It rained"),
    (
        "Ada Korr, a nurse, of Noll, denied that she had heard a cry.",
        "she had heard a cry",
        "Ada Korr, a nurse, of Noll, denied that she had heard a cry",
    ),
    ("Nobody was shot and nobody died there.", "Nobody was shot", "Nobody was shot"),
    ("It rained. Then it snowed.", "snowed", "Then it snowed"),
    ("Dr. Kot said it fell, but nobody died.", "it fell", "Dr. Kot said it fell"),
]
STANCES = [
    ("There was no school and, on Sundays, no bell.", "no school", "no school"),
    ("There was no bell in the tower.", "bell", "There was no bell in the tower"),
    ("Few here say that warm air fell.", "warm air fell", "Few here say that warm air fell"),
    (
        "Unless he lies, the gate was shut.",
        "gate was shut",
        "Unless he lies, the gate was shut",
    ),
    (
        "Anyone who says the bridge was hit is lying.",
        "the bridge was hit",
        "Anyone who says the bridge was hit is lying",
    ),
    ("The gate was shut early, at ten.", "The gate was shut", "The gate was shut"),
    ("The gate was not shut at ten.", "The gate was", "The gate was not shut at ten"),
    ("Police found axes and saws.", "axes", "Police found axes and saws"),
    ("The two men were acquitted.", "were acquitted", "The two men were acquitted"),
    ("Ada Korr denied that she left.", "she left", "Ada Korr denied that she left"),
    ("Ada Korr said that she left.", "she left", "Ada Korr said that she left"),
    ("Ada Korr said that she had left.", "she had left", "she had left"),
    ("Ada Moss maintains that nobody called.", "nobody called", "nobody called"),
    ("Reis, who fled in May, has not returned.", "has not returned", "has not returned"),
    ("He heard no shot, he said on Monday.", "no shot", "no shot"),
    ("They left on Monday, he told us.", "They left on Monday", "They left on Monday"),
]
RANGES = [
    ("Between 20 and 30 people died.", "20", "Between 20 and 30 people"),
    ("Between 20 and 30 people died.", "20 and 30", "Between 20 and 30 people"),
    ("It took from two to three weeks.", "three weeks", "from two to three weeks"),
    ("Some 20-30 people died.", "20", "20-30 people"),
    ("20 people died, 30 were hurt.", "20 people", "20 people"),
    ("Several people died.", "Several", "Several"),
]
TITLES = [
    ("He is a former mayor.", "mayor", "former mayor"),
    ("He is the First Deputy Minister.", "Minister", "First Deputy Minister"),
    ("He is the first mayor.", "mayor", "mayor"),
    ("Police freed the alleged thief.", "thief", "alleged thief"),
]


@pytest.mark.parametrize(
    ("around", "text", "answer", "whole"),
    [
        *((clause_around, *case) for case in CLAUSES),
        *((stance_around, *case) for case in STANCES),
        *((range_around, *case) for case in RANGES),
        *((title_around, *case) for case in TITLES),
    ],
)
def test_what_stands_around_an_answer(
    around: Callable[[Document, int, int], Interval], text: str, answer: str, whole: str
) -> None:
    start = text.index(answer)
    found = around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)] == whole
