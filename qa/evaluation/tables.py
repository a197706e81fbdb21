"""Figures as tables that are plain text and Markdown at once."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.figure import Figure
from qa.evaluation.results import Results
from qa.evaluation.summary import METRICS


def summary_table(results: Results) -> str:
    """The summary as Markdown."""
    return table(summary_rows(results))


def summary_rows(results: Results) -> list[tuple[str, ...]]:
    """The summary, a metric a row, under its heading."""
    return [
        ("metric", "value", "95 % interval", "n", ""),
        *(
            (metric, shown(metric, f["value"]), interval(metric, f), str(f["n"]), METRICS[metric])
            for metric, f in results["summary"].items()
        ),
    ]


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
