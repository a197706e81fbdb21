"""Spans to an answer: equal ones merged, differing ones side by side, cited and attributed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from embeddings.passages import Document, Interval
from qa.answers import Citation, Position, Span
from qa.attribution.attribute import attribute
from qa.confidence import Calibration
from qa.extent import clause_around, enumeration_around
from qa.fit import can_answer
from qa.questions.kinds import Kind, asks_for_list, question_kind
from qa.statements import Statement
from qa.values.equality import differ, normalize, same_answer
from qa.values.hedges import with_hedge
from qa.values.quantities import find_quantities

DIFFERS = 0.7
"""Probability from which a differing answer of another document is shown beside the best."""

MOST_POSITIONS = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer in what was read, however unsure: the best position, then those that differ.

    ``parts`` are the items of a list. ``score`` is what the probability was made from: the
    reader's score of the best span, in logits above no answer, or the margin of a statement.
    """

    positions: tuple[Position, ...]
    parts: tuple[Position, ...]
    score: float

    @classmethod
    def of(cls, statement: Statement, calibration: Calibration) -> Proposal:
        """The speaker of a statement as the answer, its words as the context."""
        span = Span(statement.passage_of_speaker, *statement.speaker, 0.0)
        probability = calibration.statement_probability(statement.margin)
        citation = Citation(1, span, statement.sentence)
        return cls((Position((citation,), probability),), (), statement.margin)

    @property
    def best(self) -> Position:
        return self.positions[0]


def aggregate(question: str, spans: Sequence[Span], calibration: Calibration) -> Proposal | None:
    """What the spans, best first, answer; None where no span can be an answer.

    The best position carries the probability of its best span, whether that suffices or not: the
    caller decides about refusing. Another document joins it with an equal answer that would have
    sufficed alone. Figures and dates of other documents that differ from it become positions of
    their own where they are likely right. Each document is cited once.
    """
    kind = question_kind(question)
    possible = [span for span in spans if normalize(span.text) and can_answer(kind, question, span)]
    if not possible:
        return None
    best = possible[0]
    items = _items(best) if asks_for_list(question) else ()
    whole = [replace(best, start=items[0].start, end=items[-1].end)] if items else []
    groups = [whole or [full_extent(kind, best)]]
    cited = {best.document.id}
    for span in possible[1:]:
        probability = calibration.probability(span.score)
        if span.document.id in cited or probability < calibration.threshold:
            continue
        candidate = full_extent(kind, span)
        equal = next((g for g in groups if same_answer(candidate.text, g[0].text)), None)
        if equal is not None:
            equal.append(candidate)
        elif (
            kind in ("how-many", "when")
            and probability >= DIFFERS
            and len(groups) < MOST_POSITIONS
            and all(differ(_measure(candidate), _measure(group[0])) for group in groups)
        ):
            groups.append([candidate])
        else:
            continue
        cited.add(span.document.id)
    numbers = iter(range(1, len(possible) + 1))
    positions = tuple(_position(group, numbers.__next__, calibration) for group in groups)
    count = iter(range(1, len(items) + 1))
    parts = tuple(_position([item], count.__next__, calibration) for item in items)
    return Proposal(positions, parts, best.score)


def full_extent(kind: Kind, span: Span) -> Span:
    """The span as far as its answer reaches.

    Figures take the bounds that stand with them: "more than 440", not "440". The answer to a
    yes-no question is the clause that states it. Lone quotation marks at the ends go.
    """
    around = clause_around if kind == "yes-no" else _hedged
    start, end = around(span.document, span.start, span.end)
    if not (span.passage.start <= start and end <= span.passage.end):
        start, end = span.start, span.end
    text = span.document.text
    while end - start > 1 and text[start] in "“‘«\"'" and not _closed(text[start:end], first=True):
        start += 1
    while end - start > 1 and (
        text[end - 1] in ",;:"
        or (text[end - 1] in "”’»\"'" and not _closed(text[start:end], first=False))
    ):
        end -= 1
    return replace(span, start=start, end=end)


def speaker(span: Span) -> str | None:
    """Who states the span, as its source names them; None when unsure, or the author."""
    found = attribute(span.document, span.start, span.end)
    return span.document.text[found[0] : found[1]] if found else None


def _position(spans: Sequence[Span], number: Callable[[], int], curve: Calibration) -> Position:
    citations = tuple(Citation(number(), span) for span in spans)
    return Position(citations, curve.probability(spans[0].score), speaker(spans[0]))


def _items(span: Span) -> tuple[Span, ...]:
    """The enumeration that the span belongs to, item by item; () where it goes on elsewhere."""
    items = enumeration_around(span.document, span.start, span.end)
    if not items or items[0][0] < span.passage.start or items[-1][1] > span.passage.end:
        return ()
    return tuple(replace(span, start=start, end=end) for start, end in items)


def _hedged(document: Document, start: int, end: int) -> Interval:
    return with_hedge(document.text, start, end)


def _measure(span: Span) -> str:
    """The span with the noun that its figure counts: "445 graves" where the span is "445"."""
    first, last = span.document.sentences_around(span.start, span.end)
    text = span.document.text
    for figure in find_quantities(text[first:last]):
        start, end = first + figure.start, first + figure.end
        if start < span.end and span.start < end:
            return text[min(start, span.start) : max(end, span.end)]
    return span.text


def _closed(text: str, *, first: bool) -> bool:
    """Whether the quotation mark at one end of the text has its other half in it."""
    opening, closing = ("“‘«\"'", "”’»\"'")
    if first:
        return closing[opening.index(text[0])] in text[1:]
    return opening[closing.index(text[-1])] in text[:-1]
