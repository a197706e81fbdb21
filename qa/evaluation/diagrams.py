"""The diagrams of the report, each with its heading and what to look for in it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from qa.evaluation.charts import bars, histogram, plot
from qa.evaluation.figure import Figure
from qa.evaluation.metrics import reliability, risks
from qa.evaluation.results import Results
from qa.evaluation.scores import DEPTHS
from qa.evaluation.summary import asked_of_sources, calibration_pairs

MOST_BARS = 30  # of one diagram, the worst


def diagrams(results: Results) -> str:
    """All diagrams for which the run has figures."""
    drawn = [*_of_confidence(results), *_of_retrieval(results), *_of_groups(results)]
    milliseconds = [c["answer"]["elapsed_ms"] for c in asked_of_sources(results["cases"])]
    if milliseconds:
        name, note = "Time to answer", "Number of questions asked of the sources by time."
        drawn.append((name, note, histogram(name, milliseconds, "ms")))
    return "".join(
        f'<div><h3>{escape(name)}</h3><p class="note">{escape(note)}</p>{chart}</div>'
        for name, note, chart in drawn
    )


def _of_confidence(results: Results) -> Iterator[tuple[str, str, str]]:
    confidences, right = calibration_pairs(results["cases"])
    if not len(right):
        return
    dots = [
        ((b.confidence, b.right), f"{b.n} answers: {b.confidence:.2f} sure, {b.right:.2f} right")
        for b in reliability(confidences, right)
    ]
    name = "Is the confidence honest?"
    diagram = plot(name, ("confidence", "share right"), dots=dots, diagonal=True)
    yield name, "Dots on the dashed line: as often right as claimed.", diagram
    risk = risks(confidences, right)
    line = [((k + 1) / len(results["cases"]), float(wrong)) for k, wrong in enumerate(risk)]
    name = "Does it know when it is wrong?"
    axes = ("share of all questions answered", "share wrong")
    curve = plot(name, axes, line=line, top=1.0 if risk.max() > 0.5 else 0.5)
    yield name, "Most confident answers first; low for long is good.", curve


def _of_retrieval(results: Results) -> Iterator[tuple[str, str, str]]:
    depths = [f"recall@{depth}" for depth in DEPTHS]
    found = [(name, results["summary"][name]) for name in depths if name in results["summary"]]
    if found:
        name = "Is the evidence retrieved?"
        yield name, "Share of questions with evidence so deep.", bars(name, found)


def _of_groups(results: Results) -> Iterator[tuple[str, str, str]]:
    for groups, metric, name, note in (
        (results["by_category"], "f1", "F1 by category", "Answerable questions, worst first."),
        (results["by_document"], "f1", "F1 by document", "Where the evidence stands, worst first."),
        (results["by_category"], "false_answer_rate", "False answers", "Worst first."),
    ):
        rows = [(group, found[metric]) for group, found in groups.items() if metric in found]
        if rows:
            worst = sorted(rows, key=_value, reverse=metric != "f1")[:MOST_BARS]
            yield name, note, bars(name, worst)


def _value(row: tuple[str, Figure]) -> float:
    return row[1]["value"]
