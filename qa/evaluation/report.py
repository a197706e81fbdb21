"""The results as one HTML page to look at: self-contained, loads nothing, keeps to one file.

All text of questions, answers and sources is escaped, and the page's own policy allows its one
script and nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path

from qa.evaluation.casecards import case_cards
from qa.evaluation.charts import waterfall
from qa.evaluation.diagrams import diagrams
from qa.evaluation.losses import Loss, bounds, has_faults, losses
from qa.evaluation.results import Results, outcome
from qa.evaluation.stages import BOUNDS, STAGES
from qa.evaluation.summary import METRICS
from qa.evaluation.tables import interval, shown, summary_rows
from qa.evaluation.testset import TestSet

HEADLINES = (
    *("exact_match", "f1", "false_answer_rate", "false_abstention_rate"),
    *("citation_correctness", "answered_at_90", "calibration_error", "latency_p50_ms"),
)


def report_html(results: Results, testset: TestSet) -> str:
    """The page for a run of ``testset``."""
    script, style = (_beside(f"report.{kind}") for kind in ("js", "css"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = f"Evaluation of {testset.name}"
    worst = sorted(losses(results["cases"]), key=lambda loss: -loss.f1["value"])
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{style}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            _outcomes(results),
            _tiles(results),
            _where_lost(results, testset, worst) if has_faults(results["cases"]) else "",
            f'<h2>How it answers</h2><div class="charts">{diagrams(results)}</div>',
            case_cards(results, testset, [loss.stage for loss in worst]),
            _metrics(results),
            _environment(results),
            f"<script>{script}</script></body></html>\n",
        ]
    )


def _beside(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _outcomes(results: Results) -> str:
    counts = Counter(outcome(case) for case in results["cases"])
    parts = ", ".join(f"{count} {escape(name)}" for name, count in counts.most_common())
    return (
        f"<p>{len(results['cases'])} questions: {parts}.</p>"
        '<p class="note">Intervals are bootstrap 95 %: what other questions about the same '
        "sources would give. Right is an answer that holds an accepted one or a good part of it; "
        "F1 counts shared words, so a wrong figure beside the right noun has some.</p>"
    )


def _tiles(results: Results) -> str:
    tiles = [
        f'<div class="tile">{escape(METRICS[metric])}<b>{shown(metric, found["value"])}</b>'
        f"<small>{interval(metric, found)} · n = {found['n']}</small></div>"
        for metric in HEADLINES
        if (found := results["summary"].get(metric)) is not None
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _where_lost(results: Results, testset: TestSet, worst: list[Loss]) -> str:
    """What to fix first: the waterfall, its table, and what perfect parts would bring."""
    if not worst:
        return "<h2>What to fix first</h2><p>No question lost a point.</p>"
    reached = 1 - sum(loss.f1["value"] for loss in worst)
    steps = [
        (loss.stage, loss.f1["value"], f"{STAGES[loss.stage]}: {len(loss.cases)} questions")
        for loss in worst
    ]
    rows = "".join(
        f"<tr><td><strong>{loss.stage}</strong><br>{STAGES[loss.stage]}{_alone(loss)}</td>"
        f'<td class="number">−{loss.f1["value"]:.3f}<br><small>{loss.f1["low"]:.3f} to '
        f'{loss.f1["high"]:.3f}</small></td><td class="number"><button data-name="stage" '
        f'data-value="{loss.stage}">show {len(loss.cases)}</button></td></tr>'
        for loss in worst
    )
    gains = sorted(bounds(results["cases"]), key=lambda bound: -bound.gain["value"])
    perfect = _table(
        ("perfect part", "", "F1", "gain", "95 % interval"),
        (
            (
                bound.part,
                BOUNDS[bound.part],
                f"{bound.f1:.3f}",
                f"{bound.gain['value']:+.3f}",
                f"{bound.gain['low']:+.3f} to {bound.gain['high']:+.3f}",
            )
            for bound in gains
        ),
    )
    return (
        "<h2>What to fix first</h2>"
        f"<p>Most is lost at {_most(worst, len(results['cases']))}. Each question that lost points "
        "was run again in parts, and the first stage that went wrong is blamed; what mending it "
        "would bring at most stands further below.</p>"
        f'<div class="scroll">{waterfall("Where F1 is lost", reached, steps)}</div>'
        '<p class="note">F1 over all questions, where rightly saying nothing counts as 1. Reached '
        "and losses add up to 1.</p>"
        '<div class="scroll"><table><tr><th>stage</th><th>F1 lost</th><th>questions</th></tr>'
        f"{rows}</table></div>{_by_category(results, testset, worst)}"
        "<h2>What perfect parts would bring</h2><p>The same questions, had one part been perfect "
        f"and the rest as it is.</p>{perfect}"
    )


def _most(worst: list[Loss], asked: int) -> str:
    """The costliest stage, with those whose interval reaches its loss: they may cost as much."""
    like = [loss for loss in worst if loss.f1["high"] >= worst[0].f1["value"]]
    return " and about as much at ".join(
        f"<strong>{loss.stage}</strong> ({STAGES[loss.stage]}, in {len(loss.cases)} of {asked} "
        "questions)"
        for loss in like
    )


def _by_category(results: Results, testset: TestSet, worst: list[Loss]) -> str:
    """How many questions of each category each stage is blamed for."""
    category = {case.id: case.category for case in testset.cases}
    blamed = {loss.stage: Counter(category[one] for one in loss.cases) for loss in worst}
    asked = Counter(category[case["id"]] for case in results["cases"])
    rows = (
        (name, count, *(blamed[loss.stage][name] or "" for loss in worst))
        for name, count in sorted(asked.items())
        if any(stage[name] for stage in blamed.values())
    )
    heading = ("category", "questions", *(loss.stage for loss in worst))
    return f"<details><summary>By category</summary>{_table(heading, rows)}</details>"


def _alone(loss: Loss) -> str:
    """How many of the questions go right when nothing else is read to lead them astray."""
    if loss.stage not in ("not retrieved", "not chosen"):
        return ""
    return (
        f"<br><small>right from the right passage alone: {loss.passage} of {len(loss.cases)}, "
        f"from the right document alone: {loss.document}</small>"
    )


def _metrics(results: Results) -> str:
    heading, *rows = summary_rows(results)
    return "<h2>All metrics</h2>" + _table(heading, rows)


def _environment(results: Results) -> str:
    rows = (
        (
            name,
            ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value,
        )
        for name, value in results["environment"].items()
    )
    return "<h2>Made with</h2>" + _table(("", ""), rows)


def _table(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heading)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'
