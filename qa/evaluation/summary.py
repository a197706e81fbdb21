"""The metrics of a run, each over the cases that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from qa.evaluation.figure import Clusters, Figure, figure, mean_figure
from qa.evaluation.metrics import Floats, calibration_error, coverage_at, risk_coverage_area
from qa.evaluation.results import CaseResult
from qa.evaluation.scores import DEPTHS

PRECISIONS = (80, 90)  # in percent, at which the share of questions answered is given

MEANS = (
    *("exact_match", "f1"),
    *(f"recall@{depth}" for depth in DEPTHS),
    *("mrr", "false_answer_rate", "false_abstention_rate", "brier", "citation_correctness"),
    *("disagreement_shown", "disagreement_false_alarms", "list_recall", "list_precision"),
)
"""The metrics that are means of the scores of cases."""

METRICS = {
    "exact_match": "exact match, answerable questions",
    "f1": "token F1, answerable questions",
    "exact_match_all": "exact match, all questions (SQuAD 2.0)",
    "f1_all": "token F1, all questions (SQuAD 2.0)",
    **{f"recall@{depth}": f"evidence at rank {depth} or better" for depth in DEPTHS},
    "mrr": "mean reciprocal rank of the evidence",
    "false_answer_rate": "answered what the sources do not say",
    "false_abstention_rate": "held back what the sources say",
    **{
        f"answered_at_{share}": f"share of questions answered when {share} % of answers are right"
        for share in PRECISIONS
    },
    "calibration_error": "expected calibration error",
    "brier": "Brier score of the confidence",
    "risk_coverage_area": "area under risk and coverage",
    "citation_correctness": "best citation overlaps the evidence",
    "disagreement_shown": "differing sources shown as differing",
    "disagreement_false_alarms": "differing claimed where none is",
    "list_recall": "items of list questions shown",
    "list_precision": "items shown that are of the list",
    "latency_p50_ms": "median time of questions asked of the sources, ms",
    "latency_p95_ms": "95th percentile of that time, ms",
}
"""All metrics in the order they are shown, with what they say."""

LOWER_IS_BETTER = frozenset(
    {
        *("false_answer_rate", "false_abstention_rate", "calibration_error", "brier"),
        *("risk_coverage_area", "disagreement_false_alarms", "latency_p50_ms", "latency_p95_ms"),
    }
)


def summarise(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """Every metric over the cases that have it, in the order of ``METRICS``.

    The times are those of ``asked_of_sources``.
    """
    found = means(cases) | _over_all_questions(cases) | _of_confidence(cases)
    asked = asked_of_sources(cases)
    if asked:
        for share in (50, 95):
            found[f"latency_p{share}_ms"] = figure(
                lambda sample, share=share: float(np.percentile(sample, share)),
                np.array([case["answer"]["elapsed_ms"] for case in asked]),
                clusters=clusters(asked),
            )
    return {metric: found[metric] for metric in METRICS if metric in found}


def means(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """The metrics that are means, each over the cases that have its score."""
    found = {}
    for metric in MEANS:
        having = [case for case in cases if metric in case["scores"]]
        if having:
            values = np.array([case["scores"][metric] for case in having])
            found[metric] = mean_figure(values, clusters(having))
    return found


def points(case: CaseResult, metric: str) -> float | None:
    """Exact match or F1 as SQuAD 2.0 has it: silence is the match of an unanswerable question."""
    scores = case["scores"]
    if "false_answer_rate" in scores:
        return 1 - scores["false_answer_rate"]
    return scores.get(metric)


def asked_of_sources(cases: Iterable[CaseResult]) -> list[CaseResult]:
    """The cases that came back with an answer or with the nearest passages.

    The others stopped at the question itself: empty, too long, unclear, or none to sources. Their
    times say nothing of how long an answer takes.
    """
    return [c for c in cases if not c["answer"]["abstained"] or c["answer"]["nearest"]]


def clusters(cases: Iterable[CaseResult]) -> Clusters:
    """What each case is drawn together with in a bootstrap."""
    return [case.get("article") for case in cases]


def calibration_pairs(cases: Iterable[CaseResult]) -> tuple[Floats, Floats]:
    """Confidence and rightness (1 or 0) of every answer that was given.

    An answer to an unanswerable question is wrong. Held-back answers are left out: whether they
    would have been right is not known.
    """
    pairs = [(c["answer"]["confidence"], c["scores"]["right"]) for c in cases if _judged(c)]
    columns = np.array(pairs, dtype=float).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _over_all_questions(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """Exact match and F1 over answerable and unanswerable questions, where there are both."""
    if not any("false_answer_rate" in case["scores"] for case in cases):
        return {}
    found = {}
    for metric in ("exact_match", "f1"):
        having = [(case, value) for case in cases if (value := points(case, metric)) is not None]
        values = np.array([value for _, value in having])
        found[f"{metric}_all"] = mean_figure(values, clusters(case for case, _ in having))
    return found


def _of_confidence(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """Calibration error, risk and coverage."""
    given = [case for case in cases if _judged(case)]
    confidences, right = calibration_pairs(given)
    if not given:
        return {}
    found = {
        "calibration_error": figure(
            calibration_error, confidences, right, clusters=clusters(given), grows_with_noise=True
        ),
        "risk_coverage_area": figure(
            risk_coverage_area, confidences, right, clusters=clusters(given)
        ),
    }
    judged = [case for case in cases if "right" in case["scores"]]
    every = np.array([case["answer"]["confidence"] for case in judged])
    rights = np.array([case["scores"]["right"] for case in judged])
    answered = np.array([not case["answer"]["abstained"] for case in judged])
    for share in PRECISIONS:
        found[f"answered_at_{share}"] = figure(
            lambda c, r, a, share=share: coverage_at(share / 100, c[a], r[a]) * a.mean(),
            *(every, rights, answered),
            clusters=clusters(judged),
        )
    return found


def _judged(case: CaseResult) -> bool:
    """Whether an answer was given and is known to be right or wrong."""
    return "right" in case["scores"] and not case["answer"]["abstained"]
