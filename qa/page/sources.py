"""Documents as escaped markup: places are found by offset, and no character is lost.

Text is only ever inserted through ``Markup.format``, which escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from embeddings.passages import Document, Interval

_TEXT = Markup("{}")
_SENTENCE = Markup('<span class="sentence">{}</span>')
_BOILERPLATE = Markup('<span class="boilerplate">{}</span>')
_MARK = Markup("<mark>{}</mark>")
_FIRST_MARK = Markup('<mark id="cited" tabindex="-1">{}</mark>')


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


def article_text(document: Document, cited: Interval | None = None) -> Markup:
    """The whole text: boilerplate greyed, the cited place marked within its sentences."""
    sentence = document.sentences_around(*cited) if cited else None
    cuts = {0, len(document.text), *(cited or ()), *(sentence or ())}
    cuts.update(edge for interval in document.boilerplate for edge in interval)
    parts: list[Markup] = []
    for start, end in pairwise(sorted(cuts)):
        text = document.text[start:end]
        part = _BOILERPLATE if _inside(start, end, document.boilerplate) else _TEXT
        part = part.format(text)
        if cited and _inside(start, end, [cited]):
            part = (_FIRST_MARK if start == cited[0] else _MARK).format(part)
        elif sentence and _inside(start, end, [sentence]):
            part = _SENTENCE.format(part)
        parts.append(part)
    return Markup("").join(parts)


def article(document: Document, cited: Interval | None = None) -> Markup:
    """A document for reading: its title, length, file and whole text."""
    return Markup(
        '<div class="article-bar"><p class="article-ways">'
        '<button type="button" class="plain" data-all-sources>All sources</button> '
        '<button type="button" class="plain" data-back{}>Back to the answer</button></p>'
        '<h2 class="article-title" dir="auto" tabindex="-1">{}</h2></div>'
        '<div class="article-scroll" tabindex="0" role="region" aria-label="Text of the source">'
        '<p class="about"><span>{}</span> <span class="file" dir="auto">{}</span></p>'
        '<div class="article-text" dir="auto">{}</div></div>'
    ).format(
        Markup("" if cited else " hidden"),
        document.title,
        count(words(document), "word"),
        document.source,
        article_text(document, cited),
    )


def source_list(documents: Sequence[Document]) -> Markup:
    """All documents with title and length, each of which opens."""
    total = sum(words(document) for document in documents)
    items = Markup("").join(
        Markup(
            '<li><button type="button" class="open-source" dir="auto" data-document="{}">{}'
            '</button><span class="about"><span>{}</span> <span class="file" dir="auto">{}</span>'
            "</span></li>"
        ).format(document.id, document.title, count(words(document), "word"), document.source)
        for document in documents
    )
    return Markup(
        '<div id="source-list"><h2>Sources</h2><p class="about">{}, {}</p><ol>{}</ol></div>'
    ).format(count(len(documents), "source"), count(total, "word"), items)


def _inside(start: int, end: int, intervals: Iterable[Interval]) -> bool:
    return any(first <= start and end <= last for first, last in intervals)
