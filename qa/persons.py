"""The person a question asks about: whether an answer can be of that person at all."""

from __future__ import annotations

import re
from bisect import bisect_left

from rapidfuzz.distance import OSA

from embeddings.names import name_key
from qa.answers import Span
from qa.attribution.people import people_around
from qa.questions.clauses import take_apart

LOOKS_BACK = 4  # sentences before that of an answer in which its "he" or "she" may be named
LIKE = 0.7  # similarity from which two names may be spellings of one

_HE_OR_SHE = re.compile(
    r"[\"“‘']?(?:(?:But|And|Then|Later|Now|Yet|Still) )?(?:he|she|his|her)\b", re.I
)
_NAME = re.compile(r"(?:[A-Z][\w’'.-]* )*[A-Z][\w-]*[a-z]")


def is_of_another(question: str, span: Span) -> bool:
    """Whether a question is about one named person, and the span's sentence about another.

    It opens with "he" or "she" and does not name the person, and the nearest sentence before it
    that names anybody names somebody else.
    """
    document = span.document
    start, end = document.sentences_around(span.start, span.end)
    if not _HE_OR_SHE.match(document.text, start, end):
        return False
    clause = take_apart(question)
    person = _NAME.fullmatch(clause.subject) if clause else None
    if person is None:
        return False
    asked = _names(person[0])
    own = bisect_left(document.sentences, (start, end))
    before = document.sentences[max(own - LOOKS_BACK, 0) : own]
    for first, last in ((start, end), *reversed(before)):
        named = _names(document.text[first:last])
        if any(_like(one, other) for one in asked for other in named):
            return False
        people = people_around(document.text, start) if named and first != start else frozenset()
        if people.intersection(named):
            return len(asked) > 1 or not people.isdisjoint(asked)
    return False


def _names(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_][\w’'-]+", text) if word[0].isupper()]


def _like(a: str, b: str) -> bool:
    return OSA.normalized_similarity(name_key(a), name_key(b)) >= LIKE
