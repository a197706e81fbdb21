"""The other addresses of what is cited: a dispatch that runs in two papers is cited from both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from embeddings.duplicates import counterpart
from embeddings.passages import Hit, Passage
from qa.answers import Citation, Position, Span


def with_copies(positions: Sequence[Position], hits: Sequence[Hit]) -> tuple[Position, ...]:
    """The positions, each citing also the copies of its passages that say the same there.

    A document is cited once. The numbers of the new citations follow those that there are.
    """
    cited = {c.document.id for position in positions for c in position.citations}
    numbers = count(1 + max((c.number for p in positions for c in p.citations), default=0))

    def copies(citation: Citation) -> Iterator[Citation]:
        span = citation.span
        for copy in _copies(span, hits):
            place = counterpart(span.document, span.start, span.end, copy)
            if place is not None and copy.document.id not in cited:
                cited.add(copy.document.id)
                yield Citation(next(numbers), Span(copy, *place, span.score))

    def whole(position: Position) -> Position:
        new = (copy for citation in position.citations for copy in copies(citation))
        return replace(position, citations=(*position.citations, *new))

    return tuple(whole(position) for position in positions)


def _copies(span: Span, hits: Sequence[Hit]) -> Iterator[Passage]:
    for hit in hits:
        passage = hit.passage
        if passage.document.id == span.document.id and passage.start <= span.start < passage.end:
            yield from hit.copies
