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

from qa.aggregate import Proposal
from qa.confidence import Calibration, load_calibrations
from qa.evaluation.metrics import is_right
from qa.evaluation.testset import Case, TestSet
from qa.pipeline import READ, Pipeline

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

    Every question's best span counts, and the speaker found for every question that asks who said
    something, also those that would be held back; on an unanswerable question they are wrong.
    ``others`` are test sets of other libraries, each with its own pipeline over the same reader:
    the curve is fitted on all, every library counting alike, so that it holds for one that nobody
    has seen. The threshold lets through as many answers as it can while their mean probability is
    ``PRECISION``, every library counting alike too. Raises ValueError where a set lacks answers of
    one kind, right or wrong.
    """
    libraries = [(pipeline, testset), *others]
    asked = sum(len(each.cases) for _, each in libraries)
    tries: list[Tries] = []
    done = 0
    for each, questions in libraries:
        tries.append(_tries(each, questions, progress and _from(done, asked, progress)))
        if not _has_both(tries[-1].read):
            raise ValueError(f"{questions.name} needs questions answered right and others wrong")
        done += len(questions.cases)
    read = [t for each in tries for t in each.read]
    told = [t for each in tries for t in each.told]
    (slope, length, lead), intercept = fit_logistic(
        [[t.score, math.log(t.words), t.lead] for t in read],
        [t.right for t in read],
        weights=alike([len(each.read) for each in tries]),
    )
    curve = replace(
        pipeline.calibration,
        reader=pipeline.reader.name,
        slope=slope,
        length=length,
        lead=lead,
        intercept=intercept,
    )
    if _has_both(told):  # else the curve of statements stays: it is not the reader's
        (slope,), intercept = fit_logistic(
            [[t.score] for t in told],
            [t.right for t in told],
            strength=30.0,
            weights=alike([len(each.told) for each in tries]),
        )
        curve = replace(curve, statement_slope=slope, statement_intercept=intercept)
    best = [_best(each, curve) for each in tries]
    probabilities = np.array([probability for each in best for probability in each])
    weights = np.array(alike([len(each) for each in best]))
    return replace(curve, threshold=threshold_at(PRECISION, probabilities, weights))


@dataclass(frozen=True, slots=True)
class Try:
    """An answer to a case, what it was proposed with, and whether it was right."""

    case: Case
    score: float
    words: int
    lead: float
    right: bool


@dataclass(frozen=True, slots=True)
class Tries:
    """The answers to a test set: those read, and the speakers told by statements."""

    read: list[Try]
    told: list[Try]


def _best(tries: Tries, curve: Calibration) -> list[float]:
    """The probability of the better answer to each case, read or told."""
    best: dict[str, float] = {}
    for t in tries.read:
        best[t.case.id] = curve.probability(t.score, t.words, t.lead)
    for t in tries.told:
        best[t.case.id] = max(best.get(t.case.id, 0.0), curve.statement_probability(t.score))
    return list(best.values())


def _tries(
    pipeline: Pipeline, testset: TestSet, progress: Callable[[int, int], None] | None
) -> Tries:
    found = Tries([], [])
    for done, case in enumerate(testset.cases, start=1):
        reading = pipeline.interpret(case.question, case.history)
        if reading.answerable and (case.accepted or not case.answerable):
            question = reading.question
            passages = [hit.passage for hit in pipeline.retriever.retrieve(question, READ)]
            proposal = pipeline.read(question, passages)
            if proposal is not None:
                found.read.append(_try(case, proposal))
            statement = pipeline.statement(question, passages)
            if statement is not None:
                name = statement.document.text[slice(*statement.speaker)]
                found.told.append(Try(case, statement.margin, 1, 0.0, _is_right(case, name)))
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
    filled = [size for size in sizes if size]
    return [sum(filled) / len(filled) / size for size in filled for _ in range(size)]


def _try(case: Case, proposal: Proposal) -> Try:
    right = _is_right(case, proposal.best.text)
    return Try(case, proposal.score, proposal.words, proposal.lead, right)


def _is_right(case: Case, text: str) -> bool:
    return case.answerable and is_right(text, case.accepted)


def _has_both(tries: Sequence[Try]) -> bool:
    return len({t.right for t in tries}) == 2


def fit_logistic(
    features: Sequence[Sequence[float]],
    right: Sequence[bool],
    strength: float = 1e3,
    weights: Sequence[float] | None = None,
) -> tuple[list[float], float]:
    """Weights (features,) and intercept of P(right | features), rows of them (Platt 1999).

    ``strength`` is the inverse of the regularisation: few rows want a small one. ``weights`` are
    how much each row counts.
    """
    model = LogisticRegression(C=strength).fit(np.array(features), right, weights)
    return [float(weight) for weight in model.coef_[0]], float(model.intercept_[0])


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
