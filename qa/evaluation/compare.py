"""Two runs of one test set, case by case.

Cases are paired by id and question. The differences are tested by a paired bootstrap (of whole
articles, where the questions are SQuAD's) and by a paired randomisation test; a metric fell beyond
noise when it is worse and both see that at 5 %: the randomisation test is the stricter one where
few cases changed, the bootstrap where cases are alike. Times are shown and not tested: two runs on
two machines differ in more than the code. Metrics that are no means of cases (calibration error,
area under risk and coverage) are not tested either; the Brier score stands for both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import permutation_test

from qa.evaluation.figure import SEED, mean_figure
from qa.evaluation.metrics import Floats
from qa.evaluation.results import CaseResult, Results
from qa.evaluation.summary import LOWER_IS_BETTER, MEANS, clusters
from qa.evaluation.tables import shown, table

LEVEL = 0.05  # of each test


@dataclass(frozen=True, slots=True)
class Change:
    """How a metric moved over the ``n`` cases that have it in both runs.

    ``low`` to ``high`` is the 95 % interval of after minus before. ``won`` and ``lost`` count the
    cases that got better and worse; ``p`` is the randomisation test's.
    """

    metric: str
    before: float
    after: float
    low: float
    high: float
    n: int
    won: int
    lost: int
    p: float

    @property
    def fell(self) -> bool:
        """Whether the metric is worse beyond noise."""
        lower_is_better = self.metric in LOWER_IS_BETTER
        worse = self.after > self.before if lower_is_better else self.after < self.before
        clear = self.low > 0 if lower_is_better else self.high < 0
        return worse and clear and self.p < LEVEL


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


def randomisation_p(differences: Floats) -> float:
    """Two-sided p of the sum of ``differences`` if each might as well have the other sign.

    The paired randomisation test of Fisher, as Smucker, Allan and Carterette use it ("A Comparison
    of Statistical Significance Tests for Information Retrieval Evaluation", 2007): exact where up
    to 13 differ from zero, of 9,999 drawn signs beyond. Of zeros and ones it is McNemar's test.
    """
    changed = differences[differences != 0]
    if changed.size < 2:
        return 1.0  # One sign or the other: nothing can be told.
    tested = permutation_test(
        (changed, np.zeros_like(changed)),
        lambda after, before, axis: (after - before).sum(axis),
        permutation_type="samples",
        vectorized=True,
        batch=1000,
        rng=SEED,
    )
    return float(tested.pvalue)


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
        counts = (str(c.won), str(c.lost), f"{c.p:.3f}", str(c.n))
        rows.append((c.metric, *values, span, *counts, "fell" if c.fell else ""))
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
        p=randomisation_p(difference),
    )


def _said(text: str | None) -> str:
    return "(held back)" if text is None else repr(text)
