"""Draw the boundaries of a document: paragraphs, sentences and the passages that are indexed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, groupby, pairwise
from math import inf

from embeddings.passages import Document, Interval, Passage
from embeddings.sentences import sentences_of_paragraph, words

_NARROWEST_WRAP, _WIDEST_WRAP = 40, 120  # widths of hard-wrapped text; longer lines are paragraphs
_HEADING_WORDS = 12
_MOST_SENTENCES = 40  # in one passage
_TINY_LINE, _TINY_LINES = 20, 10  # characters; lines taken together

# What a division into passages costs, beside the squared relative distance from the middle size.
_CUT_SHORT_PARAGRAPH = 1.0
_CUT_LONG_PARAGRAPH = 0.05
_CUT_QUOTATION = 0.2
_LOST_OVERLAP = 0.3
_JOINED_FULL_PARAGRAPH = 0.15
_LEFT_HEADING_BEHIND = 0.5

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
_LINE = re.compile(rf"\S(?:[^{_BREAKS}]*\S)?")
_ONE_BREAK = re.compile(rf"[^\S{_BREAKS}]*(?:\r\n|[{_BREAKS}])[^\S{_BREAKS}]*")
_OWN_LINE = re.compile(r"(?:[-*+•–|>]|\d{1,3}[.)])(?:\s|$)|#{1,6}\s|\||[=-]{3,}\s*$|```|~~~")
_TERMINAL = frozenset('.!?…:;。！？؟”"')


def paragraphs(text: str) -> list[Interval]:
    """The paragraphs of a text: its lines, with the lines of hard-wrapped prose put together."""
    lines = [match.span() for match in _LINE.finditer(text)]
    adjacent = [
        _ONE_BREAK.fullmatch(text, one[1], two[0]) is not None for one, two in pairwise(lines)
    ]
    width = _wrap_width(text, list(compress(pairwise(lines), adjacent)))
    found: list[Interval] = []
    for number, line in enumerate(lines):
        if number and adjacent[number - 1] and _continues(text, lines[number - 1], line, width):
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
    return found


def _fits(text: str, line: Interval, following: Interval) -> tuple[int, int]:
    """The wrap widths, first and last, at which ``line`` would be broken before ``following``."""
    length = line[1] - line[0]
    word = text[following[0] : min(following[1], following[0] + _WIDEST_WRAP)].split()[0]
    return length, length + len(word)


def _wrap_width(text: str, pairs: Sequence[tuple[Interval, Interval]]) -> int:
    """The width most lines were broken at, 0 if the lines are paragraphs of their own."""
    changes = [0] * (_WIDEST_WRAP + 2)
    counted, continued = 0, False
    for line, following in pairs:
        first, last = _fits(text, line, following)
        if first > _WIDEST_WRAP or _OWN_LINE.match(text, following[0], following[1]):
            continue
        counted += 1
        changes[first] += 1
        changes[min(last, _WIDEST_WRAP) + 1] -= 1
        continued |= text[following[0]].islower() and text[line[1] - 1] not in _TERMINAL
    agreeing = list(accumulate(changes))
    width = max(range(_NARROWEST_WRAP, _WIDEST_WRAP + 1), key=lambda at: agreeing[at])
    return width if continued and agreeing[width] >= max(2, 0.6 * counted) else 0


def _continues(text: str, line: Interval, following: Interval, width: int) -> bool:
    """Whether a line break is inside a sentence or paragraph, not at the end of one."""
    if _OWN_LINE.match(text, following[0], following[1]) or re.match(r"#|\|", text[line[0]]):
        return False
    first, last = _fits(text, line, following)
    if width and first <= width <= last:
        return True
    unfinished = text[line[1] - 1] not in _TERMINAL and text[following[0]].islower()
    return unfinished and _NARROWEST_WRAP <= first <= _WIDEST_WRAP


def outside(stretch: Interval, boilerplate: Sequence[Interval]) -> Iterator[Interval]:
    """The parts of a stretch that no boilerplate covers."""
    start, end = stretch
    first = bisect_right(boilerplate, start, key=lambda marked: marked[1])
    for at in range(first, len(boilerplate)):
        if boilerplate[at][0] >= end:
            break
        if start < boilerplate[at][0]:
            yield start, boilerplate[at][0]
        start = boilerplate[at][1]
    if start < end:
        yield start, end


def sentences(text: str, boilerplate: Sequence[Interval] = ()) -> tuple[Interval, ...]:
    """The sentences of a text in order, trimmed: all that is neither blank nor boilerplate.

    Headings, captions and other lines without a full stop are sentences too.
    """
    found: list[Interval] = []
    for paragraph in paragraphs(text):
        for start, end in outside(paragraph, boilerplate):
            flat = _BREAK.sub(" ", text[start:end])
            found += ((start + a, start + b) for a, b in sentences_of_paragraph(flat))
    return tuple(found)


def split(
    document: Document,
    *,
    min_words: int = 80,
    max_words: int = 160,
    overlap: int = 1,
    join_paragraphs: bool = True,
) -> list[Passage]:
    """The passages of a document: paragraphs, short ones joined, long ones as runs of sentences.

    Runs of one paragraph share ``overlap`` sentences. No passage contains boilerplate, and only a
    single sentence can be longer than ``max_words``.
    """
    if not 0 < min_words <= max_words:
        raise ValueError(f"min_words={min_words}, max_words={max_words}: need 0 < min <= max")
    if overlap < 0:
        raise ValueError(f"overlap={overlap}: give a number of sentences, 0 for none")
    borders = document.sentences or sentences(document.text, document.boilerplate)
    found: list[Passage] = []
    for stretch in _stretches(document.text, borders, document.boilerplate):
        drawn = _bundled(stretch, max_words) if join_paragraphs else stretch
        units = list(_units(document.text, drawn, min_words, max_words))
        for first, last in _divide(units, min_words, max_words, overlap, join_paragraphs):
            found.append(Passage(document, units[first].start, units[last].end))
    return found


def _stretches(
    text: str, borders: Sequence[Interval], boilerplate: Sequence[Interval]
) -> Iterator[list[list[Interval]]]:
    """The sentences between boilerplate, paragraph by paragraph."""
    marked = [start for start, _ in boilerplate]
    ends = [end for _, end in paragraphs(text)]
    for _, stretch in groupby(borders, lambda sentence: bisect_right(marked, sentence[0])):
        grouped = groupby(stretch, lambda sentence: bisect_right(ends, sentence[0]))
        yield [list(paragraph) for _, paragraph in grouped]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence and what a passage that begins with it costs."""

    start: int
    end: int
    size: int  # words
    inside: bool  # a paragraph, not at its beginning
    paragraph: int
    full: bool  # the paragraph is long enough for a passage of its own
    cost: float


