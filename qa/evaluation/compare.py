"""Two runs of one test set, case by case.

Cases are paired by id and question. The differences are tested by a paired bootstrap (of whole
articles, where the questions are SQuAD's), scores that are 0 or 1 in every case by McNemar's test
(exact, two-sided) as well; a metric fell beyond noise when it is worse and every test of it sees
that at 5 %: McNemar's is the stricter one on few cases, the bootstrap where cases are alike. Times
are shown and not tested: two runs on two machines differ in more than the code. Metrics that are
no means of cases (calibration error, area under risk and coverage) are not tested either; the
Brier score stands for both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.figure import mean_figure
from qa.evaluation.metrics import Floats
from qa.evaluation.results import CaseResult, Results
from qa.evaluation.summary import LOWER_IS_BETTER, MEANS, clusters
from qa.evaluation.tables import shown, table

LEVEL = 0.05  # of each test


@dataclass(frozen=True, slots=True)
class Change:
    """How a metric moved over the ``n`` cases that have it in both runs.

    ``low`` to ``high`` is the 95 % interval of after minus before. ``won`` and ``lost`` count the
    cases that got better and worse; ``p`` is McNemar's, for metrics of zeros and ones.
    """

    metric: str
    before: float
    after: float
    low: float
    high: float
    n: int
    won: int
    lost: int
    p: float | None

    @property
    def fell(self) -> bool:
        """Whether the metric is worse beyond noise."""
        lower_is_better = self.metric in LOWER_IS_BETTER
        worse = self.after > self.before if lower_is_better else self.after < self.before
        clear = self.low > 0 if lower_is_better else self.high < 0
        return worse and clear and (self.p is None or self.p < LEVEL)


@dataclass(frozen=True, slots=True)
class Turn:
    """A case that turned right or wrong; a text of None is an abstention."""

    id: str
    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the baseline; ``unpaired`` cases stand in one run only."""

    changes: tuple[Change, ...]
    won: tuple[Turn, ...]
    lost: tuple[Turn, ...]
    paired: int
    unpaired: int

    @property
    def fallen(self) -> tuple[str, ...]:
        """The metrics that fell beyond noise; empty when the run may pass."""
        return tuple(change.metric for change in self.changes if change.fell)


def compare(baseline: Results, results: Results) -> Comparison:
    """What ``results`` won and lost against ``baseline``, over the cases of both.

    Raises ValueError where the runs share no case or compared text differently.
    """
    ways = [run["environment"].get("normalisation") for run in (baseline, results)]
    if ways[0] != ways[1]:
        raise ValueError(
            f"the baseline was scored with normalisation {ways[0]!r}, this run with {ways[1]!r}; "
            "run the baseline again"
        )
    before = {(case["id"], case["answer"]["question"]): case for case in baseline["cases"]}
    pairs = []
    for case in results["cases"]:
        key = (case["id"], case["answer"]["question"])
        if key in before:
            pairs.append((before[key], case))
    if not pairs:
        raise ValueError("the baseline shares no case with this run; compare one test set's runs")
    turns: dict[int, list[Turn]] = {1: [], -1: []}
    for old, new in pairs:
        turn = int(new["scores"].get("right", 0) - old["scores"].get("right", 0))
        if turn:
            answers = old["answer"]["text"], new["answer"]["text"]
            turns[turn].append(Turn(new["id"], new["answer"]["question"], *answers))
    changes = [_change(metric, pairs) for metric in MEANS]
    return Comparison(
        changes=tuple(change for change in changes if change is not None),
        won=tuple(turns[1]),
        lost=tuple(turns[-1]),
        paired=len(pairs),
        unpaired=len(baseline["cases"]) + len(results["cases"]) - 2 * len(pairs),
    )


def mcnemar(won: int, lost: int) -> float:
    """Two-sided p of ``won`` against ``lost`` cases if either were as likely (McNemar 1947)."""
    n = won + lost
    tail = sum(math.comb(n, k) for k in range(min(won, lost) + 1))
    return min(1.0, 2 * tail / 2**n)


def comparison_text(comparison: Comparison, quoted: Callable[[str], str] = str) -> str:
    """The comparison for a terminal, or in Markdown, where ``quoted`` makes texts plain."""
    lines = [f"{comparison.paired} cases in both runs, {comparison.unpaired} in one only.", ""]
    lines += [comparison_table(comparison), ""]
    for name, turns in (("Won", comparison.won), ("Lost", comparison.lost)):
        lines.append(f"{name}: {len(turns)}")
        lines += [
            "- " + quoted(f"{t.id}: {t.question} | {_said(t.before)} -> {_said(t.after)}")
            for t in turns
        ]
    fallen = ", ".join(comparison.fallen)
    lines += ["", f"Fell beyond noise: {fallen}." if fallen else "Nothing fell beyond noise."]
    return "\n".join(lines)


def comparison_table(comparison: Comparison) -> str:
    """How the metrics moved, without the cases."""
    rows: list[tuple[str, ...]] = [
        ("metric", "before", "after", "change, 95 %", "won", "lost", "p", "n", "")
    ]
    for c in comparison.changes:
        values = (shown(c.metric, value) for value in (c.before, c.after))
        span = f"{c.low:+.3f} to {c.high:+.3f}"
        p = "" if c.p is None else f"{c.p:.3f}"
        verdict = "fell" if c.fell else ""
        rows.append((c.metric, *values, span, str(c.won), str(c.lost), p, str(c.n), verdict))
    return table(rows)


def _change(metric: str, pairs: Sequence[tuple[CaseResult, CaseResult]]) -> Change | None:
    """How the metric moved; None where no case has it in both runs."""
    having = [(o, n) for o, n in pairs if metric in o["scores"] and metric in n["scores"]]
    if not having:
        return None
    values = [[case["scores"][metric] for case in pair] for pair in having]
    before, after = np.array(values, dtype=float).T
    difference = after - before
    better = -difference if metric in LOWER_IS_BETTER else difference
    won, lost = int((better > 0).sum()), int((better < 0).sum())
    moved = mean_figure(difference, clusters(new for _, new in having))
    return Change(
        metric=metric,
        before=float(before.mean()),
        after=float(after.mean()),
        low=moved["low"],
        high=moved["high"],
        n=len(values),
        won=won,
        lost=lost,
        p=mcnemar(won, lost) if _yes_or_no(before) and _yes_or_no(after) else None,
    )


def _yes_or_no(values: Floats) -> bool:
    return bool(np.isin(values, (0.0, 1.0)).all())


def _said(text: str | None) -> str:
    return "(held back)" if text is None else repr(text)
