import pytest

from embeddings.documents import build_document
from qa.extent import clause_around, enumeration_around, range_around


@pytest.mark.parametrize(
    ("text", "answer", "clause"),
    [
        (
            "Marta said she couldn’t say she was glad to see the army.",
            "she was glad",
            "she couldn’t say she was glad to see the army",
        ),
        (
            "Power came back a month ago, but not in all districts of the city, leaving some dark.",
            "not in all",
            "but not in all districts of the city",
        ),
        (
            "Officials say there could be more sites and that their work is only beginning.",
            "more sites",
            "there could be more sites",
        ),
        (
            "“My legs went numb. I couldn’t hear,” he recalls.",
            "I couldn’t hear",
            "I couldn’t hear",
        ),
        ("The bridge fell – nobody was hurt – in May.", "nobody", "nobody was hurt"),
        ("He heard no shot, he said on Monday.", "no shot", "He heard no shot"),
        ('"The bell never rang," says Ada Moss, 68.', "never rang", "The bell never rang"),
        ("According to Roth, the lock was broken.", "was broken", "the lock was broken"),
        ("Ada Moss maintains that nobody called.", "nobody called", "nobody called"),
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
        (
            "Kot told the BBC’s Today programme the bridge was not hit.",
            "was not hit",
            "the bridge was not hit",
        ),
        ("Kot told Reuters on Monday that nobody came.", "nobody came", "nobody came"),
        ("Ivan Kot, 54, said the bridge fell.", "the bridge fell", "the bridge fell"),
        ("Dr. Kot said the bridge fell.", "the bridge fell", "the bridge fell"),
        ("It rained.", "It rained", "It rained"),
        ("It rained. Then it snowed.", "snowed", "Then it snowed"),
    ],
)
def test_clause_around_an_answer(text: str, answer: str, clause: str) -> None:
    start = text.index(answer)
    found = clause_around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)].removeprefix("but ").rstrip(".") == clause.removeprefix("but ")


@pytest.mark.parametrize(
    ("text", "answer", "items"),
    [
        ("They sold bread, milk and eggs at noon.", "bread", ["bread", "milk", "eggs at noon"]),
        ("They sold bread, milk and eggs.", "milk", ["bread", "milk", "eggs"]),
        ("Izium, Balakliia and Kupiansk were freed.", "Izium", ["Izium", "Balakliia", "Kupiansk"]),
        (
            "Ivan Kot, 54, Maria Kot, 50, and Olha Kot.",
            "Ivan Kot",
            ["Ivan Kot", "Maria Kot", "Olha Kot"],
        ),
        (
            "They sold bread, milk and eggs at noon.",
            "bread, milk and eggs",
            ["bread", "milk", "eggs"],
        ),
        (
            "These include broken ribs and cracked skulls.",
            "broken ribs",
            ["broken ribs", "cracked skulls"],
        ),
        (
            "The dead also had shrapnel and stab wounds,’ he wrote.",
            "stab",
            ["shrapnel", "stab wounds"],
        ),
        ("They sold bread, and he left.", "bread", []),
        ("They sold bread.", "bread", []),
    ],
)
def test_enumeration_around_an_answer(text: str, answer: str, items: list[str]) -> None:
    start = text.index(answer)
    found = enumeration_around(build_document("a.txt", text), start, start + len(answer))
    assert [text[slice(*item)] for item in found] == items


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("Between 20 and 30 people died.", "20", "Between 20 and 30 people"),
        ("Between 20 and 30 people died.", "20 and 30", "Between 20 and 30 people"),
        ("It took from two to three weeks.", "three weeks", "from two to three weeks"),
        ("Some 20-30 people died.", "20", "20-30 people"),
        ("20 people died, 30 were hurt.", "20 people", "20 people"),
        ("Several people died.", "Several", "Several"),
    ],
)
def test_range_around_one_of_its_ends(text: str, answer: str, whole: str) -> None:
    start = text.index(answer)
    found = range_around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)] == whole
