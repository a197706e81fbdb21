from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from qa.evaluation.figure import figure, mean_figure
from qa.evaluation.metrics import calibration_error
from qa.evaluation.results import load_results, outcome, save_results
from qa.evaluation.summary import METRICS, calibration_pairs, summarise
from qa.evaluation.tables import summary_table, table


def case(scores, abstained=False, confidence=0.5, milliseconds=10.0, identity="c", nearest=()):
    answer = {
        "question": "?",
        "abstained": abstained,
        "confidence": confidence,
        "nearest": list(nearest),
        "elapsed_ms": milliseconds,
    }
    return {"id": identity, "scores": scores, "answer": answer}


RIGHT = case({"exact_match": 1.0, "f1": 1.0, "right": 1.0, "brier": 0.25}, milliseconds=20)
WRONG = case({"exact_match": 0.0, "f1": 0.5, "right": 0.0, "brier": 0.81}, confidence=0.9)
HELD = case(
    {"exact_match": 0.0, "f1": 0.0, "right": 0.0},
    abstained=True,
    confidence=0.2,
    nearest=[{"file": "a.txt", "excerpt": "Rain fell.", "excerpt_start": 0}],
)
SILENT = case({"false_answer_rate": 0.0, "right": 1.0}, abstained=True, milliseconds=30)
FALSE = case({"false_answer_rate": 1.0, "right": 0.0, "brier": 0.04}, confidence=0.2)


def values(cases):
    return {metric: (f["value"], f["n"]) for metric, f in summarise(cases).items()}


def test_summary_of_answerable_questions():
    assert values([RIGHT, WRONG, HELD]) == {
        "exact_match": (pytest.approx(1 / 3), 3),
        "f1": (pytest.approx(0.5), 3),
        "calibration_error": (pytest.approx((0.5 + 0.9) / 2), 2),
        "brier": (pytest.approx(0.53), 2),
        "risk_coverage_area": (pytest.approx((1 + 1 / 2) / 2), 2),
        "answered_at_80": (0, 3),
        "answered_at_90": (0, 3),
        "latency_p50_ms": (10, 3),
        "latency_p95_ms": (19, 3),
    }


def test_silence_counts_as_exact_match_over_all_questions():
    found = values([RIGHT, WRONG, SILENT, FALSE])
    assert found["exact_match"] == (0.5, 2)
    assert found["exact_match_all"] == (0.5, 4)
    assert found["f1_all"] == (pytest.approx((1 + 0.5 + 1 + 0) / 4), 4)
    assert found["false_answer_rate"] == (0.5, 2)
    assert list(found) == [metric for metric in METRICS if metric in found]


def test_an_empty_run_has_an_empty_summary():
    assert summarise([]) == {}


@pytest.mark.parametrize(
    ("cases", "median"),
    [
        ([RIGHT, HELD, HELD], (10, 3)),
        ([RIGHT, SILENT, SILENT], (20, 1)),  # refused for the question itself
        ([SILENT], None),
    ],
)
def test_times_are_of_questions_asked_of_the_sources(cases, median):
    assert values(cases).get("latency_p50_ms") == median


def test_list_precision_is_a_mean_of_the_cases_that_show_items():
    shown = [case({"list_recall": 1.0, "list_precision": share}) for share in (0.5, 1.0)]
    nothing = case({"list_recall": 0.0}, abstained=True)
    found = values([*shown, nothing])
    assert found["list_recall"] == (pytest.approx(2 / 3), 3)
    assert found["list_precision"] == (0.75, 2)


def test_calibration_leaves_held_back_answers_out():
    confidences, right = calibration_pairs([RIGHT, WRONG, HELD, SILENT, FALSE])
    assert (confidences.tolist(), right.tolist()) == ([0.5, 0.9, 0.2], [1, 0, 0])


@pytest.mark.parametrize(
    ("result", "name"),
    [
        (RIGHT, "right"),
        (WRONG, "wrong"),
        (HELD, "wrongly refused"),
        (SILENT, "rightly refused"),
        (FALSE, "wrongly answered"),
        (case({"false_abstention_rate": 0.0}), "answered"),
    ],
)
def test_outcome(result, name):
    assert outcome(result) == name


