"""What a run found: the shape that ``sourcesay evaluate --json`` writes and reads again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from embeddings.files import whole_file
from qa.evaluation.figure import Figure
from qa.evaluation.scores import Scores


class Proposed(TypedDict):
    """An answer that was proposed, with its probability beside the others and where it stands.

    ``rank`` is that of its passage among those found, from 1; ``right`` is against the case.
    """

    text: str
    confidence: float
    right: bool
    file: str
    excerpt: str
    rank: int


class Fault(TypedDict):
    """The stage to blame, what was seen there, and F1 had parts of the pipeline been perfect.

    ``bounds`` has the keys of ``BOUNDS``. ``passage`` and ``document`` tell whether the answer is
    right where nothing but the gold passage or document is read, refusing aside; ``alone`` is what
    is answered there. ``proposed`` are the answers that were to choose from, best first;
    ``threshold`` is the probability from which they are given.
    """

    stage: str
    seen: str
    bounds: dict[str, float]
    passage: bool | None
    document: bool | None
    alone: dict[str, str]
    proposed: list[Proposed]
    threshold: float


class CaseResult(TypedDict):
    """One case: its id, its scores by metric, and the answer in its JSON shape.

    ``article`` is that of a SQuAD question, whose cases are drawn together in a bootstrap.
    ``fault`` is there where faults were looked for.
    """

    id: str
    scores: Scores
    answer: dict[str, Any]
    article: NotRequired[str]
    fault: NotRequired[Fault | None]


class Results(TypedDict):
    """Everything a run found; metrics for which the set has no case are left out."""

    summary: dict[str, Figure]
    by_category: dict[str, dict[str, Figure]]
    by_document: dict[str, dict[str, Figure]]
    cases: list[CaseResult]
    environment: dict[str, Any]


def outcome(case: CaseResult) -> str:
    """What became of the case, in a word or two."""
    scores = case["scores"]
    if "false_answer_rate" in scores:
        return "wrongly answered" if scores["false_answer_rate"] else "rightly refused"
    if case["answer"]["abstained"]:
        return "wrongly refused"
    if "right" not in scores:
        return "answered"
    return "right" if scores["right"] else "wrong"


def stage_of(case: CaseResult) -> str:
    """The stage to blame; "" where nothing was wrong, or was not looked for."""
    fault = case.get("fault")
    return "" if fault is None else fault["stage"]


def load_results(path: Path | str) -> Results:
    """The results that ``sourcesay evaluate --json`` wrote to ``path``.

    Raises ValueError where the file holds something else.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        for case in data["cases"]:
            if not isinstance(case["scores"], Mapping) or "question" not in case["answer"]:
                raise KeyError("scores")
        return Results(
            summary=data["summary"],
            by_category=data["by_category"],
            by_document=data.get("by_document", {}),
            cases=data["cases"],
            environment=data["environment"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path} holds no results ({error!r}); write them with: sourcesay evaluate --json"
        ) from error


def save_results(results: Results, path: Path) -> None:
    """Write the results as JSON; a killed process leaves the file as it was."""
    with whole_file(path) as partial:
        partial.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
