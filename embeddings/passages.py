"""The records of the library: only a Document stores text, a passage is a slice of one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

Interval = tuple[int, int]
"""Start and end (exclusive) in characters of a document's text."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source, its text kept exactly as decoded.

    ``sentences`` and ``boilerplate`` only draw boundaries in ``text``: sorted, non-overlapping
    intervals. No sentence overlaps boilerplate.
    """

    id: str
    title: str
    source: str
    text: str
    sentences: tuple[Interval, ...] = ()
    boilerplate: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        for name in ("sentences", "boilerplate"):
            previous = 0
            for start, end in getattr(self, name):
                if not previous <= start < end <= len(self.text):
                    raise ValueError(
                        f"{name} of {self.source} are not sorted slices: {start}-{end}"
                    )
                previous = end

    def sentences_around(self, start: int, end: int) -> Interval:
        """The smallest run of whole sentences that holds ``start`` to ``end``."""
        if not self.sentences:
            return 0, len(self.text)
        starts = [sentence[0] for sentence in self.sentences]
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, max(start, end - 1)) - 1, 0)
        return min(self.sentences[first][0], start), max(self.sentences[last][1], end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document that is indexed, retrieved and read as one."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(
                f"passage {self.start}-{self.end} is not a slice of {self.document.source} "
                f"({len(self.document.text)} characters)"
            )

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; ``score`` is the fused rank score (higher is better)."""

    passage: Passage
    score: float
