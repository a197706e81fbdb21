"""Whether two likely answers to one question differ, so that both must be seen."""

from __future__ import annotations

import re

from embeddings.names import name_key
from qa.answers import Span
from qa.measures import durations_differ, figures_differ, has_figure
from qa.questions.kinds import Kind
from qa.times import times_differ
from qa.values.denial import denies
from qa.values.equality import FUNCTION_WORDS, differ, is_time, normalize, same_answer
from qa.values.labels import other_label
from qa.values.names import singular
from qa.values.opposites import opposed_alone

EXCLUSIVE: frozenset[Kind] = frozenset(("how-many", "how-long", "when", "yes-no"))
"""Kinds of which differing answers cannot both be true."""

_POSSESSIVE = re.compile(r"\w+(?:[’']s|s[’'])(?!\w)")

NAMED: frozenset[Kind] = frozenset(("who", "where", "what", "how"))


def contrary(kind: Kind, a: Span, b: Span) -> bool:
    """Whether a reader must see both of two likely answers to one question of this kind.

    Figures, durations, dates and hours are compared as values, and none is another number than
    some. Names and phrases differ when neither says the same as the other and they share no word,
    or all but a number, name or opposite; they need not exclude each other. Of two clauses that
    tell whether something is so, one must deny and the other state. Lists and reasons are
    completed by one another, not contradicted.
    """
    if kind == "when":
        return times_differ(a, b)
    if kind == "how-many":
        return figures_differ(a, b) or _none_against_some(a, b)
    if kind == "how-long":
        return durations_differ(a, b) or _none_against_some(a, b)
    if kind == "yes-no":
        return denies(a.text) != denies(b.text)
    return kind in NAMED and _phrases_differ(a, b)


def _phrases_differ(a: Span, b: Span) -> bool:
    """Whether two names or phrases are two, or one but for a figure, time, name or opposite."""
    if same_answer(a.text, b.text):
        return False
    if is_time(a.text) and is_time(b.text):
        return times_differ(a, b)
    if differ(a.text, b.text) or opposed_alone(a.text, b.text):
        return True
    return not _words(a) & _words(b) or other_label(_in_sentence(a), _in_sentence(b))


def _words(span: Span) -> set[str]:
    """The keys of the words that tell something; whose it is, as "Penn's", does not."""
    words = normalize(_POSSESSIVE.sub(" ", span.text)) or normalize(span.text)
    told = set(words.split()) - FUNCTION_WORDS
    return {key for word in told for key in (name_key(word) or word, singular(word))}


def _in_sentence(span: Span) -> str:
    """The text as it would read inside a sentence: without the capital before a common word."""
    text, following = span.text, span.text.split()[1:2]
    opens = span.document.sentences_around(span.start, span.end)[0] == span.start
    common = following and not following[0][0].isupper()
    return text[0].lower() + text[1:] if opens and common else text


def _none_against_some(a: Span, b: Span) -> bool:
    """Whether one answer denies that there are any, and the other gives their number."""
    return any(
        denies(none.text) and not has_figure(none) and has_figure(some) and not denies(some.text)
        for none, some in ((a, b), (b, a))
    )
