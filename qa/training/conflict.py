"""Fits the judge that tells answers which differ from answers to other questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa.aggregate import possible_answers, probability_of, rivals
from qa.answers import Span
from qa.conflict import Conflict, Rivalry
from qa.evaluation.metrics import f1, holds
from qa.evaluation.metrics import normalise_typographic as typographic
from qa.evaluation.scores import NAMES_THE_CLAIM
from qa.evaluation.testset import Case, TestSet, same_file
from qa.extent import full_extent
from qa.pipeline import READ, Pipeline
from qa.questions.kinds import asks_for_list, question_kind

ALARMS = 0.02
"""Share of the questions that are answered and that sources do not answer differently beside which
another answer may stand; at most 0.03 is wanted of libraries that nobody has seen."""

OTHERS = 90  # questions of a library that no sources answer differently, drawn at random
STRENGTH = 0.1  # inverse of the regularisation, of features of like size


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whether sources answer it differently, and the answers that differ from the best.

    Each of those with whether it is a source's answer of another group than the best one's.
    """

    library: int
    differs: bool
    shown: bool
    rivals: tuple[tuple[Rivalry, bool], ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The judge, and what it shows of libraries when it was fitted on all others.

    ``shown`` of ``differing`` questions that sources answer differently, ``alarms`` on ``others``.
    """

    conflict: Conflict
    shown: int
    differing: int
    alarms: int
    others: int


def fit_conflict(
    libraries: Sequence[tuple[Pipeline, TestSet]],
    progress: Callable[[int, int], None] | None = None,
) -> Fitted:
    """The judge fitted on questions of libraries that the reader has not learnt from.

    Of each library all questions that its sources answer differently are asked, and ``OTHERS``
    others. The threshold is the least at which no more than ``ALARMS`` of the others show a
    conflict, each library judged by what was fitted on all others. Raises ValueError where fewer
    than two libraries have questions that sources answer differently.
    """
    chosen = [(p, _chosen(testset)) for p, testset in libraries]
    whole = sum(len(cases) for _, cases in chosen)
    questions: list[Asked] = []
    for number, (pipeline, cases) in enumerate(chosen):
        for case in cases:
            questions.append(_ask(number, pipeline, case))
            if progress:
                progress(len(questions), whole)
    return _fit(questions)


def _fit(questions: Sequence[Asked]) -> Fitted:
    pairs = [(each, *pair) for each in questions for pair in each.rivals]
    rows = np.array([rivalry.row for _, rivalry, _ in pairs])
    right = np.array([is_side for *_, is_side in pairs], dtype=bool)
    groups = np.array([each.library for each, *_ in pairs])
    if len(set(groups[right])) < 2:
        raise ValueError("it takes two libraries with questions that sources answer differently")
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))
    unseen = cross_val_predict(
        model, rows, right, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba"
    )[:, 1]
    best = [each for each in _best(questions, unseen) if each[0].shown]
    others = sorted((p for each, p, _ in best if not each.differs), reverse=True)
    allowed = int(ALARMS * len(others))
    next_above = others[allowed - 1] if allowed else 1.0
    threshold = float(others[allowed] + next_above) / 2 if others else 1.0
    scaler, curve = model.fit(rows, right).named_steps.values()
    weights = curve.coef_[0] / scaler.scale_
    conflict = Conflict(
        tuple(float(weight) for weight in weights),
        float(curve.intercept_[0] - weights @ scaler.mean_),
        threshold,
    )
    shown = sum(each.differs and p >= threshold and is_side for each, p, is_side in best)
    return Fitted(conflict, shown, sum(e.differs for e in questions), allowed, len(others))


def _chosen(testset: TestSet) -> list[Case]:
    """The questions asked of a library; those of which the set leaves the sides open are not."""
    cases = [case for case in testset.cases if not case.disagreement_optional]
    differing = [case for case in cases if case.disagreement]
    others = [case for case in cases if case.answerable and not case.disagreement]
    Random(testset.name).shuffle(others)
    return differing + others[:OTHERS]


def _ask(number: int, pipeline: Pipeline, case: Case) -> Asked:
    """A case of library ``number`` with what is read for it; of a sentence its best answer."""
    nothing = Asked(number, bool(case.disagreement), False, ())
    reading = pipeline.interpret(case.question, case.history)
    question, calibration = reading.question, pipeline.calibration
    if not reading.answerable or asks_for_list(question):
        return nothing
    passages = [hit.passage for hit in pipeline.retriever.retrieve(question, READ)]
    possible = possible_answers(question, pipeline.spans(question, passages))
    if not possible:
        return nothing
    kind = question_kind(question)
    sides = _sides(case, full_extent(kind, possible[0]))
    found: list[tuple[Rivalry, bool]] = []
    for span, rivalry in rivals(question, possible, calibration, pipeline.retriever.encoder):
        own = _sides(case, full_extent(kind, span))
        found.append((rivalry, bool(sides and own - sides and not own & sides)))
    shown = probability_of(possible[0], possible, calibration) >= calibration.threshold
    return replace(nothing, shown=shown, rivals=tuple(found))


def _sides(case: Case, span: Span) -> set[str]:
    """The groups of the sources' claims that an answer states where its source does."""
    _, start, end = span.sentences
    sentence = span.document.text[start:end]
    return {
        claim.group
        for claim in case.disagreement
        if same_file(span.document.source, claim.file)
        and f1(span.text, [claim.answer], typographic) > NAMES_THE_CLAIM
        and holds(sentence, claim.answer)
    }


def _best(questions: Sequence[Asked], unseen: np.ndarray) -> list[tuple[Asked, float, bool]]:
    """Of every question the likeliest of its rivals, and whether it is a side; 0 for none."""
    found, at = [], 0
    for each in questions:
        own = unseen[at : at + len(each.rivals)]
        at += len(each.rivals)
        top = int(own.argmax()) if len(own) else None
        found.append(
            (each, 0.0, False) if top is None else (each, float(own[top]), each.rivals[top][1])
        )
    return found
