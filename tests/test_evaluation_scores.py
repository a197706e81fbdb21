from __future__ import annotations

import pytest

from qa.evaluation.metrics import normalise_typographic
from qa.evaluation.scores import score_case
from qa.evaluation.testset import Case, Claim, Evidence
from tests.evaluation_fakes import GRAVES, TOWN, answer, hit, position

FOUND = Evidence("graves.txt", "They found 440 graves.")
NUMBER = Case("c", "How many?", True, ("440 graves",), sources=(FOUND,))
DIFFER = Case(
    "c",
    "How many?",
    True,
    ("440 graves", "450 graves"),
    disagreement=(Claim("440", "graves.txt", "1"), Claim("450", "town.txt", "2")),
)
RAIN = hit(GRAVES, "Rain fell.")
RIGHT = hit(GRAVES, "They found 440 graves. The police chief spoke.")
ELSEWHERE = hit(TOWN, "About 450 graves were counted.")


def test_a_right_answer_scores_everything_its_case_admits():
    given = answer("How many?", position(GRAVES, "440 graves"), confidence=0.8)
    assert score_case(NUMBER, given, [RAIN, RIGHT]) == {
        "false_abstention_rate": 0,
        "exact_match": 1,
        "f1": 1,
        "right": 1,
        "recall@1": 0,
        "recall@5": 1,
        "recall@10": 1,
        "recall@20": 1,
        "mrr": 0.5,
        "citation_correctness": 1,
        "disagreement_false_alarms": 0,
        "brier": pytest.approx(0.04),
    }


def test_an_abstention_scores_no_text_and_keeps_its_retrieval():
    assert score_case(NUMBER, answer("How many?", confidence=0.3), [RIGHT]) == {
        "false_abstention_rate": 1,
        "exact_match": 0,
        "f1": 0,
        "right": 0,
        "recall@1": 1,
        "recall@5": 1,
        "recall@10": 1,
        "recall@20": 1,
        "mrr": 1,
    }


@pytest.mark.parametrize(
    ("given", "scores"),
    [
        (answer("Who?"), {"false_answer_rate": 0, "right": 1}),
        (
            answer("Who?", position(TOWN, "Izium"), confidence=0.5),
            {"false_answer_rate": 1, "right": 0, "brier": 0.25},
        ),
    ],
)
def test_unanswerable_questions(given, scores):
    assert score_case(Case("c", "Who?", False), given, []) == scores


@pytest.mark.parametrize(
    ("hits", "first", "fifth", "tenth", "reciprocal"),
    [
        ([], 0, 0, 0, 0),
        ([RIGHT], 1, 1, 1, 1),
        ([RAIN] * 4 + [RIGHT], 0, 1, 1, 1 / 5),
        ([RAIN] * 5 + [RIGHT, RIGHT], 0, 0, 1, 1 / 6),
        ([ELSEWHERE], 0, 0, 0, 0),
        ([hit(GRAVES, " The police chief")], 0, 0, 0, 0),  # touches the evidence only
        ([hit(GRAVES, ". The police chief")], 1, 1, 1, 1),
    ],
)
def test_retrieval_is_by_overlap_with_the_evidence(hits, first, fifth, tenth, reciprocal):
    scores = score_case(NUMBER, answer("How many?"), hits)
    found = tuple(scores[name] for name in ("recall@1", "recall@5", "recall@10", "mrr"))
    assert found == (first, fifth, tenth, reciprocal)


def test_a_case_without_sources_has_no_retrieval_or_citation_scores():
    given = answer("How many?", position(GRAVES, "440 graves"))
    scores = score_case(Case("c", "How many?", True, ("440 graves",)), given, [RIGHT])
    assert set(scores) == {
        *("false_abstention_rate", "exact_match", "f1", "right", "brier"),
        "disagreement_false_alarms",
    }


