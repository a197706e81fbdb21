"""Where the points were lost, stage by stage, and what perfect parts would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.figure import Figure, mean_figure
from qa.evaluation.results import CaseResult, stage_of
from qa.evaluation.stages import BOUNDS, STAGES
from qa.evaluation.summary import clusters, points
from qa.evaluation.tables import table


@dataclass(frozen=True, slots=True)
class Loss:
    """What one stage cost: its cases, and the F1 over all questions that they lost.

    ``passage`` and ``document`` count the cases that are right, refusing aside, where nothing but
    the right passage or document is read: what lies beside those led them astray.
    """

    stage: str
    cases: tuple[str, ...]
    f1: Figure
    passage: int
    document: int


@dataclass(frozen=True, slots=True)
class Bound:
    """F1 over all questions had a part been perfect, and the gain over what it is."""

    part: str
    f1: float
    gain: Figure


def losses(cases: Sequence[CaseResult]) -> list[Loss]:
    """The stages with faults, in their order; with the F1 reached their losses add up to 1."""
    scored, lost = _lost(cases)
    stages = [stage_of(case) for case in scored]
    found = []
    for stage in STAGES:
        faults = [
            (case["id"], fault)
            for case in scored
            if (fault := case.get("fault")) is not None and fault["stage"] == stage
        ]
        if faults:
            blamed = np.array([each == stage for each in stages])
            found.append(
                Loss(
                    stage,
                    tuple(identity for identity, _ in faults),
                    mean_figure(lost * blamed, clusters(scored)),
                    passage=sum(fault["passage"] is True for _, fault in faults),
                    document=sum(fault["document"] is True for _, fault in faults),
                )
            )
    return found


def bounds(cases: Sequence[CaseResult]) -> list[Bound]:
    """What each perfect part would bring, the parts in the order of ``BOUNDS``."""
    scored, lost = _lost(cases)
    found = []
    for part in BOUNDS if scored else ():
        faults = [case.get("fault") for case in scored]
        reached = np.array(
            [
                1 - gap if fault is None else fault["bounds"][part]
                for gap, fault in zip(lost, faults, strict=True)
            ]
        )
        gain = mean_figure(reached - (1 - lost), clusters(scored))
        found.append(Bound(part, float(reached.mean()), gain))
    return found


def has_faults(cases: Sequence[CaseResult]) -> bool:
    """Whether faults were looked for."""
    return any("fault" in case for case in cases)


def losses_table(cases: Sequence[CaseResult]) -> str:
    """Both as Markdown tables, the costliest stage first."""
    stages = [("lost by", "cases", "F1, all questions", "95 % interval", "what happened")]
    for loss in sorted(losses(cases), key=lambda loss: -loss.f1["value"]):
        f1 = loss.f1
        interval = f"{-f1['high']:+.3f} to {-f1['low']:+.3f}"
        count = str(len(loss.cases))
        stages.append((loss.stage, count, f"{-f1['value']:+.3f}", interval, STAGES[loss.stage]))
    parts = [("if perfect", "F1, all questions", "gain", "95 % interval", "that is")]
    for b in bounds(cases):
        interval = f"{b.gain['low']:+.3f} to {b.gain['high']:+.3f}"
        parts.append((b.part, f"{b.f1:.3f}", f"{b.gain['value']:+.3f}", interval, BOUNDS[b.part]))
    return f"{table(stages)}\n\n{table(parts)}"


def _lost(cases: Sequence[CaseResult]) -> tuple[list[CaseResult], np.ndarray]:
    """The cases that have points, and what each of them lacks of 1."""
    having = [(case, value) for case in cases if (value := points(case, "f1")) is not None]
    return [case for case, _ in having], np.array([1 - value for _, value in having])
