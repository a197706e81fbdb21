"""What a run found: the shape that ``sourcesay evaluate --json`` writes and reads again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from qa.evaluation.figure import Figure, figure, mean_figure
from qa.evaluation.metrics import Floats, calibration_error, risk_coverage_area
from qa.evaluation.scores import DEPTHS, Scores

MEANS = (
    *("exact_match", "f1"),
    *(f"recall@{depth}" for depth in DEPTHS),
    *("mrr", "false_answer_rate", "false_abstention_rate", "brier", "citation_correctness"),
    *("disagreement_shown", "disagreement_false_alarms", "list_recall"),
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
    "calibration_error": "expected calibration error",
    "brier": "Brier score of the confidence",
    "risk_coverage_area": "area under risk and coverage",
    "citation_correctness": "best citation overlaps the evidence",
    "disagreement_shown": "differing sources shown as differing",
    "disagreement_false_alarms": "differing claimed where none is",
    "list_recall": "items of list questions shown",
    "latency_p50_ms": "median time to answer, ms",
    "latency_p95_ms": "95th percentile of time to answer, ms",
}
"""All metrics in the order they are shown, with what they say."""

LOWER_IS_BETTER = frozenset(
    {
        *("false_answer_rate", "false_abstention_rate", "calibration_error", "brier"),
        *("risk_coverage_area", "disagreement_false_alarms", "latency_p50_ms", "latency_p95_ms"),
    }
)


class CaseResult(TypedDict):
    """One case: its id, its scores by metric, and the answer in its JSON shape."""

    id: str
    scores: Scores
    answer: dict[str, Any]


class Results(TypedDict):
    """Everything a run found; metrics for which the set has no case are left out."""

    summary: dict[str, Figure]
    by_category: dict[str, dict[str, Figure]]
    cases: list[CaseResult]
    environment: dict[str, Any]


def summarise(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """Every metric over the cases that have it, in the order of ``METRICS``."""
    found = means(cases)
    if "false_answer_rate" in found:
        # SQuAD 2.0: of an unanswerable question, silence is the exact match
        for metric in ("exact_match", "f1"):
            values = [
                case["scores"].get(metric, 1 - case["scores"].get("false_answer_rate", 1))
                for case in cases
                if metric in case["scores"] or "false_answer_rate" in case["scores"]
            ]
            found[f"{metric}_all"] = mean_figure(np.array(values))
    confidences, right = calibration_pairs(cases)
    if len(right):
        found["calibration_error"] = figure(
            calibration_error, confidences, right, grows_with_noise=True
        )
        found["risk_coverage_area"] = figure(risk_coverage_area, confidences, right)
    milliseconds = np.array([case["answer"]["elapsed_ms"] for case in cases])
    if len(cases):
        for share in (50, 95):
            found[f"latency_p{share}_ms"] = figure(
                lambda sample, share=share: float(np.percentile(sample, share)), milliseconds
            )
    return {metric: found[metric] for metric in METRICS if metric in found}


def means(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """The metrics that are means, each over the cases that have its score."""
    found = {}
    for metric in MEANS:
        values = [case["scores"][metric] for case in cases if metric in case["scores"]]
        if values:
            found[metric] = mean_figure(np.array(values))
    return found


def calibration_pairs(cases: Iterable[CaseResult]) -> tuple[Floats, Floats]:
    """Confidence and rightness (1 or 0) of every answer that was given.

    An answer to an unanswerable question is wrong. Held-back answers are left out: whether they
    would have been right is not known.
    """
    pairs = [
        (case["answer"]["confidence"], case["scores"]["right"])
        for case in cases
        if "right" in case["scores"] and not case["answer"]["abstained"]
    ]
    columns = np.array(pairs, dtype=float).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def outcome(case: CaseResult) -> str:
    """What became of the case, in a word or two."""
    scores = case["scores"]
    if "false_answer_rate" in scores:
        return "false answer" if scores["false_answer_rate"] else "rightly held back"
    if case["answer"]["abstained"]:
        return "wrongly held back"
    if "right" not in scores:
        return "answered"
    return "right" if scores["right"] else "wrong"


def load_results(path: Path | str) -> Results:
    """The results that ``sourcesay evaluate --json`` wrote to ``path``.

    Raises ValueError where the file holds something else.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        for case in data["cases"]:
            if not isinstance(case["scores"], Mapping) or "question" not in case["answer"]:
                raise KeyError("scores")
        return Results(
            summary=data["summary"],
            by_category=data["by_category"],
            cases=data["cases"],
            environment=data["environment"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path} holds no results ({error!r}); write them with: sourcesay evaluate --json"
        ) from error


def summary_table(results: Results) -> str:
    """The summary as a table that is plain text and Markdown at once."""
    rows = [("metric", "value", "95 % interval", "n", "")]
    rows += [
        (metric, shown(metric, f["value"]), interval(metric, f), str(f["n"]), METRICS[metric])
        for metric, f in results["summary"].items()
    ]
    return table(rows)


def shown(metric: str, value: float) -> str:
    """A value as people read it: shares with three digits, milliseconds whole."""
    return f"{value:.0f}" if metric.endswith("_ms") else f"{value:.3f}"


def interval(metric: str, found: Figure) -> str:
    """The interval of a figure as people read it."""
    return f"{shown(metric, found['low'])} to {shown(metric, found['high'])}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows, the first of them the heading, as an aligned Markdown table."""
    rows = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
