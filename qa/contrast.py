"""Whether two likely answers to one question differ, so that both must be seen."""

from __future__ import annotations

from qa.answers import Span
from qa.fit import FUNCTION_WORDS
from qa.measures import durations_differ, figures_differ, has_figure
from qa.questions.kinds import Kind
from qa.times import times_differ
from qa.values.denial import denies
from qa.values.equality import normalize, same_answer

EXCLUSIVE: frozenset[Kind] = frozenset(("how-many", "how-long", "when", "yes-no"))
"""Kinds of which differing answers cannot both be true."""

NAMED: frozenset[Kind] = frozenset(("who", "where", "what", "how"))


def contrary(kind: Kind, a: Span, b: Span) -> bool:
    """Whether a reader must see both of two likely answers to one question of this kind.

    Figures, durations, dates and hours are compared as values, and none is another number than
    some. Names and phrases differ when neither says the same as the other and they share no word;
    they need not exclude each other. Of two clauses that tell whether something is so, one must
    deny and the other state. Lists and reasons are completed by one another, not contradicted.
    """
    if kind == "when":
        return times_differ(a, b)
    if kind == "how-many":
        return figures_differ(a, b) or _none_against_some(a, b)
    if kind == "how-long":
        return durations_differ(a, b) or _none_against_some(a, b)
    if kind == "yes-no":
        return denies(a.text) != denies(b.text)
    words = [set(normalize(text).split()) - FUNCTION_WORDS for text in (a.text, b.text)]
    return kind in NAMED and not same_answer(a.text, b.text) and not words[0] & words[1]


def _none_against_some(a: Span, b: Span) -> bool:
    """Whether one answer denies that there are any, and the other gives their number."""
    return any(
        denies(none.text) and not has_figure(none) and has_figure(some) and not denies(some.text)
        for none, some in ((a, b), (b, a))
    )
