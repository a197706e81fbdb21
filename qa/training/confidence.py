"""Fits the confidence curve and the refusal threshold on a development set."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from qa.confidence import Calibration, load_calibrations
from qa.evaluation.metrics import is_right
from qa.evaluation.testset import TestSet
from qa.pipeline import Pipeline

WEAK = 1e3  # inverse of the regularisation: three features and many rows need next to none

_DIGEST = re.compile(r":[0-9a-f]+")

PRECISION = 0.86
"""Mean probability of the answers shown, on the questions kept for fitting, of which many ask for
what is nearly stated or is told differently by several. As the curve is fitted on the same ones,
that is about the share of right ones, without the chance of single answers in it."""


def fit_confidence(
    pipeline: Pipeline,
    testset: TestSet,
    others: Sequence[tuple[Pipeline, TestSet]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """A calibration for the pipeline's reader from questions kept for fitting.

    Every question's best span counts, also those that would be held back; on an unanswerable
    question they are wrong. ``others`` are test sets of other libraries, each with its own pipeline
    over the same reader: the curve (Platt 1999) is fitted on all, every library counting alike, so
    that it holds for one that nobody has seen. The threshold lets through as many answers as it can
    while their mean probability is ``PRECISION``, every library counting alike too. Raises
    ValueError where a set lacks answers of one kind, right or wrong.
    """
    libraries = [(pipeline, testset), *others]
    asked = sum(len(each.cases) for _, each in libraries)
    tries: list[list[Try]] = []
    done = 0
    for each, questions in libraries:
        tries.append(_tries(each, questions, progress and _from(done, asked, progress)))
        if len({t.right for t in tries[-1]}) < 2:
            raise ValueError(f"{questions.name} needs questions answered right and others wrong")
        done += len(questions.cases)
    every = [t for each in tries for t in each]
    weights = np.array(alike([len(each) for each in tries]))
    features = np.array([[t.score, math.log(t.words), t.lead] for t in every])
    model = LogisticRegression(C=WEAK).fit(features, [t.right for t in every], weights)
    slope, length, lead = map(float, model.coef_[0])
    curve = Calibration(
        pipeline.reader.name, slope, length, float(model.intercept_[0]), threshold=0.0, lead=lead
    )
    probabilities = np.array([curve.probability(t.score, t.words, t.lead) for t in every])
    return replace(curve, threshold=threshold_at(PRECISION, probabilities, weights))


@dataclass(frozen=True, slots=True)
class Try:
    """What an answer was proposed with, and whether it was right."""

    score: float
    words: int
    lead: float
    right: bool


def _tries(
    pipeline: Pipeline, testset: TestSet, progress: Callable[[int, int], None] | None
) -> list[Try]:
    found = []
    for done, case in enumerate(testset.cases, start=1):
        reading = pipeline.interpret(case.question, case.history)
        if reading.answerable and (case.accepted or not case.answerable):
            proposal = pipeline.propose(reading.question)[1]
            if proposal is not None:
                right = case.answerable and is_right(proposal.best.text, case.accepted)
                found.append(Try(proposal.score, proposal.words, proposal.lead, right))
        if progress:
            progress(done, len(testset.cases))
    return found


def _from(
    done: int, asked: int, progress: Callable[[int, int], None]
) -> Callable[[int, int], None]:
    """Progress over one of several test sets, ``done`` questions of all ``asked`` before it."""
    return lambda now, _: progress(done + now, asked)


def alike(sizes: Sequence[int]) -> list[float]:
    """The weight of every question, library by library: 1 in the mean, a library's sum the same."""
    return [sum(sizes) / len(sizes) / size for size in sizes for _ in range(size)]


def threshold_at(
    precision: float, probabilities: np.ndarray, weights: np.ndarray | None = None
) -> float:
    """The lowest probability from which on the answers have this mean probability.

    ``probabilities`` and the ``weights`` by which answers count are (answers,). Halfway between the
    two answers that it parts; above all of them where none is that likely.
    """
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    counted = np.ones(len(order)) if weights is None else weights[order]
    mean = np.cumsum(ranked * counted) / np.cumsum(counted)
    kept = int(np.sum(mean >= precision))
    above = ranked[kept - 1] if kept else 1.0
    below = ranked[kept] if kept < len(ranked) else 0.0
    return float(above + below) / 2


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write the calibration as JSON, in the place of its reader's or beside the others'.

    That of new weights goes before that of earlier ones of the same name, so that the default
    reader's stays first.
    """
    kept = list(load_calibrations(path)) if path.exists() else []
    readers = [each.reader for each in kept]
    if calibration.reader in readers:
        kept[readers.index(calibration.reader)] = calibration
    else:
        names = [_without_digests(reader) for reader in (*readers, calibration.reader)]
        kept.insert(names.index(names[-1]), calibration)
    values = [
        {k: round(v, 6) if isinstance(v, float) else v for k, v in asdict(each).items()}
        for each in kept
    ]
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def _without_digests(reader: str) -> str:
    """The names of a reader's models alone: "fast-int8" of "fast-int8:8107810870a61ddb"."""
    return _DIGEST.sub("", reader)
