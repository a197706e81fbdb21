"""Series of whole clauses: "that the mill close, that ...", or those between semicolons."""

from __future__ import annotations

import re

from qa.phrases import VERB

MOST_OUTSIDE = 0.4  # of a clause; an answer with less of it is about something inside

_THAT = re.compile(r"(?P<joined>[,;] (?:and |or )?| (?:and|or) )?\bthat\s")
_SEMICOLON = re.compile(r";\s+(?:and |or |but )?")
_HEAD = re.compile(r".*:\s", re.DOTALL)
_ENDINGS = " \n\t.!?…”\"’'"

Clause = tuple[int, int]


def clauses_around(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of the series of a sentence that an answer is one of, in order; [] for none.

    The answer, from ``start`` to ``end``, has to hold most of one of them. Clauses that "that"
    opens are given without it, the first of those between semicolons without what a colon ends.
    """
    for series in (_by_that(text), _by_semicolons(text)):
        if any(_covers(start, end, clause) for clause in series):
            return series
    return []


def _by_that(text: str) -> list[Clause]:
    found = list(_THAT.finditer(text))
    joined = next((at for at, match in enumerate(found) if at and match["joined"]), 0)
    if not joined:
        return []
    series = [found[joined - 1], *(match for match in found[joined:] if match["joined"])]
    if len(series) == 2 and not series[1]["joined"].strip(",; "):
        return []  # "the house that burned, that of his aunt"
    whole = _SEMICOLON.search(text, series[-1].end())
    last = whole.start() if whole else _length(text)
    starts = [match.end() for match in series]
    return list(zip(starts, [*(match.start() for match in series[1:]), last], strict=True))


def _by_semicolons(text: str) -> list[Clause]:
    found = list(_SEMICOLON.finditer(text))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), _length(text)]
    if head := _HEAD.match(text, 0, ends[0]):
        starts[0] = head.end()
    series = list(zip(starts, ends, strict=True))
    is_whole = all(VERB.search(text, *clause) for clause in series)
    return series if len(series) > 2 and is_whole else []


def _covers(start: int, end: int, clause: Clause) -> bool:
    first, last = clause
    return min(end, last) - max(start, first) > (1 - MOST_OUTSIDE) * (last - first)


def _length(text: str) -> int:
    """The length of a sentence without what ends it."""
    return len(text.rstrip(_ENDINGS))
