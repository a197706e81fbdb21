"""Citations as escaped markup: chips beside an answer, whole sentences under it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.answers import Citation
from qa.export import reference
from qa.page.sources import count, quoted

SHOWN = 4
"""Sentences shown at once; the others are folded."""


def chips(citations: Sequence[Citation], turn: int) -> Markup:
    """Numbered buttons, each of which opens its source at the quoted place."""
    buttons = Markup(" ").join(
        Markup(
            '<button type="button" class="chip" id="t{turn}c{number}" data-document="{document}" '
            'data-start="{start}" data-end="{end}" data-quote="t{turn}q{number}" '
            'aria-label="{number}: open {title} at the quoted place">{number}</button>'
        ).format(
            turn=turn,
            number=citation.number,
            document=citation.document.id,
            start=citation.span.start,
            end=citation.span.end,
            title=citation.document.title,
        )
        for citation in citations
    )
    return Markup('<span class="chips"> {}</span>').format(buttons)


def citation_list(citations: Sequence[Citation], turn: int) -> Markup:
    """Number, title and whole sentence of each citation, the answer marked in it."""
    items = [_citation(group, turn) for group in _by_excerpt(citations)]
    shown, folded = items[:SHOWN], items[SHOWN:]
    markup = Markup('<ol class="citations">{}</ol>').format(Markup("").join(shown))
    if folded:
        markup += Markup(
            '<details class="more"><summary>{}</summary><ol class="citations">{}</ol></details>'
        ).format(count(len(folded), "more citation"), Markup("").join(folded))
    return markup


def _by_excerpt(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of the same sentence together: it is then shown once."""
    groups: dict[tuple[str, int, int], list[Citation]] = {}
    for citation in citations:
        key = (citation.document.id, citation.excerpt_start, len(citation.excerpt))
        groups.setdefault(key, []).append(citation)
    return list(groups.values())


def _citation(group: Sequence[Citation], turn: int) -> Markup:
    first = group[0]
    numbers = Markup(" ").join(
        Markup('<span class="number" id="t{}q{}">{}</span>').format(turn, each.number, each.number)
        for each in group
    )
    return Markup(
        '<li class="citation"><p class="where"><span>{}</span> '
        '<button type="button" class="open-source" dir="auto" data-document="{}" '
        'data-start="{}" data-end="{}">{}</button>{} '
        '<button type="button" class="tool copy" data-reference="{}" '
        'aria-label="Copy this citation">Copy</button></p>'
        '<blockquote class="excerpt" dir="auto">{}</blockquote></li>'
    ).format(
        numbers,
        first.document.id,
        first.span.start,
        first.span.end,
        first.document.title,
        Markup("") if first.page is None else Markup("<span>page {}</span>").format(first.page),
        reference(first.document, first.excerpt_start, first.excerpt_start + len(first.excerpt)),
        quoted(
            first.document,
            (first.excerpt_start, first.excerpt_start + len(first.excerpt)),
            [(each.span.start, each.span.end) for each in group],
        ),
    )
