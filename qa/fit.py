"""Whether a span can be an answer to a question at all, whatever the reader makes of it.

The form that an answer should have is left to the reader: a figure, a time, a person.
"""

from __future__ import annotations

from bisect import bisect_left

from qa.answers import Span
from qa.persons import is_of_another

_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def can_answer(question: str, span: Span) -> bool:
    """Whether the span lies in one sentence, cuts no quotation or bracket in the middle, and is not
    told of another person than the one asked about."""
    return _in_one_sentence(span) and not _is_cut(span.text) and not is_of_another(question, span)


def _in_one_sentence(span: Span) -> bool:
    sentences = span.document.sentences
    around = span.document.sentences_around(span.start, span.end)
    at = bisect_left(sentences, around)
    return sentences[at : at + 1] == (around,) or not sentences


def _is_cut(text: str) -> bool:
    """Whether a quotation or bracket begins or ends inside the text without its other half."""
    inside = text[1:-1]
    return any(
        (opening in inside or closing in inside) and text.count(opening) != text.count(closing)
        for opening, closing in _PAIRS
    )
