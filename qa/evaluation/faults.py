"""Why a case lost points: the first stage to blame, found by running it again in parts.

The question is read again from the passage that holds the answer and from its document alone, and
each proposed answer is followed alone to its end: isolated against integrated. Only cases that
lost something are run again.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath

from embeddings.passages import Document
from qa.evaluation.goldpassages import Gold, find_gold
from qa.evaluation.metrics import NORMALISATIONS
from qa.evaluation.rerun import Outcome, Rerun, remembering
from qa.evaluation.results import CaseResult, Fault
from qa.evaluation.stages import BOUNDS, STAGES
from qa.evaluation.summary import points
from qa.evaluation.testset import Case
from qa.pipeline import Pipeline, clean


class FaultFinder:
    """Finds the faults of cases that went through ``pipeline``."""

    def __init__(self, pipeline: Pipeline, normalisation: str = "squad") -> None:
        self._pipeline = pipeline
        self._normalise = NORMALISATIONS[normalisation]
        self._documents: defaultdict[str, list[Document]] = defaultdict(list)  # by file name
        for document in pipeline.documents:
            self._documents[PurePath(document.source).name].append(document)

    def find(self, case: Case, result: CaseResult) -> Fault | None:
        """The fault of the case; None where nothing is wrong with it."""
        f1, scores = points(result, "f1"), result["scores"]
        well_grouped = (
            scores.get("disagreement_shown", 1) == 1
            and scores.get("disagreement_false_alarms", 0) == 0
            and scores.get("list_recall", 1) == 1
            and scores.get("list_precision", 1) == 1
        )
        if f1 is None or (f1 == 1 and well_grouped):
            return None
        bounds = dict.fromkeys(BOUNDS, f1)
        try:
            clean(case.question)
        except ValueError as error:
            return Fault(
                stage="taken for no question",
                seen=str(error),
                bounds=bounds,
                passage=None,
                document=None,
                alone={},
                proposed=[],
                threshold=self._pipeline.calibration.threshold,
            )
        rerun = Rerun(remembering(self._pipeline), case, self._normalise)
        if not case.answerable:
            bounds |= dict.fromkeys(("refusal", "choice and refusal", "all"), 1.0)
            answer = result["answer"]
            return Fault(
                stage="wrongly answered",
                seen=f"“{answer['text']}” at {answer['confidence']:.0%}",
                bounds=bounds,
                passage=None,
                document=None,
                alone={},
                proposed=rerun.choices(),
                threshold=rerun.threshold,
            )
        names = dict.fromkeys(PurePath(evidence.file).name for evidence in case.sources)
        documents = [document for name in names for document in self._documents[name]]
        gold = find_gold(case, self._pipeline.library, documents)
        alone, among = rerun.passages_alone(gold), rerun.documents_alone(gold)
        stage, seen = _to_blame(result, gold, rerun, well_grouped)
        return Fault(
            stage=stage,
            seen=seen,
            bounds=bounds | rerun.bounds(gold, bounds, abstained=result["answer"]["abstained"]),
            passage=alone.right,
            document=among.right,
            alone={"passage": alone.shown, "document": among.shown},
            proposed=rerun.choices() if rerun.reading.answerable else [],
            threshold=rerun.threshold,
        )


def _to_blame(result: CaseResult, gold: Gold, rerun: Rerun, well_grouped: bool) -> tuple[str, str]:
    """The first stage that went wrong, and what was seen there."""
    answer, scores = result["answer"], result["scores"]
    if scores["right"] == 1:
        accepted = " / ".join(f"“{text}”" for text in rerun.case.accepted[:3])
        if well_grouped:
            return "not exact", f"“{answer['text']}”, accepted {accepted}"
        return "wrongly grouped", _grouping(scores)
    if not rerun.reading.answerable:
        return "taken for no question", f"read as “{rerun.reading.question}”"
    came = rerun.integrated
    if answer["abstained"] and came.right:
        return "wrongly refused", f"{came.shown} is below the threshold {rerun.threshold:.0%}"
    if gold.lost is not None:
        return gold.lost, STAGES[gold.lost]
    rank = rerun.rank(gold)
    if not rank.read:
        return "not retrieved", rank.shown
    return _choice(gold, rerun, came, rank.shown)


def _choice(gold: Gold, rerun: Rerun, came: Outcome, found: str) -> tuple[str, str]:
    """What became of the right answer in the passages that were read."""
    right = [outcome for outcome in rerun.proposed if outcome.right]
    if right:
        seen = f"{right[0].shown} was proposed, {came.shown} preferred"
        if right[0].confidence < rerun.threshold:
            which = "both" if came.confidence < rerun.threshold else "it"
            seen += f"; {which} would be refused"
        return "not chosen", seen
    raw = rerun.right_spans(gold, alone=False)
    if not raw:
        alone = rerun.right_spans(gold, alone=True)
        if alone:
            return "crowded out", f"{found}; read alone it proposes “{alone[0].text}”"
        return "not read", f"{found}; the nearest it proposes there: {rerun.nearest(gold)}"
    ended = rerun.alone(raw[0])
    if ended is None:
        return "ruled out", f"“{raw[0].text}” was proposed"
    return "wrong extent", f"“{raw[0].text}” was proposed, and became {ended.shown}"


def _grouping(scores: dict[str, float]) -> str:
    if scores.get("list_recall", 1) < 1:
        return f"{scores['list_recall']:.0%} of the items are shown"
    if scores.get("list_precision", 1) < 1:
        return f"{scores['list_precision']:.0%} of what is shown are items of the list"
    if scores.get("disagreement_shown", 1) < 1:
        return "the sources differ, and that is not shown"
    return "a difference is shown where there is none"
