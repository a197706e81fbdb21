import pytest

from embeddings.documents import build_document
from qa.extent import (
    clause_around,
    range_around,
    stance_around,
    title_around,
)


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
        (
            "The head of the office of the national fire service in Rome on Monday said that"
            " the dam had burst.",
            "the dam",
            "the dam had burst",
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
        ("Reis, who fled in May, has not returned.", "has not returned", "has not returned"),
        (
            "Reis, who never spoke, drank or slept, left.",
            "drank",
            "who never spoke, drank or slept",
        ),
        ("Women were among them, it found.", "Women", "Women were among them"),
        (
            "They left on Monday, Major Tass, head of the staff, told the Echo.",
            "They left",
            "They left on Monday",
        ),
        (
            "Ada Korr, a nurse, of Noll, confirmed that she had heard a cry.",
            "she had heard a cry",
            "she had heard a cry",
        ),
        (
            "Ada Korr, a nurse, of Noll, denied that she had heard a cry.",
            "she had heard a cry",
            "Ada Korr, a nurse, of Noll, denied that she had heard a cry",
        ),
        ("Nobody was shot and nobody died there.", "Nobody was shot", "Nobody was shot"),
        ("It rained. Then it snowed.", "snowed", "Then it snowed"),
    ],
)
def test_clause_around_an_answer(text: str, answer: str, clause: str) -> None:
    start = text.index(answer)
    found = clause_around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)].removeprefix("but ").rstrip(".") == clause.removeprefix("but ")


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("There was no school and, on Sundays, no bell.", "no school", "no school"),
        ("There was no bell in the tower.", "bell", "There was no bell in the tower"),
        ("Few here say that warm air fell.", "warm air fell", "Few here say that warm air fell"),
        (
            "Unless he lies, the gate was shut.",
            "gate was shut",
            "Unless he lies, the gate was shut",
        ),
        ("The gate was shut early, at ten.", "The gate was shut", "The gate was shut"),
        ("The gate was not shut at ten.", "The gate was", "The gate was not shut at ten"),
        ("Police found axes and saws.", "axes", "Police found axes and saws"),
        ("The two men were acquitted.", "were acquitted", "The two men were acquitted"),
        ("Ada Korr denied that she left.", "she left", "Ada Korr denied that she left"),
        ("Ada Korr said that she left.", "she left", "she left"),
    ],
)
def test_stance_around_what_it_denies(text: str, answer: str, whole: str) -> None:
    start = text.index(answer)
    found = stance_around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)] == whole


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


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("He is a former mayor.", "mayor", "former mayor"),
        ("He is the First Deputy Minister.", "Minister", "First Deputy Minister"),
        ("He is the first mayor.", "mayor", "mayor"),
        ("Police freed the alleged thief.", "thief", "alleged thief"),
    ],
)
def test_title_around_its_noun(text: str, answer: str, whole: str) -> None:
    start = text.index(answer)
    found = title_around(build_document("a.txt", text), start, start + len(answer))
    assert text[slice(*found)] == whole
