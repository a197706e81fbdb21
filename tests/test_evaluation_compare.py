from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from qa.evaluation.compare import Change, Turn, compare, comparison_text, randomisation_p
from qa.evaluation.markdown import markup_free


def run(*f1s, asked="Question {}?", normalisation="squad", abstained=()):
    """Results of cases c0, c1, ... with these F1 scores; right and matched at 1."""
    cases = [
        {
            "id": f"c{n}",
            "scores": {
                "exact_match": float(f1 == 1),
                "f1": float(f1),
                "right": float(f1 == 1),
                "false_abstention_rate": float(n in abstained),
            },
            "answer": {
                "question": asked.format(n),
                "text": None if n in abstained else f"answer of F1 {f1}",
            },
        }
        for n, f1 in enumerate(f1s)
    ]
    environment = {"normalisation": normalisation}
    return {"summary": {}, "by_category": {}, "cases": cases, "environment": environment}


def change(comparison, metric):
    return next(change for change in comparison.changes if change.metric == metric)


def test_a_run_against_itself_changes_nothing():
    same = compare(run(1, 0.5, 0), run(1, 0.5, 0))
    assert (same.fallen, same.won, same.lost, same.paired, same.unpaired) == ((), (), (), 3, 0)
    assert change(same, "f1") == Change("f1", 0.5, 0.5, 0, 0, 3, 0, 0, 1)
    assert change(same, "exact_match").p == 1


def test_a_planted_regression_falls_beyond_noise_and_lists_what_was_lost():
    worse = compare(run(*[1] * 20), run(*[1] * 12, *[0] * 8, abstained=range(12, 20)))
    assert worse.fallen == ("exact_match", "f1", "false_abstention_rate")
    assert worse.lost[0] == Turn("c12", "Question 12?", "answer of F1 1", None)
    assert (len(worse.won), len(worse.lost)) == (0, 8)
    moved = change(worse, "exact_match")
    assert (moved.before, moved.after, moved.won, moved.lost) == (1, 0.6, 0, 8)
    assert moved.p == pytest.approx(2 / 2**8)
    assert moved.low < -0.4 < moved.high < 0


def test_an_improvement_does_not_fall():
    better = compare(run(*[1] * 12, *[0] * 8, abstained=range(12, 20)), run(*[1] * 20))
    assert (better.fallen, len(better.won), len(better.lost)) == ((), 8, 0)


def test_a_few_lost_cases_are_noise():
    noise = compare(run(*[1] * 20), run(*[1] * 17, 0, 0, 0))
    assert change(noise, "exact_match").p == 0.25
    assert "exact_match" not in noise.fallen


def test_a_few_lost_cases_are_noise_in_a_graded_metric_too():
    noise = compare(run(*[0.9] * 141), run(*[0.9] * 137, 0, 0.2, 0, 0.5))
    moved = change(noise, "f1")
    assert (moved.high < 0, moved.p, noise.fallen) == (True, 0.125, ())


def test_graded_metrics_fall_too():
    slipped = compare(run(*[0.9] * 30), run(*[0.9] * 10, *[0.7] * 20))
    moved = change(slipped, "f1")
    assert (moved.p < 0.001, moved.fell, moved.lost) == (True, True, 20)
    assert moved.low < moved.after - moved.before < moved.high < 0


def test_showing_wrong_items_in_lists_is_a_fall():
    before, after = run(*[1] * 20), run(*[1] * 20)
    for scores, precision in ((before, 1.0), (after, 0.5)):
        for case in scores["cases"]:
            case["scores"]["list_precision"] = precision
    assert compare(before, after).fallen == ("list_precision",)
    assert compare(after, before).fallen == ()


def test_a_fall_in_one_article_is_noise_where_articles_are_drawn():
    before, after = run(*[1] * 24), run(*[0] * 8, *[1] * 16)
    assert compare(before, after).fallen == ("exact_match", "f1")
    for n, case in enumerate(after["cases"]):
        case["article"] = f"article {n // 8}"
    assert change(compare(before, after), "exact_match").p < 0.05
    assert compare(before, after).fallen == ()


def test_only_cases_with_the_same_question_are_paired():
    baseline, now = run(1, 1), run(1, 1, 0)
    now["cases"][1]["answer"]["question"] = "Reworded?"
    assert (compare(baseline, now).paired, compare(baseline, now).unpaired) == (1, 3)
    with pytest.raises(ValueError, match="shares no case"):
        compare(run(1), run(1, asked="Other {}?"))


def test_runs_that_compared_text_differently_are_not_compared():
    with pytest.raises(ValueError, match="'typographic', this run with 'squad'; run the baseline"):
        compare(run(1, normalisation="typographic"), run(1))


@pytest.mark.parametrize(("won", "lost"), [(0, 0), (1, 0), (0, 6), (5, 8), (30, 12), (7, 7)])
def test_of_zeros_and_ones_the_randomisation_test_is_mcnemars(won, lost):
    theirs = binomtest(won, won + lost).pvalue if won + lost else 1.0
    ours = randomisation_p(np.array([1.0] * won + [-1.0] * lost + [0.0] * 5))
    assert ours == pytest.approx(theirs, abs=0.005 if won + lost > 13 else 1e-9)


def test_the_randomisation_test_tells_every_sign_pattern_of_few_changes():
    assert randomisation_p(np.array([-0.5, -0.3, -0.2, 0.1])) == 4 / 16


def test_comparison_as_text():
    text = comparison_text(compare(run(*[1] * 8, 0), run(*[0] * 8, 1, abstained=[0])))
    assert text.splitlines()[0] == "9 cases in both runs, 0 in one only."
    assert "Won: 1\n- c8: Question 8? | 'answer of F1 0' -> 'answer of F1 1'\n" in text
    assert "Lost: 8\n- c0: Question 0? | 'answer of F1 1' -> (held back)\n" in text
    row = next(line for line in text.splitlines() if line.startswith("| exact_match"))
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        *("exact_match", "0.889", "0.111", "-1.000 to -0.333", "1", "8", "0.039", "9", "fell")
    ]
    assert text.endswith("Fell beyond noise: exact_match, f1.")
    assert comparison_text(compare(run(1), run(1))).endswith("Nothing fell beyond noise.")


def test_texts_are_no_markup_in_a_pull_request():
    comparison = compare(run(1), run(0))
    turn = replace(comparison.lost[0], question="Who\n\n# is @x? <!-- ![](http://a)", after="*b*")
    text = comparison_text(replace(comparison, lost=(turn,)), markup_free)
    [line] = [line for line in text.splitlines() if line.startswith("- c0")]
    assert line == (
        "- c0: Who \\# is @\u200bx? \\<\\!-- \\!\\[\\](http://a) \\| 'answer of F1 1' "
        "-\\> '\\*b\\*'"
    )
