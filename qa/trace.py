"""How an answer came about, stage by stage, for whoever wants to know why."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict

from qa.aggregate import Proposal, possible_answers, probability_of, rivals
from qa.answers import Answer, Span
from qa.conflict import load_conflict
from qa.lists import LIKELY, SURE, may_be_list
from qa.pipeline import READ, Pipeline
from qa.questions.kinds import asks_for_list, question_kind
from qa.render import silence_text

SPANS = 12  # shown, best first
WIDTH = 70  # characters of a passage or span shown


def trace(pipeline: Pipeline, answer: Answer) -> str:
    """The stages of an answer as text: question, passages, spans, positions, times in ms."""
    question = answer.standalone_question
    kind = question_kind(question)
    lines = [f"asked as: {question}", f"kind: {kind}"]
    if answer.silence is not None and not answer.sought:
        return "\n".join([*lines, f"refused: {silence_text(answer.silence)}"])
    clock = _Clock()

    hits = pipeline.retriever.retrieve(question, READ)
    lines.append(f"passages, by score:{clock.lap()}")
    for rank, hit in enumerate(hits, start=1):
        place = f"{hit.passage.document.source} {hit.passage.start}-{hit.passage.end}"
        lines.append(f"  {rank:2} {hit.score:.4f} {place}: {_short(hit.passage.text)}")

    passages = [hit.passage for hit in hits]
    spans = pipeline.spans(question, passages)
    lines.append(f"spans, by score and rank of passage; - cannot be an answer:{clock.lap()}")
    if not pipeline.calibration.fitted:
        lines.append("  percentages rank only: no confidence was fitted for this reader")
    possible = possible_answers(question, spans)
    for span in spans[:SPANS]:
        mark = " " if span in possible else "-"
        chance = probability_of(span, possible, pipeline.calibration)
        place = f"{span.document.source} {span.start}-{span.end}"
        lines.append(f"  {mark} {span.score:6.2f} {chance:4.0%} {place}: {_short(span.text)}")

    lines += _rivals(pipeline, question, spans)
    lines += _items(pipeline, question, possible)
    lines += _positions(pipeline.best_of(question, spans), pipeline.calibration.threshold)
    return "\n".join(lines)


def _rivals(pipeline: Pipeline, question: str, spans: Sequence[Span]) -> list[str]:
    """What differs from the best span, and how likely it is a source's answer to the same."""
    if asks_for_list(question):
        return []
    possible = possible_answers(question, spans)
    judge = load_conflict()
    found = [
        f"  {judge.probability(rivalry):4.0%} {span.document.source} {span.start}-{span.end}: "
        f"{_short(span.text)} ({', '.join(f'{k} {v:.2f}' for k, v in asdict(rivalry).items())})"
        for span, rivalry in rivals(
            question, possible, pipeline.calibration, pipeline.retriever.encoder
        )
    ]
    head = f"answers that differ from the best; beside it from {judge.threshold:.0%} on:"
    return [head, *found] if found else []


def _items(pipeline: Pipeline, question: str, possible: Sequence[Span]) -> list[str]:
    """What the tagger finds around the best span."""
    if pipeline.tagger is None or not possible or not may_be_list(question):
        return []
    found = [
        f"  {item.probability:4.0%} {item.span.start}-{item.span.end}: {_short(item.span.text)}"
        for item in pipeline.tagger.items(question, possible[0])
    ]
    unless = "" if asks_for_list(question) else f", if two have {SURE:.0%} or it has two"
    return [f"items around the best span; of a list from {LIKELY:.0%} on{unless}:", *found]


def _positions(proposal: Proposal | None, threshold: float) -> list[str]:
    if proposal is None:
        return ["positions: none, nothing read can be an answer"]
    verdict = "answered" if proposal.best.confidence >= threshold else "refused"
    lines = [f"positions ({verdict}; the threshold is {threshold:.0%}):"]
    for position in (*proposal.positions, *proposal.parts):
        places = ", ".join(
            f"{c.document.source} {c.span.start}-{c.span.end}" for c in position.citations
        )
        lines.append(f"  {position.confidence:4.0%} {_short(position.text)} [{places}]")
        if position.attribution:
            lines.append(f"       stated by {position.attribution}")
    return lines


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


class _Clock:
    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> str:
        """The milliseconds since the last lap, as a remark."""
        now = time.perf_counter()
        spent, self._last = (now - self._last) * 1000, now
        return f" ({spent:.0f} ms)"
