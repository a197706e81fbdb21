"""The quality gate: the committed development questions against the committed baseline.

    python -m tests.gate            # exit status 1 if a metric fell beyond noise
    python -m tests.gate --write    # after a change that is meant: this state is the new baseline

Every answer must be grounded, too. The test questions stay out of it: nothing may be changed
because of them. Printed are totals only, and the baseline keeps scores and no texts. Cases that
flip by chance, as another processor's int8 arithmetic makes them, are few and fall under the noise;
a change for the worse does not.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.evaluation.compare import Comparison, compare, comparison_table
from qa.evaluation.results import CaseResult, Results, load_results, save_results
from qa.evaluation.run import Pipeline, evaluate
from qa.evaluation.testset import TestSet, load_testset
from qa.progress import progress_bar
from tests.grounded import ARTICLES, check_grounded

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "questions" / "dev.jsonl"
BASELINE = ROOT / "tests" / "questions" / "baseline.json"


def main(arguments: Sequence[str]) -> int:
    from qa.options import named_pipeline

    pipeline = named_pipeline(None, ROOT / "seeds", None, None)
    results = run(pipeline, load_testset(QUESTIONS), ARTICLES)
    if "--write" in arguments:
        save_results(results, BASELINE)
        print(f"{BASELINE.relative_to(ROOT)}: {len(results['cases'])} questions")
        return 0
    comparison = compare(load_results(BASELINE), results)
    print(verdict(comparison))
    return 1 if comparison.fallen or comparison.unpaired else 0


def run(pipeline: Pipeline, testset: TestSet, texts: Mapping[str, str]) -> Results:
    """The results of the questions without texts; every answer must be grounded in ``texts``."""
    with progress_bar("asking") as progress:
        results = evaluate(pipeline, testset, progress=progress)
    for case in results["cases"]:
        check_grounded(case["answer"], texts)
    return without_texts(results)


def without_texts(results: Results) -> Results:
    """The results without any text of questions, answers or sources, a digest for each question."""
    cases = [
        CaseResult(
            id=case["id"],
            scores={name: round(value, 4) for name, value in case["scores"].items()},
            answer={"question": _digest(case["answer"]["question"]), "text": None},
        )
        for case in results["cases"]
    ]
    return Results(
        summary={k: v for k, v in results["summary"].items() if not k.endswith("_ms")},
        by_category={},
        by_document={},
        cases=cases,
        environment=results["environment"],
    )


def verdict(comparison: Comparison) -> str:
    """The changes of all metrics, and what to do about them."""
    lines = [f"{comparison.paired} questions asked.", "", comparison_table(comparison), ""]
    if comparison.unpaired:
        lines.append("The baseline is of other questions: make baseline")
    elif comparison.fallen:
        lines.append(f"Quality gate: red. Fell beyond noise: {', '.join(comparison.fallen)}.")
        lines.append("If that is meant, commit a new baseline: make baseline")
    else:
        lines.append("Quality gate: green. Nothing fell beyond noise.")
    return "\n".join(lines)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
