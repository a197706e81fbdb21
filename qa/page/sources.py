"""Documents as escaped markup: places are found by offset, and no character is lost.

Text is only ever inserted through ``Markup.format``, which escapes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from embeddings.passages import Document, Interval
from qa.values.dates import find_dates

_TEXT = Markup("{}")
_SENTENCE = Markup('<span class="sentence">{}</span>')
_BOILERPLATE = Markup('<span class="boilerplate">{}</span>')
_MARK = Markup("<mark>{}</mark>")
_OTHER_MARK = Markup('<mark class="other">{}</mark>')
_FIRST_MARK = Markup('<mark id="cited" tabindex="-1">{}</mark>')

DATELINE = 40
"""Characters at the start of a text in which its date may stand."""


def count(number: int, noun: str) -> str:
    """``1 word``, ``1,259 words``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def words(document: Document) -> int:
    """How many words the document's text has, boilerplate included."""
    return len(document.text.split())


def quoted(document: Document, excerpt: Interval, answers: Sequence[Interval]) -> Markup:
    """A slice of a document, the answers marked in it."""
    start, end = excerpt
    edges = {edge for answer in answers for edge in answer if start < edge < end}
    return Markup("").join(
        (_MARK if _inside(first, last, answers) else _TEXT).format(document.text[first:last])
        for first, last in pairwise(sorted({start, end, *edges}))
    )


def article_text(
    document: Document, cited: Interval | None = None, others: Sequence[Interval] = ()
) -> Markup:
    """The whole text: boilerplate greyed, the cited place marked within its sentences.

    ``others`` are the places cited elsewhere in the conversation.
    """
    sentence = document.sentences_around(*cited) if cited else None
    cuts = {0, len(document.text), *(cited or ()), *(sentence or ())}
    cuts.update(edge for interval in (*document.boilerplate, *others) for edge in interval)
    boilerplate = _Cover(document.boilerplate)
    also = _Cover(others)
    parts: list[Markup] = []
    for start, end in pairwise(sorted(cuts)):
        part = (_BOILERPLATE if boilerplate.holds(start) else _TEXT).format(
            document.text[start:end]
        )
        if cited and _inside(start, end, [cited]):
            part = (_FIRST_MARK if start == cited[0] else _MARK).format(part)
        elif also.holds(start):
            part = _OTHER_MARK.format(part)
        elif sentence and _inside(start, end, [sentence]):
            part = _SENTENCE.format(part)
        parts.append(part)
    return Markup("").join(parts)


def article(
    document: Document, cited: Interval | None = None, others: Sequence[Interval] = ()
) -> Markup:
    """A document for reading: its title, date, length, file and whole text."""
    return Markup(
        '<div class="article-bar"><p class="article-ways">'
        '<button type="button" class="plain" data-all-sources>All sources</button> '
        '<button type="button" class="plain" data-back{}>Back to the answer</button></p>'
        '<h2 class="article-title" dir="auto" tabindex="-1">{}</h2>'
        '<form class="find" role="search"><input type="search" id="find" autocomplete="off" '
        'maxlength="100" placeholder="Find in this source" aria-label="Find in this source"> '
        '<span id="found" role="status"></span></form></div>'
        '<div class="article-scroll" tabindex="0" role="region" aria-label="Text of the source">'
        '<p class="about">{}{}</p>'
        '<div class="article-text" dir="auto">{}</div></div>'
    ).format(
        Markup("" if cited else " hidden"),
        document.title,
        about(document),
        published_at(document),
        article_text(document, cited, others),
    )


def about(document: Document) -> Markup:
    """Date, author, publisher, length and file of a document, in short."""
    found = dateline(document)
    stated = document.metadata
    date = stated.date or (document.text[slice(*found)] if found else None)
    told = Markup("").join(
        Markup('<span dir="auto">{}</span> ').format(each)
        for each in (date, stated.author, stated.publisher)
        if each
    )
    return Markup('{}<span>{}</span> <span class="file" dir="auto">{}</span>').format(
        told, count(words(document), "word"), document.source
    )


def published_at(document: Document) -> Markup:
    """A link to where the document was published, if it says so; nothing is loaded from there."""
    address = document.metadata.address
    if not address or not address.startswith(("https://", "http://")):
        return Markup("")
    return Markup(
        ' <a class="file" href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
    ).format(address)


def dateline(document: Document) -> Interval | None:
    """Where a document's first words give its date, to the day; not a date further on."""
    for found in find_dates(document.text[:DATELINE]):
        if found.value.year and found.value.month and found.value.days:
            return found.start, found.end
    return None


class _Cover:
    """Intervals, sorted, to ask whether a place is inside one."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        self._intervals: list[Interval] = []
        for start, end in sorted(intervals):
            if self._intervals and start <= self._intervals[-1][1]:
                start, last = self._intervals.pop()
                end = max(last, end)
            self._intervals.append((start, end))
        self._starts = [start for start, _ in self._intervals]

    def holds(self, place: int) -> bool:
        """Whether the character at ``place`` is inside."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._intervals[at][1]


def _inside(start: int, end: int, intervals: Iterable[Interval]) -> bool:
    return any(first <= start and end <= last for first, last in intervals)
