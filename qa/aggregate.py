"""Spans to positions: merge equal answers, rank, cite."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Citation, Position, Span
from qa.confidence import Calibration
from qa.values import normalize


def aggregate(spans: Sequence[Span], calibration: Calibration) -> Position | None:
    """The best answer with every source that gives it, or None where no span says anything.

    ``spans`` come best first. The position carries the probability of its best span, whether
    that suffices or not: the caller decides about refusing. Another document joins as a citation
    when it proposes an equal answer that would have sufficed alone; each document is cited once.
    """
    best = next((span for span in spans if normalize(span.text)), None)
    if best is None:
        return None
    cited = {best.document.id: best}
    for span in spans:
        if (
            span.document.id not in cited
            and normalize(span.text) == normalize(best.text)
            and calibration.probability(span.score) >= calibration.threshold
        ):
            cited[span.document.id] = span
    citations = tuple(Citation(number, span) for number, span in enumerate(cited.values(), 1))
    return Position(citations, calibration.probability(best.score))
