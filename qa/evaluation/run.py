"""A test set through a pipeline."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from embeddings.passages import Document, Hit
from qa.answers import Answer
from qa.evaluation.environment import describe_run
from qa.evaluation.journal import Journal
from qa.evaluation.metrics import NORMALISATIONS
from qa.evaluation.results import CaseResult, Fault, Results
from qa.evaluation.scores import DEPTHS, score_case
from qa.evaluation.summary import means, summarise
from qa.evaluation.testset import Case, TestSet
from qa.pipeline import clean
from qa.render import answer_json

log = logging.getLogger(__name__)


class Retriever(Protocol):
    """What finds passages for a question, best first."""

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """At most ``top_k`` passages."""


class FaultFinder(Protocol):
    """What tells why a case lost points."""

    def find(self, case: Case, result: CaseResult) -> Fault | None:
        """The fault of a case; None where nothing is wrong with it."""


class Pipeline(Protocol):
    """What is evaluated."""

    @property
    def retriever(self) -> Retriever:
        """Where its passages come from."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All that it can cite."""

    def ask(self, question: str, history: list[str]) -> Answer:
        """The answer; ``history`` are the user's earlier questions."""

    def describe(self) -> dict[str, str]:
        """Names and hashes of the models in use."""


def evaluate(
    pipeline: Pipeline,
    testset: TestSet,
    *,
    normalisation: str = "squad",
    finder: FaultFinder | None = None,
    unfinished: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Results:
    """Ask every question of the test set and score the answers.

    A question that the pipeline refuses to take (empty, far too long) counts as not answered.
    ``normalisation`` is that of exact match and F1: "squad" as published, or "typographic", which
    also disregards curly quotes and long dashes. A ``finder`` is asked about every case. Finished
    cases are kept in the file ``unfinished``, from which the same run goes on after an
    interruption; remove it once the results are saved. ``progress`` is called with the number of
    cases done and that of all.
    """
    if normalisation not in NORMALISATIONS:
        raise ValueError(f"no normalisation {normalisation!r}; one of {', '.join(NORMALISATIONS)}")
    environment = describe_run(testset, pipeline.documents, pipeline.describe())
    environment |= {"normalisation": normalisation, "faults": finder is not None}
    journal = Journal(unfinished, environment) if unfinished is not None else None
    done = journal.done if journal is not None else {}
    cases = []
    try:
        for number, case in enumerate(testset.cases, start=1):
            if case.id in done:
                result = done[case.id]
            else:
                result = _run(pipeline, case, normalisation)
                if finder is not None:
                    result["fault"] = finder.find(case, result)
                if journal is not None:
                    journal.add(result)
            cases.append(result)
            if progress is not None:
                progress(number, len(testset.cases))
    finally:
        if journal is not None:
            journal.close()
    return Results(
        summary=summarise(cases),
        by_category=_by(_categories, testset.cases, cases),
        by_document=_by(lambda case: [s.file for s in case.sources], testset.cases, cases),
        cases=cases,
        environment=environment,
    )


def _categories(case: Case) -> list[str]:
    parted = [f"{case.category}/{case.subtype}"] if case.subtype is not None else []
    return [case.category, *parted]


def _by(
    names: Callable[[Case], Sequence[str]], cases: Sequence[Case], results: Sequence[CaseResult]
) -> dict[str, dict]:
    """The mean metrics of the cases of each name; a case may have several."""
    groups: dict[str, list[CaseResult]] = {}
    for case, result in zip(cases, results, strict=True):
        for name in dict.fromkeys(names(case)):
            groups.setdefault(name, []).append(result)
    return {name: means(groups[name]) for name in sorted(groups)}


def _run(pipeline: Pipeline, case: Case, normalisation: str) -> CaseResult:
    try:
        clean(case.question)
    except ValueError as error:
        log.warning("%s: refused and counted as not answered: %s", case.id, error)
        answer = Answer(question=case.question, standalone_question=case.question)
    else:
        answer = pipeline.ask(case.question, list(case.history))
    hits = []
    if case.answerable and case.sources:
        hits = pipeline.retriever.retrieve(answer.standalone_question, top_k=max(DEPTHS))
    scores = score_case(case, answer, hits, normalise=NORMALISATIONS[normalisation])
    result = CaseResult(id=case.id, scores=scores, answer=answer_json(answer))
    if case.article is not None:
        result["article"] = case.article
    return result
