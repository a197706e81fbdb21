"""The items of a list: the several things that an answer names, in one sentence or in more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from qa.answers import Span
from qa.items import Tagger
from qa.questions.kinds import Kind, asks_for_list, question_kind
from qa.questions.words import CLAUSE_OPENERS
from qa.values.equality import FUNCTION_WORDS, normalize, same_answer

KINDS: tuple[Kind, ...] = ("what", "who", "where", "how")
"""Those of questions that may be for one thing or for several."""

LIKELY = 0.7
"""Probability from which an item counts that the answer does not hold."""

SURE = 0.9
"""Where the question may be for one thing, as "What was found?", two items that the answer holds
must be likely, or any two be so sure."""

_NO_ITEM = FUNCTION_WORDS | CLAUSE_OPENERS | {"not"}


def may_be_list(question: str) -> bool:
    """Whether several things may answer the question."""
    return asks_for_list(question) or question_kind(question) in KINDS


def items_around(question: str, span: Span, tagger: Tagger | None) -> tuple[Span, ...]:
    """The items of which the span holds one or more, in their order; () where it is no list."""
    if tagger is None or not may_be_list(question):
        return ()
    lists = asks_for_list(question)
    found = [item for item in tagger.items(question, span) if _tells(item.span)]
    held = [item for item in found if _overlap(item.span, span)]
    counted = [item for item in found if item.probability >= LIKELY or item in held]
    likely = sum(item.probability >= LIKELY for item in held)
    sure = sum(item.probability >= SURE for item in counted)
    if not held or len(counted) < 2 or not (lists or likely > 1 or sure > 1):
        return ()
    return tuple(item.span for item in counted)


def with_others(
    question: str, items: Sequence[Span], spans: Iterable[Span], tagger: Tagger | None
) -> tuple[Span, ...]:
    """The items and those that the spans of other sentences name, each once."""
    rows = [items]
    sentences = {item.sentences for item in items}
    for span in spans:
        if span.sentences not in sentences:
            sentences.add(span.sentences)
            rows.append(items_around(question, span, tagger) or (span,))
    found: list[Span] = []
    for item in chain.from_iterable(rows):
        if not any(same_answer(item.text, other.text) for other in found):
            found.append(item)
    return tuple(found)


def row_of(items: Sequence[Span], span: Span) -> Span | None:
    """The span and all items of its sentence as one; None where it has only one."""
    row = [item for item in items if item.sentences == span.sentences]
    if len(row) < 2:
        return None
    return replace(row[0], start=min(span.start, row[0].start), end=max(span.end, row[-1].end))


def _tells(span: Span) -> bool:
    """Whether there is more in a span than words that tell nothing."""
    return not _NO_ITEM.issuperset(normalize(span.text).split())


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