def test_interval_agrees_with_scipys_percentile_bootstrap():
    sample = np.random.default_rng(1).random(80)
    found = mean_figure(sample)
    theirs = stats.bootstrap((sample,), np.mean, method="percentile", rng=2).confidence_interval
    assert (found["value"], found["n"]) == (pytest.approx(sample.mean()), 80)
    assert found["low"] == pytest.approx(theirs.low, abs=0.01)
    assert found["high"] == pytest.approx(theirs.high, abs=0.01)
    assert figure(lambda s: float(s.mean()), sample) == pytest.approx(found)


def test_the_interval_of_a_calibration_error_holds_it():
    random = np.random.default_rng(5)
    confidences = random.random(100)
    right = (random.random(100) < confidences).astype(float)
    found = figure(calibration_error, confidences, right, grows_with_noise=True)
    assert 0 <= found["low"] < found["value"] < found["high"] < 2 * found["value"]
    assert figure(calibration_error, confidences, right)["low"] > found["low"]


def test_columns_are_resampled_together():
    sample = np.arange(9.0)
    found = figure(lambda a, b: float(np.abs(a - b).max()), sample, sample)
    assert (found["low"], found["high"]) == (0, 0)


def test_share_of_questions_answered_at_a_precision():
    sure = [case({"right": 1.0}, confidence=0.9)] * 7 + [case({"right": 0.0}, confidence=0.8)]
    found = values([*sure, *[case({"right": 0.0}, confidence=0.7)] * 4, HELD, SILENT])
    assert found["answered_at_80"] == (pytest.approx(8 / 14), 14)
    assert found["answered_at_90"] == (pytest.approx(7 / 14), 14)


def test_cases_of_one_article_are_drawn_together():
    sample = np.array([1.0, 1, 1, 1, 0, 0, 0, 0, 1, 0])
    alike = [*"aaaabbbb", None, None]
    apart, together = mean_figure(sample), mean_figure(sample, alike)
    assert (together["value"], together["n"]) == (0.5, 10)
    assert (together["low"], together["high"]) == (0, 1)
    assert apart["low"] > 0.1
    assert figure(lambda s: float(s.mean()), sample, clusters=alike) == pytest.approx(together)
    cases = [case({"f1": f1}) | {"article": name} for f1, name in zip(sample, alike, strict=True)]
    assert summarise(cases)["f1"] == together


def test_summary_table():
    summary = {
        "f1": {"value": 0.5, "low": 0.25, "high": 0.75, "n": 8},
        "latency_p50_ms": {"value": 41.6, "low": 30.2, "high": 50, "n": 8},
    }
    results = {"summary": summary, "by_category": {}, "cases": [], "environment": {}}
    assert summary_table(results).splitlines() == [
        f"| metric         | value | 95 % interval  | n | {'':49} |",
        f"|----------------|-------|----------------|---|{'':-<51}|",
        f"| f1             | 0.500 | 0.250 to 0.750 | 8 | {METRICS['f1']:49} |",
        f"| latency_p50_ms | 42    | 30 to 50       | 8 | {METRICS['latency_p50_ms']:49} |",
    ]


def test_cells_cannot_break_a_table():
    assert table([("a",), ("x|y\nz",)]) == "| a      |\n|--------|\n| x\\|y z |"


def test_results_load_as_saved(tmp_path):
    saved = {"summary": {}, "by_category": {}, "cases": [RIGHT], "environment": {"cores": 2}}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(saved), encoding="utf-8")
    assert load_results(path) == saved | {"by_document": {}}
    save_results(load_results(path), path)
    assert load_results(path) == saved | {"by_document": {}}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": [{"id": "c"}]}'])
def test_a_file_that_holds_no_results(tmp_path, content):
    path = tmp_path / "old.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"old.json holds no results .* evaluate --json"):
        load_results(path)
