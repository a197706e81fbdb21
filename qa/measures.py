"""Answers compared by what they measure: their figure or duration, however long the clause."""

from __future__ import annotations

import re

from qa.answers import Span
from qa.values.equality import differ
from qa.values.hedges import with_hedge
from qa.values.quantities import find_quantities

_FATES = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "killed|dead|died|deaths?|lost their lives|fatalities",
        "injured|wounded|hurt|injuries",
        "missing",
        "arrested|detained|held",
        "rescued|saved|survived|survivors",
    )
)
_OF = re.compile(r"\bof\s(?:(?:the|its|his|her|their)\s)?$")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)


def figures_differ(a: Span, b: Span) -> bool:
    """Whether two answers state different figures, of the same fate where they name one."""
    fates = [{n for n, each in enumerate(_FATES) if each.search(span.text)} for span in (a, b)]
    if fates[0] and fates[1] and not fates[0] & fates[1]:
        return False
    return differ(_figure(a), _figure(b))


def durations_differ(a: Span, b: Span) -> bool:
    """Whether two answers state different lengths of time."""
    return differ(_figure(a, of_time=True), _figure(b, of_time=True))


def has_figure(span: Span) -> bool:
    """Whether a figure stands in the span, and not zero alone."""
    return any(found.value.high != 0 for found in find_quantities(span.text))


def _figure(span: Span, *, of_time: bool = False) -> str:
    """The figure that the span states, with its bounds and what it counts: "at least 26 men".

    The words around the span count: "445 graves" where it is "445". Of several figures the first
    is meant where the span begins with it; else, and where there is none, the text is the span's,
    as where it is the whole of which a part is counted: "six" in "two of the six".
    """
    text = span.document.text
    first, last = span.document.sentences_around(span.start, span.end)
    figures = [
        (first + start, first + end, value.kind)
        for start, end, value in find_quantities(text[first:last])
        if first + start < span.end and span.start < first + end
    ]
    durations = [figure for figure in figures if figure[2] == "duration"]
    figures = durations if of_time and durations else figures
    if not figures:
        return span.text
    if _OF.search(text[figures[0][0] : span.start]):
        return span.text
    start, end = with_hedge(text, *figures[0][:2])
    if len(figures) > 1 and start > span.start:
        return span.text
    if between := _BETWEEN.search(text, first, start):
        start = between.start()
    return text[start:end]
