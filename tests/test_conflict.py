import math
from dataclasses import astuple
from pathlib import Path

import pytest

from embeddings.passages import Passage
from qa.answers import Span
from qa.conflict import Conflict, Rivalry, compared, load_conflict, rivalry, save_conflict
from qa.extent import full_extent
from qa.questions.kinds import question_kind
from tests.conftest import WordEncoder, make_document

COUNTED = "Ada Kovar counted 443 graves in Brno."


def answer(text: str, found: str, source: str) -> Span:
    start = text.index(found)
    return Span(Passage(make_document(text, source), 0, len(text)), start, start + len(found), 1.0)


@pytest.mark.parametrize(
    ("question", "other", "found", "source", "expected"),
    [
        (
            "How many graves did Kovar count in Brno?",
            "At Brno there were 886 graves.",
            "886",
            "b.txt",
            (0.8, 1.5, 0, 1, 1, math.log(2), 2 / 7, 1 / 2, 1 / 2),
        ),
        (
            "How many graves did Kovar count in Brno?",
            "Kovar counted more than 4,430,000 graves.",
            "4,430,000",
            "a.txt",
            (0.8, 1.5, 1, 1, 1, 5.0, 2 / 7, 1 / 2, 1 / 2),
        ),
        (
            "How many graves are in Izium?",
            "At Izyum there were 886 graves.",
            "886",
            "b.txt",
            (0.8, 1.5, 0, 1, 1, math.log(2), 1 / 2, 1, 1),
        ),
        (
            "how many graves were counted",
            "No graves were counted.",
            "No graves",
            "b.txt",
            (0.8, 1.5, 0, 1, 0, -1.0, 1 / 2, 0, 0),
        ),
    ],
)
def test_rivalry_tells_whether_two_speak_of_the_same(
    question, other, found, source, expected
) -> None:
    kind = question_kind(question)
    best = full_extent(kind, answer(COUNTED, "443", "a.txt"))
    rival = full_extent(kind, answer(other, found, source))
    told = rivalry(question, kind, best, rival, likely=0.8, behind=1.5)
    assert told is not None
    assert astuple(told)[:-1] == pytest.approx(expected)
    assert told.alike == 1.0
    assert compared(told, best, rival, None) == told
    encoder = WordEncoder()
    vectors = encoder.encode([COUNTED, other])
    cosine = pytest.approx(float(vectors[0] @ vectors[1]))
    assert compared(told, best, rival, encoder).alike == cosine


@pytest.mark.parametrize(
    ("other", "found"),
    [("They counted 443 graves.", "443"), ("In May they counted 17 tanks.", "17 tanks")],
)
def test_answers_that_do_not_differ_are_no_rivals(other: str, found: str) -> None:
    best, rival = answer(COUNTED, "443 graves", "a.txt"), answer(other, found, "b.txt")
    question = "How many graves were counted?"
    assert rivalry(question, "how-many", best, rival, likely=1, behind=0) is None


@pytest.mark.parametrize(
    ("weight", "behind", "expected"),
    [(2, 1.9, False), (2, 2.1, True), (-2, 1.9, False), (-2, 2.1, True)],
)
def test_what_no_likeness_of_passages_can_save_is_excluded(weight, behind, expected) -> None:
    conflict = Conflict((0, -1, 0, 0, 0, 0, 0, 0, 0, weight), intercept=0, threshold=0.5)
    assert conflict.excludes(Rivalry(0.9, behind, 0, 0, 0, 0, 0, 0, 0)) == expected


def test_judge_is_saved_and_read_again(tmp_path: Path) -> None:
    conflict = Conflict((0.5, -1, 2, 0, 0, 0, 0, 0, 0, 4), intercept=-3, threshold=0.75)
    save_conflict(conflict, tmp_path / "conflict.json")
    assert load_conflict(tmp_path / "conflict.json") == conflict


@pytest.mark.parametrize("text", ["", "{}", '{"weights": {"likely": 1}}', "[1]"])
def test_damaged_judge_is_a_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "conflict.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"no judge of conflicts at .*conflict\.json"):
        load_conflict(path)


def test_what_is_bundled_holds_a_lower_and_farther_answer_for_less_likely() -> None:
    conflict = load_conflict()
    question, kind = "How many graves are in Brno?", question_kind("How many graves are in Brno?")
    best = answer(COUNTED, "443 graves", "a.txt")
    near = answer("There are 445 graves in Brno.", "445 graves", "b.txt")
    far = answer("There are 9 graves in Brno.", "9 graves", "b.txt")

    def chance(other: Span, behind: float) -> float:
        told = rivalry(question, kind, best, other, likely=0.9, behind=behind)
        assert told is not None
        return conflict.probability(told)

    assert chance(near, 0.2) > chance(near, 2.0) > chance(far, 2.0)
    assert chance(near, 0.2) > conflict.threshold > chance(far, 5.0)
