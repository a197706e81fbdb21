"""Spans to an answer: equal ones merged, differing ones side by side, cited and attributed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from embeddings.encoder import Encoder
from embeddings.passages import Document, Interval
from qa.answers import Citation, Position, Span
from qa.attribution.attribute import attribute
from qa.confidence import MOST_LEAD, Calibration
from qa.contrast import EXCLUSIVE, contrary
from qa.enumeration import enumeration_around
from qa.extent import clause_around, range_around, reason_around, title_around
from qa.fit import can_answer
from qa.questions.kinds import Kind, asks_for_list, question_kind
from qa.statements import Statement
from qa.values.equality import normalize, same_answer
from qa.values.hedges import with_hedge
from qa.values.quantities import find_quantities


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer of another sentence must be to stand beside the best that it differs from.

    ``likely`` is its least probability; where not both can be true, of what it would be alone: that
    it does not stand out speaks for it. ``behind`` is how many logits its score may be lower: what
    is far less likely answers another question. So does a sentence about something else: ``alike``
    is the least cosine similarity of the two sentences. Chosen on the questions of the four
    libraries kept for development for few false alarms, of which the last spares four in five.
    """

    likely: float
    behind: float
    alike: float


CONTRADICTING = Beside(0.75, 5.0, 0.35)  # both cannot be true, as of figures and of what one denies
DIFFERING = Beside(0.9, 3.0, 0.4)  # both can, as of names

SURE = 0.8  # probability from which an item of another sentence joins a list

