"""The results as one HTML page to look at: self-contained, loads nothing, keeps to one file.

All text of questions, answers and sources is escaped, and the page's own policy allows its one
script and nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from qa.evaluation.casetable import case_table
from qa.evaluation.charts import bars, histogram, plot
from qa.evaluation.metrics import reliability, risks
from qa.evaluation.results import Results
from qa.evaluation.scores import DEPTHS
from qa.evaluation.summary import METRICS, calibration_pairs
from qa.evaluation.tables import interval, shown
from qa.evaluation.testset import TestSet

HEADLINES = (
    *("exact_match", "f1", "false_answer_rate", "false_abstention_rate"),
    *("citation_correctness", "recall@10", "calibration_error", "latency_p50_ms"),
)

STYLE = """
:root { color-scheme: light dark; --ink: #1d2326; --soft: #5b666c; --line: #d5dadd;
  --paper: #fff; --field: #f3f5f6; --accent: #2f5f8a; --mark: #fdeeb0; --bad: #9c2f22; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ea; --soft: #9ba6ac; --line: #3a4348;
  --paper: #15191b; --field: #1f2528; --accent: #84b3dd; --mark: #5a4a12; --bad: #ee9285; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 0 auto; padding: 24px; max-width: 1280px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 17px; margin: 36px 0 8px; }
p, small { color: var(--soft); } p { margin: 4px 0 12px; max-width: 75ch; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 12px; }
.tile { background: var(--field); padding: 12px 14px; border-radius: 6px; }
.tile b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; }
.tile small { display: block; }
.charts { display: flex; flex-wrap: wrap; gap: 12px 40px; }
.charts > div { min-width: 0; overflow-x: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
td { min-width: 40px; } td.wide { min-width: 220px; }
td.middling { min-width: 150px; } td.name { min-width: 70px; }
td div + div { margin-top: 6px; }
.fault { color: var(--bad); font-weight: 600; }
blockquote { margin: 4px 0 0; color: var(--soft); font-size: 13px; }
mark { background: var(--mark); color: inherit; }
select { font: inherit; margin-right: 12px; }
svg { max-width: 100%; height: auto; font-size: 11px; } svg text { fill: var(--soft); }
.grid { stroke: var(--line); } .ideal { stroke: var(--soft); stroke-dasharray: 4 4; }
.line { fill: none; stroke: var(--accent); stroke-width: 2; }
.dot, .bar { fill: var(--accent); } .bar { opacity: 0.75; } .track { fill: var(--field); }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
"""

SCRIPT = """
const rows = [...document.querySelectorAll("tr[data-outcome]")];
const picks = [...document.querySelectorAll("select")];
function filter() {
  for (const row of rows)
    row.hidden = picks.some(pick => pick.value && row.dataset[pick.name] !== pick.value);
  const left = rows.filter(row => !row.hidden).length;
  document.getElementById("count").textContent = `${left} of ${rows.length} cases`;
}
for (const pick of picks) pick.addEventListener("change", filter);
filter();
"""


def report_html(results: Results, testset: TestSet) -> str:
    """The page for a run of ``testset``."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = f"Evaluation of {testset.name}"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1><p>{len(results['cases'])} questions. Intervals are "
            "bootstrap 95 %: what other questions about the same sources would give.</p>",
            _tiles(results),
            _charts(results),
            _metrics(results),
            case_table(results, testset),
            _environment(results),
            f"<script>{SCRIPT}</script></body></html>\n",
        ]
    )


def _tiles(results: Results) -> str:
    tiles = [
        f'<div class="tile">{escape(METRICS[metric])}<b>{shown(metric, found["value"])}</b>'
        f"<small>{interval(metric, found)} · n = {found['n']}</small></div>"
        for metric in HEADLINES
        if (found := results["summary"].get(metric)) is not None
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _charts(results: Results) -> str:
    charts = []
    confidences, right = calibration_pairs(results["cases"])
    if len(right):
        dots = [
            (
                (b.confidence, b.right),
                f"{b.n} answers: {b.confidence:.2f} sure, {b.right:.2f} right",
            )
            for b in reliability(confidences, right)
        ]
        name = "Is the confidence honest?"
        diagram = plot(name, ("confidence", "share right"), dots=dots, diagonal=True)
        charts.append((name, "Dots on the dashed line: as often right as claimed.", diagram))
        risk = risks(confidences, right)
        line = [((k + 1) / len(results["cases"]), float(wrong)) for k, wrong in enumerate(risk)]
        top = 1.0 if risk.max() > 0.5 else 0.5
        name = "Does it know when it is wrong?"
        curve = plot(name, ("share of all questions answered", "share wrong"), line=line, top=top)
        charts.append((name, "Most confident answers first; low for long is good.", curve))
    depths = [f"recall@{depth}" for depth in DEPTHS]
    found = [(name, results["summary"][name]) for name in depths if name in results["summary"]]
    if found:
        name = "Is the evidence retrieved?"
        charts.append((name, "Share of questions with evidence so deep.", bars(name, found)))
    for metric, name in (("f1", "F1 by category"), ("false_answer_rate", "False answers")):
        categories = [
            (category, summary[metric])
            for category, summary in results["by_category"].items()
            if metric in summary
        ]
        worst_first = sorted(categories, key=lambda row: row[1]["value"], reverse=metric != "f1")
        if worst_first:
            charts.append((name, "Worst first.", bars(name, worst_first)))
    milliseconds = [case["answer"]["elapsed_ms"] for case in results["cases"]]
    if milliseconds:
        name = "Time to answer"
        charts.append((name, "Number of questions by time.", histogram(name, milliseconds, "ms")))
    shown_charts = (
        f"<div><h2>{escape(name)}</h2><p>{escape(note)}</p>{chart}</div>"
        for name, note, chart in charts
    )
    return f'<div class="charts">{"".join(shown_charts)}</div>'


def _metrics(results: Results) -> str:
    rows = (
        (metric, shown(metric, f["value"]), interval(metric, f), f["n"], METRICS[metric])
        for metric, f in results["summary"].items()
    )
    return "<h2>All metrics</h2>" + _table(("metric", "value", "95 % interval", "n", ""), rows)


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
