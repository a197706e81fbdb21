"""What systems said and how long they took: scored, compared, saved as JSON and drawn as SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.environments import REQUIREMENTS
from benchmarks.systems import SOURCESAY
from qa.evaluation.environment import describe_run
from qa.evaluation.figure import Figure, figure, mean_figure
from qa.evaluation.metrics import exact_match, f1
from qa.evaluation.tables import table
from qa.evaluation.testset import Case, TestSet
from qa.reader import load_reader

RESULTS = Path(__file__).parent / "results"
NAMES = {
    "exact_match": "exact match",
    "f1": "F1",
    "false_abstention_rate": "answerable refused",
    "false_answer_rate": "unanswerable answered",
    "milliseconds": "median ms a question",
    "times": "times Sourcesay, fast",
}
WIDTH, ROW, LABEL = 220, 22, 170  # of a chart's bars, their rows and labels


def score(cases: Sequence[Case], replies: Sequence[dict[str, Any]], ours: Sequence[dict]) -> dict:
    """The figures of one system; ``ours`` are Sourcesay's replies to the same questions."""
    articles = [case.article for case in cases]
    texts = [reply["text"] for reply in replies]
    answerable = np.array([case.answerable for case in cases])
    refused = np.array([text is None for text in texts], dtype=float)
    seconds = np.array([reply["seconds"] for reply in replies])
    our_seconds = np.array([reply["seconds"] for reply in ours])
    found: dict[str, Figure | float] = {}
    if answerable.any():
        having = [article for article, has in zip(articles, answerable, strict=True) if has]
        for name, metric in (("exact_match", exact_match), ("f1", f1)):
            values = [
                metric(text, case.accepted) if text is not None else 0.0
                for case, text in zip(cases, texts, strict=True)
            ]
            found[name] = mean_figure(np.array(values)[answerable], having)
        found["false_abstention_rate"] = mean_figure(refused[answerable], having)
    if not answerable.all():
        having = [article for article, has in zip(articles, answerable, strict=True) if not has]
        found["false_answer_rate"] = mean_figure(1 - refused[~answerable], having)
    found["milliseconds"] = figure(lambda s: float(np.median(s)) * 1000, seconds)
    found["times"] = figure(lambda s, o: float(np.median(s) / np.median(o)), seconds, our_seconds)
    found["peak_mb"] = max(reply["peak_mb"] for reply in replies)
    return found


def publish(name: str, job: dict[str, Any], testset: TestSet, systems: dict[str, dict]) -> None:
    """Print the figures, and save them with what they were made with, as JSON and as SVG."""
    environment = describe_run(testset, testset.documents, {"reader": load_reader().name})
    environment["alternatives"] = {k: list(v) for k, v in REQUIREMENTS.items()}
    RESULTS.mkdir(exist_ok=True)
    saved = {"job": job, "systems": systems, "environment": environment}
    text = json.dumps(saved, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    (RESULTS / f"{name}.svg").write_text(chart(name, job, systems), encoding="utf-8")
    print(figures_table(systems))


def figures_table(systems: dict[str, dict]) -> str:
    """The figures with their 95 % intervals, a system a line."""
    ours = systems[SOURCESAY.name]
    columns = [key for key in NAMES if key in ours]
    rows = [["system", *(NAMES[key] for key in columns), "peak MB"]]
    for name, found in systems.items():
        figures = (_with_interval(key, found[key]) for key in columns)
        rows.append([name, *figures, f"{found['peak_mb']:.0f}"])
    return table(rows)


def chart(name: str, job: dict[str, Any], systems: dict[str, dict]) -> str:
    """Bars with intervals: quality and time beside each other."""
    keys = [
        key for key in ("f1", "false_answer_rate", "milliseconds") if key in systems[SOURCESAY.name]
    ]
    panel = WIDTH + 80
    height = 60 + ROW * len(systems)
    marks = [f'<text x="8" y="18">{name}: {job["questions"]} questions</text>']
    for row, system in enumerate(systems):
        marks.append(
            f'<text x="{LABEL - 8}" y="{62 + ROW * row}" text-anchor="end">{system}</text>'
        )
    for column, key in enumerate(keys):
        left = LABEL + column * panel
        top = 1.0
        if key == "milliseconds":
            top = max(found[key]["high"] for found in systems.values())
        marks.append(f'<text class="soft" x="{left}" y="40">{NAMES[key]}</text>')
        for row, found in enumerate(systems.values()):
            y = 50 + ROW * row
            low, value, high = (WIDTH * found[key][end] / top for end in ("low", "value", "high"))
            shown = f"{found[key]['value']:.0f}" if top > 1 else f"{found[key]['value']:.2f}"
            marks += [
                f'<rect x="{left}" y="{y}" width="{value:.1f}" height="14"/>',
                f'<line x1="{left + low:.1f}" x2="{left + high:.1f}" y1="{y + 7}" y2="{y + 7}"/>',
                f'<text class="soft" x="{left + WIDTH + 8}" y="{y + 12}">{shown}</text>',
            ]
    style = (
        "text{font:13px system-ui,sans-serif;fill:#1d1f21}.soft{fill:#595e64}"
        "rect{fill:#1f4b6e;opacity:.75}line{stroke:#1d1f21;stroke-width:1.5}"
    )
    width = LABEL + panel * len(keys)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><style>{style}</style>'
        f'<rect width="100%" height="100%" style="fill:#fff;opacity:1"/>{"".join(marks)}</svg>\n'
    )


def _with_interval(key: str, found: Figure) -> str:
    digits = {"milliseconds": 0, "times": 2}.get(key, 3)
    value, low, high = (f"{found[end]:.{digits}f}" for end in ("value", "low", "high"))
    return f"{value} ({low} to {high})"