MOST_POSITIONS = 4
_BREAK = re.compile(r"\s[–—-]\s|[:;]\s")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer in what was read, however unsure: the best position, then those that differ.

    ``parts`` are the items of a list. ``score`` is what the probability was made from: the
    reader's score of the best span, in logits above no answer, or the margin of a statement.
    ``words`` is the length of that span, ``lead`` how far it stands above the next different one.
    """

    positions: tuple[Position, ...]
    parts: tuple[Position, ...]
    score: float
    words: int = 1
    lead: float = MOST_LEAD

    @classmethod
    def of(cls, statement: Statement, calibration: Calibration) -> Proposal:
        """The speaker of a statement as the answer, its words as the context."""
        span = Span(statement.passage_of_speaker, *statement.speaker, 0.0)
        probability = calibration.statement_probability(statement.margin)
        citation = Citation(1, span, statement.sentence)
        position = Position((citation,), probability, fitted=calibration.fitted)
        return cls((position,), (), statement.margin)

    @property
    def best(self) -> Position:
        return self.positions[0]


def aggregate(
    question: str, spans: Sequence[Span], calibration: Calibration, encoder: Encoder | None = None
) -> Proposal | None:
    """What the spans, best first, answer; None where no span can be an answer.

    The best position carries the probability of its best span, whether that suffices or not: the
    caller decides about refusing. Another document joins it with an equal answer that would have
    sufficed alone, and is cited once for it. Answers of other sentences, of whatever document, that
    differ from it become positions of their own where they are likely right and their sentences,
    by the ``encoder``'s measure if there is one, about the same.
    """
    kind = question_kind(question)
    possible = [span for span in spans if normalize(span.text) and can_answer(kind, question, span)]
    if not possible:
        return None
    best = possible[0]
    lists = asks_for_list(question)
    rivals = () if lists else possible  # the other items speak for an item, not against it
    items = _items(best) if lists else ()
    whole = [replace(best, start=items[0].start, end=items[-1].end)] if items else []
    likely = probability_of(best, rivals, calibration)
    groups = [(likely, whole or [full_extent(kind, best)])]
    cited = {best.document.id}
    wanted = CONTRADICTING if kind in EXCLUSIVE else DIFFERING
    for span in possible[1:]:
        alone = calibration.probability(span.score, words_of(span))  # whatever stands beside it
        if alone < calibration.threshold:
            continue
        probability = probability_of(span, rivals, calibration)
        candidate = full_extent(kind, span)
        equal = next((g for _, g in groups if same_answer(candidate.text, g[0].text)), None)
        if equal is not None:
            if span.document.id not in cited and probability >= calibration.threshold:
                equal.append(candidate)
                cited.add(span.document.id)
        elif (
            (alone if kind in EXCLUSIVE else probability) >= wanted.likely
            and best.score - span.score <= wanted.behind
            and len(groups) < MOST_POSITIONS
            and all(_sentences(candidate) != _sentences(s) for _, group in groups for s in group)
            and all(contrary(kind, candidate, group[0]) for _, group in groups)
            and (encoder is None or _likeness(candidate, groups[0][1][0], encoder) >= wanted.alike)
        ):
            groups.append((probability, [candidate]))
            cited.add(span.document.id)
    numbers = iter(range(1, len(possible) + 1))
    fitted = calibration.fitted
    positions = tuple(_position(group, numbers.__next__, p, fitted) for p, group in groups)
    if lists:
        sure = [s for s in possible if probability_of(s, rivals, calibration) >= SURE]
        items = _with_others(items or (best,), sure)
    count = iter(range(1, len(items) + 1))
    parts = tuple(_position([item], count.__next__, likely, fitted) for item in items)
    return Proposal(
        positions, parts if len(parts) > 1 else (), best.score, words_of(best), lead(best, rivals)
    )


def probability_of(span: Span, spans: Sequence[Span], calibration: Calibration) -> float:
    """The probability, 0 to 1, that a span is right which the reader proposed among others."""
    return calibration.probability(span.score, words_of(span), lead(span, spans))


def lead(span: Span, spans: Sequence[Span]) -> float:
    """How far the span stands above the next different answer of ``spans``, in logits, to 8.

    Spans that overlap are one answer with other borders.
    """
    for other in spans:
        apart = other.document.id != span.document.id or not (
            other.start < span.end and span.start < other.end
        )
        below = other.score <= span.score and other is not span
        if below and apart and not same_answer(other.text, span.text):
            return min(span.score - other.score, MOST_LEAD)
    return MOST_LEAD


def words_of(span: Span) -> int:
    """The number of words of a span."""
    return len(span.text.split())


def full_extent(kind: Kind, span: Span) -> Span:
    """The span as far as its answer reaches.

    Figures take the bounds that stand with them: "more than 440", not "440", and leave what stands
    before a dash: "443", not "war dead – 443". The answer to a yes-no question is the clause that
    states it, a reason no subject without its predicate. Lone quotation marks at the ends go.
    """
    if kind == "how-many":
        span = _after_break(span)
    start, end = span.start, span.end
    if kind in ("how-many", "how-long"):
        start, end = range_around(span.document, start, end)
    if kind == "why":
        start, end = reason_around(span.document, start, end)
    around = clause_around if kind == "yes-no" else _hedged
    start, end = around(span.document, start, end)
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


def _after_break(span: Span) -> Span:
    """The span from the dash or colon on that its one figure follows."""
    figures = find_quantities(span.text)
    if len(figures) != 1:
        return span
    breaks = [match.end() for match in _BREAK.finditer(span.text, 0, figures[0].start)]
    return replace(span, start=span.start + breaks[-1]) if breaks else span


def speaker(span: Span) -> str | None:
    """Who states the span, as its source names them; None when unsure, or the author."""
    found = attribute(span.document, span.start, span.end)
    return span.document.text[found[0] : found[1]] if found else None


def _position(
    spans: Sequence[Span], number: Callable[[], int], probability: float, fitted: bool
) -> Position:
    citations = tuple(Citation(number(), span) for span in spans)
    return Position(citations, probability, speaker(spans[0]), fitted)


def _items(span: Span) -> tuple[Span, ...]:
    """The enumeration that the span belongs to, item by item, as far as its passage has them."""
    first, last = span.passage.start, span.passage.end
    items = enumeration_around(span.document, span.start, span.end)
    seen = [replace(span, start=a, end=b) for a, b in items if first <= a and b <= last]
    return tuple(seen) if len(seen) > 1 else ()


def _with_others(items: Sequence[Span], spans: Sequence[Span]) -> tuple[Span, ...]:
    """The items and those that other sentences name, each once."""
    found = list(items)
    sentences = {_sentences(item) for item in items}
    for span in spans:
        if _sentences(span) not in sentences:
            sentences.add(_sentences(span))
            others = _items(span) or (span,)
            found += [o for o in others if not any(same_answer(o.text, i.text) for i in found)]
    return tuple(found)


def _likeness(a: Span, b: Span, encoder: Encoder) -> float:
    """Cosine similarity of the sentences that two answers stand in."""
    places = [(s.document, s.document.sentences_around(s.start, s.end)) for s in (a, b)]
    vectors = encoder.encode([document.text[start:end] for document, (start, end) in places])
    return float(vectors[0] @ vectors[1])


def _sentences(span: Span) -> tuple[str, int, int]:
    return span.document.id, *span.document.sentences_around(span.start, span.end)


def _hedged(document: Document, start: int, end: int) -> Interval:
    return with_hedge(document.text, *title_around(document, start, end))


def _closed(text: str, *, first: bool) -> bool:
    """Whether the quotation mark at one end of the text has its other half in it."""
    opening, closing = ("“‘«\"'", "”’»\"'")
    if first:
        return closing[opening.index(text[0])] in text[1:]
    return opening[closing.index(text[-1])] in text[:-1]
