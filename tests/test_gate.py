"""The quality gate turns red on a planted regression, and not on noise."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest

from qa.evaluation import testset as testsets
from qa.evaluation.compare import compare
from qa.evaluation.results import load_results
from qa.evaluation.testset import Case, load_testset
from tests import gate
from tests.evaluation_fakes import GRAVES, ScriptedPipeline, answer, position

HELD_BACK = {"exact_match": 0.0, "f1": 0.0, "right": 0.0, "false_abstention_rate": 1.0}


@pytest.fixture(scope="module")
def baseline():
    return load_results(gate.BASELINE)


def held_back(results, which):
    """The results with these cases held back; texts of the sets are not needed for that."""
    planted = copy.deepcopy(results)
    for number in which:
        planted["cases"][number]["scores"] |= HELD_BACK
    return planted


def test_a_planted_regression_turns_the_gate_red(baseline):
    right = [n for n, c in enumerate(baseline["cases"]) if c["scores"].get("exact_match") == 1]
    planted = compare(baseline, held_back(baseline, right[::10]))
    assert {"exact_match", "f1", "false_abstention_rate"} <= set(planted.fallen)
    assert "Quality gate: red. Fell beyond noise: exact_match, f1" in gate.verdict(planted)


@pytest.mark.parametrize("seed", range(5))
def test_cases_that_flip_both_ways_leave_it_green(baseline, seed):
    """As many flips as another processor's arithmetic may make: four in a hundred."""
    noisy = copy.deepcopy(baseline)
    cases = [c for c in noisy["cases"] if "exact_match" in c["scores"]]
    by_match = [[c for c in cases if c["scores"]["exact_match"] == match] for match in (0, 1)]
    random = Random(seed)
    for group in by_match:
        for case in random.sample(group, round(len(cases) * 0.02)):
            match = 1 - case["scores"]["exact_match"]
            case["scores"] |= {"exact_match": match, "f1": match, "right": match}
    found = compare(baseline, noisy)
    assert found.fallen == ()
    assert "Quality gate: green" in gate.verdict(found)


def test_the_baseline_is_of_the_committed_questions_and_holds_no_text(baseline):
    testset = load_testset(gate.QUESTIONS)
    asked = {(case.id, gate._digest(case.question)) for case in testset.cases}
    assert {(c["id"], c["answer"]["question"]) for c in baseline["cases"]} == asked
    written = gate.BASELINE.read_text(encoding="utf-8")
    texts = [case.question for case in testset.cases] + [
        a for c in testset.cases for a in c.answers
    ]
    assert not any(len(text) > 12 and json.dumps(text)[1:-1] in written for text in texts)


def test_a_run_of_the_gate_pairs_with_its_baseline():
    cases = tuple(Case(f"c{n}", f"How many {n}?", True, ("440",)) for n in range(12))
    right = {c.question: answer(c.question, position(GRAVES, "440")) for c in cases}
    wrong = {c.question: answer(c.question, position(GRAVES, "Rain")) for c in cases}
    testset = testsets.TestSet("set", cases)
    texts = {GRAVES.source: GRAVES.text}
    before, after = (gate.run(ScriptedPipeline(said), testset, texts) for said in (right, wrong))
    assert compare(before, before).fallen == ()
    assert compare(before, after).fallen == ("exact_match", "f1", "brier")
    assert "How many" not in json.dumps(before)
