"""Whether two likely answers to one question differ, so that both must be seen."""

from __future__ import annotations

import re

from qa.answers import Span
from qa.fit import FUNCTION_WORDS
from qa.questions.kinds import Kind
from qa.values.equality import differ, normalize, same_answer
from qa.values.quantities import find_quantities

MEASURED: frozenset[Kind] = frozenset(("how-many", "how-long", "when"))
EXCLUSIVE: frozenset[Kind] = MEASURED | {"yes-no"}  # differing answers cannot both be true
NAMED: frozenset[Kind] = frozenset(("who", "where", "what", "how"))
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|den(?:y|ies|ied)"
    r"|rul(?:e[sd]?|ing) out|reject(?:s|ed)?|dismiss(?:es|ed)?|refus(?:es?|ed)|refute[sd]?"
    r"|contradict(?:s|ed)?|false|untrue|a lie|lied|invent(?:ed|ions?)|fabricat(?:ed|ions?)"
    r"|myth|hardly|scarcely|barely|unable|lack(?:s|ed)?|yet to)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)


def contrary(kind: Kind, a: Span, b: Span) -> bool:
    """Whether a reader must see both of two likely answers to one question of this kind.

    Figures, durations and dates are compared as values. Names and phrases differ when neither says
    the same as the other and they share no word; they need not exclude each other. Of two clauses
    that tell whether something is so, one must deny and the other state. Lists and reasons are
    completed by one another, not contradicted.
    """
    if kind in MEASURED:
        return differ(_measure(a), _measure(b))
    if kind == "yes-no":
        return denies(a.text) != denies(b.text)
    words = [set(normalize(text).split()) - FUNCTION_WORDS for text in (a.text, b.text)]
    return kind in NAMED and not same_answer(a.text, b.text) and not words[0] & words[1]


def denies(clause: str) -> bool:
    """Whether a clause states that something is not so; two denials cancel out."""
    return len(_DENIAL.findall(clause)) % 2 == 1


def _measure(span: Span) -> str:
    """The span with the noun that its figure counts: "445 graves" where the span is "445"."""
    first, last = span.document.sentences_around(span.start, span.end)
    text = span.document.text
    for figure in find_quantities(text[first:last]):
        start, end = first + figure.start, first + figure.end
        if start < span.end and span.start < end:
            return text[min(start, span.start) : max(end, span.end)]
    return span.text
