"""Printed lines put together to paragraphs: words divided at line ends joined, page heads left out.

A page says where its characters stand, not where a paragraph ends; the rules here read it off the
page as a typesetter makes it: more space, an indent, another size, or a line ended before it was
full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

HYPHEN = "\x02"
"""Stands for a hyphen at the end of a line, with the next line behind it."""

_LOOSE = 1.35  # of the usual distance of lines: more is a new paragraph
_OTHER_SIZE = 1.15
_EDGE_LINES = 2  # at the head and foot of a page, which may be repeated on others
_REPEATED_PAGES, _REPEATED_SHARE = 3, 0.4
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.I
)
_ITEM = re.compile(r"(?:[•◦▪‣*–—-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
_OPEN_END = re.compile(r"[^.!?…:;”\"’')\]]$")
_DIVIDED = re.compile(rf"(\w+){HYPHEN}(\w+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line with its box, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    top: float  # of its first character
    last_top: float  # of its last: lower where a divided word joins two printed lines
    size: float  # height of its font
    first_word: float  # width


def join_lines(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text, paragraphs set apart by a blank line, and where in it each page begins."""
    repeated = _repeated(pages)
    bodies = [_body(page, repeated, first=not number) for number, page in enumerate(pages)]
    words = Counter(
        re.findall(r"\w+(?:-\w+)*", " ".join(line.text for page in bodies for line in page))
    )
    text, begins = "", []
    previous: Line | None = None
    for page in bodies:
        distance = _usual_distance(page)
        margins = list(_right_margins(page))
        begin: int | None = None
        for number, line in enumerate(page):
            if previous is not None:
                if number == 0:
                    goes_on = _unfinished(previous, line)
                else:
                    goes_on = _continues(previous, line, distance, margins[number - 1])
                text += " " if goes_on else "\n\n"
            begin = len(text) if begin is None else begin
            text += _DIVIDED.sub(
                lambda halves: _joined(halves[1], halves[2], words), line.text
            ).replace(HYPHEN, "-")
            previous = line
        begins.append(len(text) if begin is None else begin)
    return text, tuple(begins)


def _body(page: Sequence[Line], repeated: set[str], *, first: bool) -> list[Line]:
    """The page without its number and without heads and feet that other pages repeat.

    The first page keeps its head: it may be a title.
    """
    edges = {*range(_EDGE_LINES), *range(len(page) - _EDGE_LINES, len(page))}
    kept: list[Line] = []
    for number, line in enumerate(page):
        head = number < _EDGE_LINES
        outermost = number in (0, len(page) - 1) or line.text[:1] in "Pp"
        if len(page) > 1 and number in edges and outermost and _PAGE_NUMBER.fullmatch(line.text):
            continue
        if number in edges and _pattern(line) in repeated and not (first and head):
            continue
        kept.append(line)
    return kept


def _repeated(pages: Sequence[Sequence[Line]]) -> set[str]:
    """The patterns of heads and feet that stand on many pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_pattern(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    least = max(_REPEATED_PAGES, _REPEATED_SHARE * len(pages))
    return {pattern for pattern, count in counts.items() if count >= least}


def _pattern(line: Line) -> str:
    """The line with its numbers hidden."""
    return re.sub(r"\d+", "0", " ".join(line.text.split()))


def _usual_distance(page: Sequence[Line]) -> float:
    """The distance from one line to the next, 0 on a page of one line."""
    steps = [above.last_top - below.top for above, below in pairwise(page)]
    downwards = [step for step in steps if step > 0] or [0.0]
    return median(downwards)


def _right_margins(page: Sequence[Line]) -> Iterator[float]:
    """How far right the lines around each line reach, of those with about its left edge."""
    for number, line in enumerate(page):
        around = page[max(0, number - 6) : number + 7]
        yield max(near.right for near in around if abs(near.left - line.left) < 3 * line.size)


def _continues(above: Line, below: Line, distance: float, margin: float) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    step = above.last_top - below.top
    if max(above.size, below.size) > _OTHER_SIZE * min(above.size, below.size):
        return False
    if step <= 0:  # another column
        return _unfinished(above, below)
    if step > _LOOSE * distance or _ITEM.match(below.text):
        return False
    if below.left - above.left > 0.8 * below.size and not _ITEM.match(above.text):
        return _unfinished(above, below) and above.right + below.first_word > margin
    return above.right + below.first_word + 0.2 * below.size > margin


def _unfinished(above: Line, below: Line) -> bool:
    """Whether a sentence runs from one column or page into the next."""
    return bool(_OPEN_END.search(above.text.rstrip())) and below.text.lstrip()[:1].islower()


def _joined(first: str, second: str, words: Counter[str]) -> str:
    """A divided word: with a hyphen if it, or such a word, is written so elsewhere in the text."""
    whole, hyphened = first + second, f"{first}-{second}"
    if words[whole] or words[hyphened]:
        return whole if words[whole] >= words[hyphened] else hyphened
    return whole if first[-1].isalpha() and second[0].islower() else hyphened