@pytest.mark.parametrize(
    ("given", "correct"),
    [
        (answer("?", position(GRAVES, "440 graves")), 1),
        (answer("?", position(GRAVES, "Rain")), 0),
        (answer("?", position(TOWN, "450 graves")), 0),
        (answer("?", position(TOWN, "450 graves"), position(GRAVES, "440 graves")), 0),
        (answer("?", parts=(position(GRAVES, "440"), position(TOWN, "450"))), 1),
        (answer("?", parts=(position(TOWN, "450"), position(GRAVES, "440"))), 0),
    ],
)
def test_the_best_answers_excerpt_must_overlap_the_evidence(given, correct):
    assert score_case(NUMBER, given, [])["citation_correctness"] == correct


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (answer("?", position(GRAVES, "440 graves"), position(TOWN, "450 graves")), 1),
        (answer("?", position(GRAVES, "440 graves"), position(TOWN, "Izium")), 0),
        (answer("?", position(GRAVES, "440 graves"), position(GRAVES, "Rain")), 0),
        (answer("?", position(GRAVES, "440 graves")), 0),
        (answer("?"), 0),
    ],
)
def test_a_disagreement_is_shown_when_both_sides_are_cited(given, shown):
    scores = score_case(DIFFER, given, [])
    assert scores["disagreement_shown"] == shown
    assert "disagreement_false_alarms" not in scores


def test_an_optional_disagreement_is_not_scored():
    optional = Case(
        "c", "?", True, ("440",), disagreement=DIFFER.disagreement, disagreement_optional=True
    )
    scores = score_case(optional, answer("?", position(GRAVES, "440")), [])
    assert not {"disagreement_shown", "disagreement_false_alarms"} & set(scores)


def test_two_positions_where_sources_agree_are_a_false_alarm():
    given = answer("?", position(GRAVES, "440 graves"), position(TOWN, "Izium"))
    assert score_case(NUMBER, given, [])["disagreement_false_alarms"] == 1


def test_parts_count_as_one_list_and_each_item_is_recalled():
    case = Case("c", "Which?", True, answers_all=("440 graves", "rain", "snow", "art"))
    parts = (position(GRAVES, "440 graves"), position(GRAVES, "Rain"))
    scores = score_case(case, answer("Which?", parts=parts), [])
    assert scores["list_recall"] == 0.5
    assert scores["f1"] == pytest.approx(2 * 3 / (3 + 5))
    assert score_case(case, answer("Which?"), [])["list_recall"] == 0


@pytest.mark.parametrize(
    ("given", "recall", "precision"),
    [
        (answer("?", parts=(position(GRAVES, "440 graves"), position(GRAVES, "Rain"))), 1, 1),
        (answer("?", parts=(position(GRAVES, "440"), position(GRAVES, "Rain fell"))), 0.5, 1),
        (answer("?", parts=(position(GRAVES, "Rain"), position(GRAVES, "police"))), 0.5, 0.5),
        (answer("?", parts=(position(GRAVES, "police"), position(TOWN, "Izium"))), 0, 0),
        (
            answer("?", position(GRAVES, "440 graves"), parts=(position(TOWN, "Izium"),) * 3),
            0.5,
            0,
        ),
        (answer("?", position(GRAVES, "440 graves")), 0.5, 1),
        (answer("?", position(TOWN, "Izium"), position(GRAVES, "Rain")), 0.5, 0),
        (answer("?"), 0, None),
    ],
)
def test_precision_is_the_share_of_shown_items_that_are_of_the_list(given, recall, precision):
    case = Case("c", "?", True, answers_all=("440 graves", "rain"))
    scores = score_case(case, given, [])
    assert (scores["list_recall"], scores.get("list_precision")) == (recall, precision)


def test_a_yes_no_question_without_texts_is_scored_for_its_evidence_only():
    case = Case("c", "Were graves found?", True, polarity="yes", sources=(FOUND,))
    scores = score_case(case, answer("Were graves found?", position(GRAVES, "440 graves")), [RAIN])
    assert set(scores) == {
        *("false_abstention_rate", "recall@1", "recall@5", "recall@10", "recall@20", "mrr"),
        *("citation_correctness", "disagreement_false_alarms"),
    }


def test_normalisation_is_for_exact_match_and_f1():
    case = Case("c", "?", True, ("“440” graves",))
    given = answer("?", position(GRAVES, "440 graves"))
    squad = score_case(case, given, [])
    typographic = score_case(case, given, [], normalise=normalise_typographic)
    assert (squad["exact_match"], squad["f1"], squad["right"]) == (0, 0.5, 1)
    assert (typographic["exact_match"], typographic["f1"], typographic["right"]) == (1, 1, 1)
