"""Fits the confidence curve and the refusal threshold on a development set."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from qa.confidence import Calibration
from qa.evaluation.metrics import is_right
from qa.evaluation.testset import TestSet
from qa.pipeline import Pipeline


def fit_confidence(
    pipeline: Pipeline, testset: TestSet, progress: Callable[[int, int], None] | None = None
) -> Calibration:
    """A calibration for the pipeline's reader from questions kept for fitting.

    Every question's best span counts, also one that would be refused; on an unanswerable
    question it is wrong. The threshold is the one that keeps the most answerable and refuses
    the most unanswerable questions, both shares weighing the same (Youden 1950).
    Raises ValueError where the set lacks answerable or unanswerable questions.
    """
    scores, right, answerable = [], [], []
    for done, case in enumerate(testset.cases, start=1):
        best = pipeline.propose(pipeline.interpret(case.question, case.history).question)[1]
        if best is not None and (case.accepted or not case.answerable):
            scores.append(best.score)
            right.append(case.answerable and is_right(best.best.text, case.accepted))
            answerable.append(case.answerable)
        if progress:
            progress(done, len(testset.cases))
    if len(set(answerable)) < 2 or len(set(right)) < 2:
        raise ValueError(
            f"{testset.name} needs answerable and unanswerable questions, answered right and wrong"
        )
    slope, intercept = fit_logistic(np.array(scores), np.array(right))
    curve = Calibration(pipeline.reader.name, slope, intercept, 0.0)
    probabilities = np.array([curve.probability(score) for score in scores])
    threshold = best_threshold(probabilities, np.array(answerable))
    return Calibration(pipeline.reader.name, slope, intercept, threshold)


def fit_logistic(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of P(right | score), scores (n,) and right (n,) (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e3).fit(scores.reshape(-1, 1), right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def best_threshold(probabilities: np.ndarray, answerable: np.ndarray) -> float:
    """The probability from which on to answer: halfway between the two cases that it parts."""
    from sklearn.metrics import roc_curve

    wrongly_kept, kept, thresholds = roc_curve(answerable, probabilities)
    chosen = float(thresholds[np.argmax(kept - wrongly_kept)])
    below = probabilities[probabilities < chosen]
    return (chosen + float(below.max())) / 2 if len(below) else chosen


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write the calibration as JSON, numbers to six digits."""
    values = {k: round(v, 6) if isinstance(v, float) else v for k, v in asdict(calibration).items()}
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
