"""Spans to an answer: equal ones merged, differing ones side by side, cited and attributed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.encoder import Encoder
from qa.answers import Citation, Position, Span
from qa.attribution.attribute import attribute
from qa.confidence import MOST_LEAD, Calibration
from qa.conflict import Conflict, Rivalry, compared, load_conflict, rivalry
from qa.contrast import contrary
from qa.extent import full_extent
from qa.fit import can_answer
from qa.items import Tagger
from qa.lists import items_around, row_of, with_others
from qa.questions.kinds import Kind, asks_for_list, question_kind
from qa.values.equality import normalize, same_answer

LEAST = 0.2  # probability from which an answer that differs is considered
SURE = 0.8  # probability from which an item of another sentence joins a list

MOST_POSITIONS = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer in what was read, however unsure: the best position, then those that differ.

    ``parts`` are the items of a list. The probability was made from the reader's ``score`` of the
    best span, in logits above no answer, from its length in ``words``, and from its ``lead``: how
    far it stands above the next different one.
    """

    positions: tuple[Position, ...]
    parts: tuple[Position, ...]
    score: float
    words: int
    lead: float

    @property
    def best(self) -> Position:
        return self.positions[0]


def aggregate(
    question: str,
    spans: Sequence[Span],
    calibration: Calibration,
    encoder: Encoder | None = None,
    conflict: Conflict | None = None,
    tagger: Tagger | None = None,
) -> Proposal | None:
    """What the spans, best first, answer; None where no span can be an answer.

    The best position carries the probability of its best span, whether that suffices or not: the
    caller decides about refusing. Another document joins it with an equal answer that would have
    sufficed alone, and is cited once for it. Answers of other sentences, of whatever document, that
    differ from it become positions of their own, with the probability that ``conflict`` gives
    them, by default the bundled judge. ``tagger`` finds the items of a list; where the question
    may be for one thing they do not change the answer beside which they stand, and give way to
    what other sources say, the same or not.
    """
    kind = question_kind(question)
    possible = possible_answers(question, spans)
    if not possible:
        return None
    best = possible[0]
    lists = asks_for_list(question)
    against = () if lists else possible  # the other items speak for an item, not against it
    items = items_around(question, best, tagger) if lists else ()
    likely = probability_of(best, against, calibration)
    groups = [(likely, [row_of(items, best) or full_extent(kind, best)])]
    cited = {best.document.id}
    conflict = conflict or load_conflict()
    for span in possible[1:]:
        alone = calibration.probability(span.score, words_of(span))  # whatever stands beside it
        if alone < min(LEAST, calibration.threshold):
            continue
        probability = probability_of(span, against, calibration)
        candidate = full_extent(kind, span)
        equal = next((g for _, g in groups if same_answer(candidate.text, g[0].text)), None)
        if equal is not None:
            if span.document.id not in cited and probability >= calibration.threshold:
                equal.append(candidate)
                cited.add(span.document.id)
        elif not lists and len(groups) < MOST_POSITIONS and _stands_apart(kind, candidate, groups):
            first, behind = groups[0][1][0], calibration.slope * (best.score - span.score)
            found = rivalry(question, kind, first, candidate, likely=likely, behind=behind)
            if found is None or conflict.excludes(found):
                continue
            chance = conflict.probability(compared(found, first, candidate, encoder))
            if chance >= conflict.threshold:
                groups.append((chance, [candidate]))
                cited.add(span.document.id)
    numbers = iter(range(1, len(possible) + 1))
    fitted = calibration.fitted
    positions = tuple(_position(group, numbers.__next__, p, fitted) for p, group in groups)
    if lists:
        sure = [s for s in possible if probability_of(s, against, calibration) >= SURE]
        items = with_others(question, items or (best,), sure, tagger)
    elif len(groups) == len(groups[0][1]) == 1:  # else items would hide what other sources say
        items = items_around(question, best, tagger)
    count = iter(range(1, len(items) + 1))
    parts = tuple(_position([item], count.__next__, likely, fitted) for item in items)
    return Proposal(
        positions, parts if len(parts) > 1 else (), best.score, words_of(best), lead(best, against)
    )


def possible_answers(question: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that can answer a question, in their order."""
    return [span for span in spans if normalize(span.text) and can_answer(question, span)]


def rivals(
    question: str, possible: Sequence[Span], calibration: Calibration, encoder: Encoder | None
) -> Iterator[tuple[Span, Rivalry]]:
    """The spans that differ from the first of them, the best of each sentence, with what tells of
    both whether they are of the same."""
    if not possible:
        return
    kind = question_kind(question)
    best = full_extent(kind, possible[0])
    likely = probability_of(possible[0], possible, calibration)
    seen: set[tuple[str, int, int]] = set()
    for span in possible[1:]:
        if calibration.probability(span.score, words_of(span)) < LEAST or span.sentences in seen:
            continue
        other, behind = full_extent(kind, span), calibration.slope * (best.score - span.score)
        found = rivalry(question, kind, best, other, likely=likely, behind=behind)
        if found is not None:
            seen.add(span.sentences)
            yield span, compared(found, best, other, encoder)


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


def speaker(span: Span) -> str | None:
    """Who states the span, as its source names them; None when unsure, or the author."""
    found = attribute(span.document, span.start, span.end)
    return span.document.text[found[0] : found[1]] if found else None


def _position(
    spans: Sequence[Span], number: Callable[[], int], probability: float, fitted: bool
) -> Position:
    citations = tuple(Citation(number(), span) for span in spans)
    return Position(citations, probability, speaker(spans[0]), fitted)


def _stands_apart(kind: Kind, span: Span, groups: Sequence[tuple[float, list[Span]]]) -> bool:
    """Whether no group has the span's sentence, and those after the first, too, differ from it."""
    if any(span.sentences == other.sentences for _, group in groups for other in group):
        return False
    return all(contrary(kind, span, group[0]) for _, group in groups[1:])