def _units(
    text: str, stretch: Iterable[Sequence[Interval]], min_words: int, max_words: int
) -> Iterator[_Unit]:
    heading = False
    for number, paragraph in enumerate(stretch):
        sizes = [words(text[start:end]) for start, end in paragraph]
        size = sum(sizes)
        cut = _CUT_LONG_PARAGRAPH if size > max_words else _CUT_SHORT_PARAGRAPH
        cost = _LEFT_HEADING_BEHIND if heading else 0.0  # of beginning a passage here
        inside = quoted = False
        for (start, end), count in zip(paragraph, sizes, strict=True):
            yield _Unit(start, end, count, inside, number, size >= min_words, cost)
            opened, closed = text.rfind("“", start, end), text.rfind("”", start, end)
            quoted = opened > closed or (quoted and closed < 0)
            cost, inside = cut + _CUT_QUOTATION * quoted, True
        heading = size <= _HEADING_WORDS and text[paragraph[-1][1] - 1] not in _TERMINAL


def _bundled(stretch: Sequence[Sequence[Interval]], max_words: int) -> Iterator[Sequence[Interval]]:
    """The paragraphs with neighbouring tiny ones as one, so that word lists stay cheap to split."""
    for tiny, group in groupby(stretch, lambda lines: lines[-1][1] - lines[0][0] <= _TINY_LINE):
        paragraphs = list(group)
        if not tiny:
            yield from paragraphs
            continue
        most = max(1, min(_TINY_LINES, max_words // (_TINY_LINE // 2)))
        for first in range(0, len(paragraphs), most):
            lines = paragraphs[first : first + most]
            yield [(lines[0][0][0], lines[-1][-1][1])]


def _divide(
    units: Sequence[_Unit], min_words: int, max_words: int, overlap: int, join_paragraphs: bool
) -> list[Interval]:
    """First and last unit of each passage, the division of least cost."""
    total = [0, *accumulate(unit.size for unit in units)]
    full = [0, *accumulate(unit.full and not unit.inside for unit in units)]
    middle = (min_words + max_words) / 2
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # cost up to a unit, own start, first
    for end in range(1, len(units) + 1):
        choice = (inf, 0, 0)
        for start in range(end - 1, max(end - _MOST_SENTENCES, 0) - 1, -1):
            if total[end] - total[start] > max_words and start < end - 1:
                break
            unit, first = units[start], start
            while (
                first > start - overlap
                and units[first].inside
                and total[end] - total[first - 1] <= max_words
            ):
                first -= 1
            cost = best[start][0] + ((total[end] - total[first]) / middle - 1) ** 2
            if start:
                cost += unit.cost + _LOST_OVERLAP * (unit.inside and overlap > 0 and first == start)
            if units[end - 1].paragraph > unit.paragraph:
                joined = full[end] - full[start] + (unit.full and unit.inside)
                cost += _JOINED_FULL_PARAGRAPH * joined
            choice = min(choice, (cost, start, first))
            if not join_paragraphs and not unit.inside:
                break
        best.append(choice)
    found: list[Interval] = []
    end = len(units)
    while end:
        _, start, first = best[end]
        found.append((first, end - 1))
        end = start
    return found[::-1]
