"""A run in a few tables of Markdown, for a pull request."""

from __future__ import annotations

from collections import Counter

from qa.evaluation.compare import Comparison, comparison_text
from qa.evaluation.losses import has_faults, losses_table
from qa.evaluation.results import Results, outcome
from qa.evaluation.tables import summary_table
from qa.export import literal


def markdown_summary(results: Results, comparison: Comparison | None = None) -> str:
    """Outcomes and comparison first; where points were lost and all metrics folded away."""
    environment = results["environment"]
    counts = Counter(outcome(case) for case in results["cases"])
    outcomes = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    lines = [
        f"### Evaluation of {environment['testset']}",
        "",
        f"{len(results['cases'])} questions: {outcomes}.",
    ]
    if comparison is not None:
        lines += ["", comparison_text(comparison, markup_free)]
    if has_faults(results["cases"]):
        lines += _folded("Where F1 is lost", losses_table(results["cases"]))
    lines += _folded("All metrics, 95 % bootstrap intervals", summary_table(results))
    models = ", ".join(f"{name} {value}" for name, value in environment["models"].items())
    lines += ["", f"{models}; {environment['processor']}, {environment['cores']} cores."]
    return "\n".join(lines) + "\n"


def markup_free(text: str) -> str:
    """A text in which nothing is markup, and nobody is mentioned."""
    return literal(text).replace("@", "@\u200b")


def _folded(heading: str, text: str) -> list[str]:
    return ["", f"<details><summary>{heading}</summary>", "", text, "", "</details>"]
